/**
 * Rolling-origin evaluation: the history is cut at several places, every model forecasts what followed
 * from what came before, and is judged by what really came (L. J. Tashman, "Out-of-sample tests of
 * forecasting accuracy: an analysis and review", International Journal of Forecasting 16(4), 2000).
 */
import type { ForecastModel } from '../../model/forecast.ts'
import { predictFrom } from './predict.ts'
import { fillGaps } from './prepare.ts'

export interface BacktestPlan {
  /** Steps in a day. */
  readonly period: number
  /** Steps that are forecast behind each cut. */
  readonly horizon: number
  /** How many steps come before each cut, the latest cut first. */
  readonly cuts: readonly number[]
}

/** One cut: what a model may learn from, and what came then. */
export interface Origin {
  readonly cut: number
  /** Everything before the cut, its gaps filled from before the cut only. */
  readonly y: Float64Array
  /** NaN where there is no sample: made-up values judge nobody. */
  readonly actual: Float64Array
}

const MOST_ORIGINS = 4
const LONGEST_HORIZON_DAYS = 2
const MOST_CALIBRATION_ORIGINS = 8

/** Whole days where there is at least one, so that each horizon has every hour equally often. */
const wholeDays = (steps: number, period: number): number =>
  steps < period ? steps : Math.floor(steps / period) * period

/**
 * Where to cut `length` steps to rank models: horizons side by side at the end, two days each or what a
 * quarter of the history allows, and never into its older half. Null for less than two days: there is
 * no season to learn.
 */
export function planRanking(length: number, period: number): BacktestPlan | null {
  const horizon = wholeDays(Math.min(LONGEST_HORIZON_DAYS * period, Math.floor(length / 4)), period)
  if (length < 2 * period || horizon === 0) return null
  const origins = Math.min(MOST_ORIGINS, Math.floor(length / 2 / horizon))
  return { period, horizon, cuts: Array.from({ length: origins }, (_, back) => length - (back + 1) * horizon) }
}

/**
 * Where to cut to measure how wrong a forecast of `horizon` steps is: as far ahead as is asked, or a
 * quarter of the history, from origins a day apart, because errors of far horizons are not those of near ones.
 */
export function planCalibration(length: number, { period, horizon }: Omit<BacktestPlan, 'cuts'>): BacktestPlan {
  const reach = Math.max(1, wholeDays(Math.min(horizon, Math.floor(length / 4)), period))
  const spacing = Math.min(reach, period)
  const room = Math.floor((length / 2 - reach) / spacing) + 1
  const origins = Math.max(1, Math.min(MOST_CALIBRATION_ORIGINS, room))
  return { period, horizon: reach, cuts: Array.from({ length: origins }, (_, back) => length - reach - back * spacing) }
}

/** Cuts the history as planned. Origins behind which nothing was measured are left out. */
export function cutHistory(samples: Float64Array, { period, horizon, cuts }: BacktestPlan): Origin[] {
  return cuts
    .map((cut) => ({
      cut,
      y: fillGaps(samples.slice(0, cut), period).y,
      actual: samples.slice(cut, cut + horizon),
    }))
    .filter(({ actual }) => actual.some((value) => !Number.isNaN(value)))
}

/** What came minus what the model said, for every real sample behind the cut. */
export function errorsAt(model: ForecastModel, { y, actual }: Origin, period: number): Float64Array {
  const predicted = predictFrom(model, y, { period, horizon: actual.length })
  return actual.map((value, step) => value - (predicted[step] ?? Number.NaN)).filter((error) => !Number.isNaN(error))
}
