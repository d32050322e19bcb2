/**
 * From ranked models to one course: the weighted median of the best, hour by hour. Medians, because the mean of models is
 * ruled by the one that went astray; several, because the winner of four backtests is often not the winner of the fifth.
 */
import type { Ranked } from './compete.ts'
import type { Memory } from './memory.ts'
import { medianCourse } from './weighted-median.ts'

/** How many models are heard. */
const MOST_KEPT = 13
/** Weight is (best score / score)^3: a model twice as wrong has an eighth of a vote. */
const POWER = 3

export interface Weighted extends Ranked {
  readonly weight: number
}

/** The best of them with weights; the best one has weight 1. */
export function weigh(ranked: readonly Ranked[]): readonly Weighted[] {
  const best = ranked[0]?.score ?? 1
  return ranked.slice(0, MOST_KEPT).map((one) => ({ ...one, weight: (best / one.score) ** POWER }))
}

/** The course behind the cut at `place` of the plan. Needs one entrant at least. */
export const combine = (entrants: readonly Weighted[], place: number, memory: Memory): Float64Array =>
  medianCourse(
    entrants.map(({ paths, weight }) => ({ path: paths[place] as Float64Array, weight })),
    memory,
  )
