/**
 * Packs VMs into as few groups as it can: every VM in a later group than all it needs, at most `size` in one. Two list
 * schedules are tried, the most urgent first and the longest chain first (Hu 1961, which is optimal for trees); the first
 * wins where it has no more groups. Where neither meets the lower bound a search looks for fewer, within a budget; what it
 * rules out raises the bound.
 */
import type { OrderGraph, OrderGroups, Packing } from '../../model/recovery-order.ts'
import { compareText } from '../../model/text-order.ts'
import { boundGroups } from './bounds.ts'
import { countDown, levelsOf, type Levels } from './levels.ts'
import { searchGroups } from './search-groups.ts'

/** `size` may be Infinity. Groups are sorted inside. */
export function packGroups(graph: OrderGraph, size: number): Packing {
  const levels = levelsOf(graph)
  const bounds = boundGroups(graph, levels, size)
  const [urgent, high] = [inOrderOf(graph, levels, size, 'urgency'), inOrderOf(graph, levels, size, 'height')]
  const best = urgent.length <= high.length ? urgent : high
  const { groups, atLeast } =
    best.length > bounds.combined
      ? searchGroups({ graph, levels, size, found: best, atLeast: bounds.combined })
      : { groups: best, atLeast: bounds.combined }
  return { groups: groups.map((group) => [...group].sort(compareText)), bounds, atLeast }
}

function inOrderOf(
  { ids, urgency }: OrderGraph,
  levels: Levels,
  ...[size, first]: readonly [number, 'urgency' | 'height']
): OrderGroups {
  const higher = (a: string, b: string): number => (levels.height.get(b) ?? 0) - (levels.height.get(a) ?? 0)
  const sooner = (a: string, b: string): number => (urgency.get(a) ?? 0) - (urgency.get(b) ?? 0)
  const [one, two] = first === 'urgency' ? [sooner, higher] : [higher, sooner]
  return listSchedule(
    [...ids].sort((a, b) => one(a, b) || two(a, b) || compareText(a, b)),
    levels,
    size,
  )
}

/** Group by group the first of `list` that wait for nothing any more. */
function listSchedule(list: readonly string[], { neededBy, depth }: Levels, size: number): OrderGroups {
  const place = new Map(list.map((id, index) => [id, index]))
  const waits = new Map<string, number>()
  for (const id of list) for (const next of neededBy.get(id) ?? []) waits.set(next, (waits.get(next) ?? 0) + 1)
  const groups: (readonly string[])[] = []
  let open: readonly number[] = list.flatMap((id, index) => (depth.get(id) === 1 ? [index] : []))
  while (open.length > 0) {
    const group = open.slice(0, size).map((index) => list[index] ?? '')
    const freed = group.flatMap((id) => (neededBy.get(id) ?? []).filter((next) => countDown(waits, next)))
    groups.push(group)
    open = merge(
      open.slice(group.length),
      freed.map((id) => place.get(id) ?? 0).sort((a, b) => a - b),
    )
  }
  return groups
}

/** Both sorted; so is the result. */
function merge(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a
  const merged: number[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [x = Infinity, y = Infinity] = [a[i], b[j]]
    merged.push(Math.min(x, y))
    if (x <= y) i++
    else j++
  }
  return merged
}
