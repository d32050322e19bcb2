/** The autoregressive models of the pool: which scale, which lags, what penalty; the rest is the same for all of them. */
import { DAYS_PER_WEEK } from './cycle.ts'
import type { FittedModel } from './forecast-model.ts'
import type { Memory } from './memory.ts'
import { createLagSet, momentsOf, type LagMoments, type LagSet } from './lag-moments.ts'
import { fitRidge, runForward } from './ridge.ts'
import { believedRanges, type Range } from './believed-range.ts'
import { firstCut, type Series } from './series.ts'
import { standardise, type Scaled, type Standard } from './transform.ts'

const around = (middle: number, reach: number): number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, place) => middle - reach + place)

/** The last hours, the same hours of the day before, and of the same day a week before. */
const dayAndWeek = (period: number): number[] => [
  1,
  2,
  3,
  4,
  ...around(period, 2),
  ...around(DAYS_PER_WEEK * period, 2),
]
/** The last hours, and the same hours of two days before. */
const twoDays = (period: number): number[] => [1, 2, 3, 4, ...around(period, 2), ...around(2 * period, 1)]
/** For what a profile leaves: it carries the season already. */
const remainder = (period: number): number[] => [1, 2, 3, ...around(period, 1), 2 * period]

const lagLists = { dayAndWeek, twoDays, remainder } as const
export type LagListId = keyof typeof lagLists

const lagSets = new Map<string, LagSet>()

/** The same set for the same period: making its table costs more than a fit. */
function lagSetOf(list: LagListId, period: number): LagSet {
  const key = `${list} ${period}`
  const held = lagSets.get(key) ?? createLagSet(lagLists[list](period))
  lagSets.set(key, held)
  return held
}

export interface WholeSeries extends Standard {
  readonly moments: LagMoments
  /** What is believed of z behind each place it may be cut at. */
  readonly ranges: ReadonlyMap<number, Range>
  readonly memory: Memory
}

export interface WholeOptions {
  readonly list: LagListId
  /** In whose name memory is taken. */
  readonly name: string
  /** How many values x has, and how many of them lie before the first cut. */
  readonly length: number
  readonly seen: number
  /** Where x will be cut. */
  readonly ends: readonly number[]
}

/** `x` as z-values with the moments of its lags. */
export function momentsOfWhole({ memory, period }: Series, x: Float64Array, options: WholeOptions): WholeSeries {
  const { list, name, seen, length, ends } = options
  const set = lagSetOf(list, period)
  const z = memory.take(`${name} z`, length + (set.lags.at(-1) ?? 0))
  const standard = standardise(x, { length, seen, z })
  return { ...standard, moments: momentsOf(z, { set, ends, memory, name }), ranges: believedRanges(z, ends), memory }
}

/** Predicts on the z-scale, and leads back with `undo`. */
export function fitAutoregression(
  { z, mean, deviation, moments, ranges, memory }: WholeSeries,
  { end, lambda, undo }: { readonly end: number; readonly lambda: number; readonly undo: Scaled['undo'] },
): FittedModel {
  const equation = fitRidge(moments, { end, lambda, memory })
  const bounds = ranges.get(end) as Range
  return {
    predict(horizon) {
      const path = runForward(z, equation, { end, horizon, bounds, memory })
      for (let step = 0; step < horizon; step++) path[step] = undo((path[step] as number) * deviation + mean)
      return path
    },
  }
}

/** The whole series on a scale, to be cut at all its cuts. */
export const wholeOptions = (series: Series, list: LagListId, name: string): WholeOptions => ({
  list,
  name,
  length: series.y.length,
  seen: firstCut(series),
  ends: series.cuts,
})
