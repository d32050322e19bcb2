/**
 * Which model would have done best lately. The rank is the geometric mean of a model's errors at the
 * origins: one bad night then counts as a factor at one origin and does not decide alone.
 */
import { max, mean, min } from 'simple-statistics'
import type { ForecastModel, ModelScore } from '../../model/forecast.ts'
import { errorsAt, type Origin } from './backtest.ts'
import { forecastModels } from './models/index.ts'

/** Errors below this share of the usual day-to-day change are equally good: no exact hit wins by itself. */
const FLOOR_SHARE = 0.001
/** What is below this share of all that was seen is rounding: no error, and no change from day to day. */
const ROUNDING_SHARE = 1e-6
/** Scores that agree to this many parts are a tie, so that rounding errors choose no model. */
const PARTS_OF_A_TIE = 1e6

/** Every model that all origins are long enough for, best first; the simpler one where two are equal. */
export function rankModels(origins: readonly Origin[], period: number): readonly ModelScore[] {
  const shortest = Math.min(...origins.map(({ y }) => y.length))
  const longest = origins.reduce((a, b) => (b.y.length > a.y.length ? b : a)).y
  const rounding = ROUNDING_SHARE * rangeOf(longest)
  const change = seasonalNaiveError(longest, period)
  const seasonalError = change > rounding ? change : 0
  const floor = Math.max(FLOOR_SHARE * seasonalError, rounding) || 1
  return Object.values(forecastModels)
    .filter((model) => model.minimumLength(period) <= shortest)
    .map((model) => scoreModel(model, origins, { period, floor, seasonalError }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ score }) => score)
}

interface Yardstick {
  readonly period: number
  readonly floor: number
  readonly seasonalError: number
}

function scoreModel(
  model: ForecastModel,
  origins: readonly Origin[],
  { period, floor, seasonalError }: Yardstick,
): { rank: number; score: ModelScore } {
  const maes = origins.map((origin) => mean(Array.from(errorsAt(model, origin, period), Math.abs)))
  const mae = mean(maes)
  return {
    rank: Math.round(mean(maes.map((one) => Math.log((one + floor) / floor))) * PARTS_OF_A_TIE),
    score: { model: model.id, family: model.family, mae, mase: seasonalError > 0 ? mae / seasonalError : null },
  }
}

/** The mean change from one day to the same hour of the next: the unit of MASE (Hyndman and Koehler, 2006). */
function seasonalNaiveError(y: Float64Array, period: number): number {
  if (y.length <= period) return 0
  let sum = 0
  for (const [step, value] of y.subarray(period).entries()) sum += Math.abs(value - (y[step] ?? value))
  return sum / (y.length - period)
}

const rangeOf = (y: Float64Array): number => max([...y]) - min([...y])
