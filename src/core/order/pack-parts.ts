/**
 * Packs VMs into parts of a service (recovery plans, jobs), each with so many VMs and so many groups that follow one another.
 * Nothing but people keeps an order between parts, so VMs that are tied by needs stay in one part wherever they fit: parts are
 * filled with whole components of the graph, the most urgent first, then the largest. Only a component that fits into no part
 * is cut, group by group.
 */
import type { OrderGraph, OrderGroups, OrderPair, OrderPart } from '../../model/recovery-order.ts'
import { compareText } from '../../model/text-order.ts'
import { componentsOf } from './components.ts'
import { packGroups } from './pack-groups.ts'

export interface PartLimits {
  readonly vmsInPart: number
  /** Null = no such limit. */
  readonly groupsInPart: number | null
}

export interface PackedParts {
  readonly parts: readonly OrderPart[]
  /** No packing has fewer parts than this. */
  readonly atLeast: number
  /** Needs between VMs of different parts. */
  readonly across: readonly OrderPair[]
}

export function packParts(graph: OrderGraph, limits: PartLimits): PackedParts {
  const packed = componentsOf(graph).map((component) => ({
    groups: packGroups(component, limits.vmsInPart).groups,
    urgency: component.ids.reduce((least, id) => Math.min(least, component.urgency.get(id) ?? 0), Infinity),
    vms: component.ids.length,
    first: component.ids[0] ?? '',
  }))
  const parts: string[][][] = []
  for (const { groups, vms } of packed.sort(
    (a, b) => a.urgency - b.urgency || b.vms - a.vms || compareText(a.first, b.first),
  )) {
    if (vms <= limits.vmsInPart && groups.length <= most(limits)) addTo(parts, groups, limits)
    // Pieces of one component follow one another, so none of them may join an earlier part.
    else parts.push(...cut(groups, limits).map((piece) => piece.map((group) => [...group])))
  }
  const sorted = parts.map((groups) => ({ groups: groups.map((group) => [...group].sort(compareText)) }))
  return {
    parts: sorted,
    atLeast: graph.ids.length === 0 ? 0 : Math.ceil(graph.ids.length / limits.vmsInPart),
    across: acrossOf(graph, sorted),
  }
}

const most = ({ groupsInPart }: PartLimits): number => groupsInPart ?? Infinity

/** Next fit, in order: a group is whole, because none has more VMs than a part. */
function cut(groups: OrderGroups, limits: PartLimits): readonly OrderGroups[] {
  const pieces: (readonly string[])[][] = []
  for (const group of groups) {
    const last = pieces.at(-1)
    if (last && last.length < most(limits) && last.flat().length + group.length <= limits.vmsInPart) last.push(group)
    else pieces.push([group])
  }
  return pieces
}

/** Into the first part with room; the first groups of both become one, and so on: they follow the same start. */
function addTo(parts: string[][][], groups: OrderGroups, limits: PartLimits): void {
  const vms = groups.flat().length
  const part = parts.find((one) => one.flat().length + vms <= limits.vmsInPart)
  if (!part) {
    parts.push(groups.map((group) => [...group]))
    return
  }
  for (const [index, group] of groups.entries()) {
    const own = part[index]
    if (own) own.push(...group)
    else part.push([...group])
  }
}

function acrossOf({ ids, needs }: OrderGraph, parts: readonly OrderPart[]): readonly OrderPair[] {
  const partOf = new Map(parts.flatMap(({ groups }, index) => groups.flat().map((id) => [id, index] as const)))
  return ids.flatMap((id) =>
    (needs.get(id) ?? []).flatMap((need) => (partOf.get(need) === partOf.get(id) ? [] : [[need, id] as const])),
  )
}
