/**
 * How many groups there are at least. VMs are unit tasks with precedence, a group is one time slot of `size` machines:
 * P|prec, p=1|Cmax. T. C. Hu, "Parallel sequencing and assembly line problems" (Operations Research 9(6), 1961), bounds it by
 * levels: what stands above a level has to be done before that many last groups. Here the levels of both ends bound it
 * together: what has more than i VMs before it (itself counted) and more than j after it lies in the groups i+1 … C-j.
 */
import type { GroupBounds, OrderGraph } from '../../model/recovery-order.ts'
import type { Levels } from './levels.ts'

/** Beyond so long a chain only one end is looked at, so that the work stays linear. */
const LONGEST_SQUARE = 300

export function boundGroups({ ids }: OrderGraph, { depth, height }: Levels, size: number): GroupBounds {
  const chain = ids.reduce((most, id) => Math.max(most, depth.get(id) ?? 0), 0)
  const bySize = ids.length === 0 ? 0 : Math.max(1, Math.ceil(ids.length / size))
  const counts = countPairs(
    ids.map((id) => [depth.get(id) ?? 0, height.get(id) ?? 0] as const),
    chain,
  )
  const combined = counts.reduce(
    (most, { before, after, vms }) =>
      vms === 0 ? most : Math.max(most, before + Math.max(1, Math.ceil(vms / size)) + after),
    Math.max(chain, bySize),
  )
  return { chain, size: bySize, combined }
}

interface Between {
  readonly before: number
  readonly after: number
  /** How many have a greater depth than `before` and a greater height than `after`. */
  readonly vms: number
}

/** Cumulative counts over all pairs, or over the two edges of the square where the chain is long. */
function countPairs(levels: readonly (readonly [number, number])[], chain: number): readonly Between[] {
  if (chain > LONGEST_SQUARE)
    return [
      ...countSide(
        levels.map(([depth]) => depth),
        chain,
      ).map((vms, before) => ({ before, after: 0, vms })),
      ...countSide(
        levels.map(([, height]) => height),
        chain,
      ).map((vms, after) => ({ before: 0, after, vms })),
    ]
  const exact = Array.from({ length: chain + 2 }, () => Array.from({ length: chain + 2 }, () => 0))
  const at = (depth: number, height: number): number => exact[depth]?.[height] ?? 0
  for (const [depth, height] of levels) {
    const row = exact[depth]
    if (row) row[height] = at(depth, height) + 1
  }
  const found: Between[] = []
  for (let depth = chain; depth >= 1; depth--)
    for (let height = chain; height >= 1; height--) {
      const vms = at(depth, height) + at(depth + 1, height) + at(depth, height + 1) - at(depth + 1, height + 1)
      const row = exact[depth]
      if (row) row[height] = vms
      found.push({ before: depth - 1, after: height - 1, vms })
    }
  return found
}

/** By level from 0: how many stand higher. */
function countSide(levels: readonly number[], chain: number): readonly number[] {
  const counts = Array.from({ length: chain + 2 }, () => 0)
  for (const level of levels) counts[level] = (counts[level] ?? 0) + 1
  for (let level = chain; level >= 0; level--) counts[level] = (counts[level] ?? 0) + (counts[level + 1] ?? 0)
  return counts.slice(1)
}
