/** Hour-of-week averages, and from how much history on a week is their cycle. */
import { DAYS_PER_WEEK } from './cycle.ts'
import type { Memory } from './memory.ts'
import type { Past, Series } from './series.ts'

/** Two weeks and a bit: with less, the week would repeat single values, so the day has to do. */
const LEAST_DAYS_FOR_A_WEEK = 15 + 1 / 3

/** Steps of the cycle: a week, or a day in short histories. */
export const cycleOf = ({ series: { period }, end }: Past): number =>
  end < LEAST_DAYS_FOR_A_WEEK * period ? period : DAYS_PER_WEEK * period

/** What a cycle counts less than the one after it, 0 to 1. */
export interface Forgetting {
  readonly day: number
  readonly week: number
}

/**
 * By cut, the mean of each place of its cycle, in which older cycles count less; place 0 is the first step behind the cut.
 * One pass over `x` serves all cuts with the same cycle.
 */
export function weightedCycles(
  x: Float64Array,
  series: Series,
  { day, week }: Forgetting,
): ReadonlyMap<number, Float64Array> {
  const { period, cuts, memory } = series
  const isShort = (end: number): boolean => cycleOf({ series, end }) === period
  const short = cuts.filter((cut) => isShort(cut))
  const long = cuts.filter((cut) => !isShort(cut))
  return new Map([
    ...average(x, short, { cycle: period, kept: day, memory }),
    ...average(x, long, { cycle: DAYS_PER_WEEK * period, kept: week, memory }),
  ])
}

interface Averaging {
  readonly cycle: number
  readonly kept: number
  readonly memory: Memory
}

interface Totals {
  readonly sums: Float64Array
  readonly weights: Float64Array
  readonly memory: Memory
}

type ByCut = readonly (readonly [cut: number, means: Float64Array])[]

function average(x: Float64Array, cuts: readonly number[], { cycle, kept, memory }: Averaging): ByCut {
  const sums = memory.lend(cycle).fill(0)
  const weights = memory.lend(cycle).fill(0)
  const found: (readonly [number, Float64Array])[] = []
  let step = 0
  let phase = 0
  for (let place = cuts.length - 1; place >= 0; place--) {
    const cut = cuts[place] as number
    for (; step < cut; step++) {
      sums[phase] = kept * (sums[phase] as number) + (x[step] as number)
      weights[phase] = kept * (weights[phase] as number) + 1
      if (++phase === cycle) phase = 0
    }
    found.push([cut, meansFrom(phase, { sums, weights, memory })])
  }
  return found
}

/** `phase` comes first. */
function meansFrom(phase: number, { sums, weights, memory }: Totals): Float64Array {
  const means = memory.lend(sums.length)
  for (let place = 0; place < means.length; place++) {
    const at = phase + place < means.length ? phase + place : phase + place - means.length
    means[place] = (sums[at] as number) / (weights[at] as number)
  }
  return means
}
