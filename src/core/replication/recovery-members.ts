/** VMs that are only consistent together, with the moments of which all of them have a point. */
import type { RecoveryLineQuestion, RecoveryPoint } from '../../model/recovery-line.ts'
import { compareText } from '../../model/text-order.ts'

type LineVm = RecoveryLineQuestion['vms'][number]

/** One VM, or a group of them. */
export interface Members {
  /** By id. */
  readonly vms: readonly LineVm[]
  /** Epoch milliseconds UTC, ascending: each with a point of every member, in their order. */
  readonly moments: readonly { readonly atMs: number; readonly points: readonly RecoveryPoint[] }[]
}

/** By the id of their first VM. VMs of a group that are not asked for are passed over. */
export function membersOf({ vms, groups }: RecoveryLineQuestion): readonly Members[] {
  const rootOf = joinGroups(
    vms.map(({ vmId }) => vmId),
    groups,
  )
  const together = new Map<string, LineVm[]>()
  for (const vm of [...vms].sort((a, b) => compareText(a.vmId, b.vmId))) {
    const root = rootOf(vm.vmId)
    together.set(root, [...(together.get(root) ?? []), vm])
  }
  return [...together.values()].map((own) => ({ vms: own, moments: momentsOf(own) }))
}

/** Which VM stands for all that share groups with one, directly or through others. */
export function joinGroups(ids: readonly string[], groups: readonly (readonly string[])[]): (id: string) => string {
  const parents = new Map(ids.map((id) => [id, id]))
  const rootOf = (id: string): string => {
    let at = id
    for (let up = parents.get(at) ?? at; up !== at; up = parents.get(at) ?? at) at = up
    return at
  }
  for (const group of groups) {
    const known = group.filter((id) => parents.has(id))
    for (const id of known) parents.set(rootOf(id), rootOf(known[0] ?? id))
  }
  return rootOf
}

function momentsOf(vms: readonly LineVm[]): Members['moments'] {
  const earliest = new Map<string, number>()
  for (const { points } of vms)
    for (const { groupPointId, at } of points)
      if (groupPointId !== undefined)
        earliest.set(groupPointId, Math.min(Date.parse(at), earliest.get(groupPointId) ?? Infinity))
  const atMsOf = ({ groupPointId, at }: RecoveryPoint): number => earliest.get(groupPointId ?? '') ?? Date.parse(at)
  const byVm = vms.map((vm) => pointsByMoment(vm, atMsOf))
  const [first] = byVm
  return [...(first ?? new Map<number, RecoveryPoint>()).keys()]
    .sort((a, b) => a - b)
    .flatMap((atMs) => {
      const points = byVm.flatMap((own) => own.get(atMs) ?? [])
      return points.length === vms.length ? [{ atMs, points }] : []
    })
}

/** Of two points of one moment the application-consistent one, then the first by id. */
function pointsByMoment(vm: LineVm, atMsOf: (point: RecoveryPoint) => number): ReadonlyMap<number, RecoveryPoint> {
  const accepted = vm.points.filter(({ kind }) => vm.accepts === 'crash-consistent' || kind === vm.accepts)
  const worstFirst = [...accepted].sort((a, b) => compareText(b.kind, a.kind) || compareText(b.id, a.id))
  return new Map(worstFirst.map((point) => [atMsOf(point), point]))
}
