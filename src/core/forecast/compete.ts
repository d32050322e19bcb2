/**
 * Rolling-origin evaluation: the history is cut at several places, every model forecasts what followed from what came
 * before, and is judged by what really came (L. J. Tashman, "Out-of-sample tests of forecasting accuracy: an analysis and
 * review", International Journal of Forecasting 16(4), 2000).
 */
import { believedRanges, type Range } from './believed-range.ts'
import { DAYS_PER_WEEK } from './cycle.ts'
import type { ForecastModel } from './forecast-model.ts'
import type { Series } from './series.ts'

export interface BacktestPlan {
  /** Steps that are forecast behind each cut, whole days. */
  readonly horizon: number
  /** How many steps come before each cut: first the whole history, then the cuts of the backtests, the latest first. */
  readonly cuts: readonly number[]
}

const MOST_BACKTESTS = 4
/** Further ahead than this, errors grow no more than the quantiles of four weeks already say. */
const LONGEST_HORIZON_DAYS = DAYS_PER_WEEK
/** What a model should have learned from at the oldest cut; shorter histories get one backtest behind three days. */
const LEAST_DAYS_BEFORE = 10
const LEAST_DAYS_AT_ALL = 3

/**
 * Where to cut `length` steps for a forecast of `horizon` steps: whole horizons apart at the end. Where the history carries
 * no backtest of that length, a shorter one; none at all under four days.
 */
export function planBacktests(length: number, { period, horizon }: { period: number; horizon: number }): BacktestPlan {
  const room = Math.floor((length - LEAST_DAYS_AT_ALL * period) / period)
  const days = Math.max(1, Math.min(Math.ceil(horizon / period), LONGEST_HORIZON_DAYS, room))
  const step = days * period
  const before = Math.min(LEAST_DAYS_BEFORE * period, Math.max(LEAST_DAYS_AT_ALL * period, length - step))
  const count = Math.max(0, Math.min(MOST_BACKTESTS, Math.floor((length - before) / step)))
  return { horizon: step, cuts: Array.from({ length: count + 1 }, (_, back) => length - back * step) }
}

/** What a model says behind each cut: first the forecast, then the backtests. */
export interface Entrant {
  readonly model: ForecastModel
  readonly paths: readonly Float64Array[]
}

export interface Horizons {
  /** Of the forecast. */
  readonly ahead: number
  /** Of the backtests. */
  readonly backtest: number
}

/** Runs every model that suits all cuts. No path leaves half the range seen outside that range, nor zero downwards. */
export function runModels(models: readonly ForecastModel[], series: Series, { ahead, backtest }: Horizons): Entrant[] {
  const pasts = series.cuts.map((end) => ({ series, end }))
  const bounds = boundsAtCuts(series)
  return models
    .filter((model) => pasts.every((past) => model.suits(past)))
    .map((model) => ({
      model,
      paths: pasts.map((past, place) => {
        const path = model.fit(past).predict(place === 0 ? ahead : backtest)
        return keepWithin(path, bounds[place] as Range)
      }),
    }))
}

/** What never was negative - no CPU ever is - is not predicted to become so. */
function boundsAtCuts({ y, cuts }: Series): readonly Range[] {
  const ranges = believedRanges(y, cuts)
  const firstNegative = y.findIndex((value) => value < 0)
  return cuts.map((cut) => {
    const [low, high] = ranges.get(cut) as Range
    return firstNegative < 0 || firstNegative >= cut ? [Math.max(0, low), high] : [low, high]
  })
}

function keepWithin(path: Float64Array, [low, high]: Range): Float64Array {
  for (let step = 0; step < path.length; step++) {
    const value = path[step] as number
    path[step] = value < low ? low : value > high ? high : value
  }
  return path
}

/** An entrant and how it did. */
export interface Ranked extends Entrant {
  /** Mean absolute error of each backtest. */
  readonly errors: readonly number[]
  /** Their geometric mean, times the model's handicap. */
  readonly score: number
}

/** Errors below this share of the usual day-to-day change are equally good: no exact hit wins by itself. */
const FLOOR_SHARE = 0.001
/** What is below this share of all that was seen is rounding. */
const ROUNDING_SHARE = 1e-9
/** Scores that agree to this share are a tie, so that rounding chooses no model. */
const TIE_SHARE = 1e-9

/**
 * The entrants, best first; of equal ones the earlier. The rank is by the geometric mean of the errors: one bad night then
 * counts as a factor at one cut and does not decide alone. `samples` are the real ones: what was filled in judges nobody.
 */
export function rankEntrants(entrants: readonly Entrant[], series: Series, samples: Float64Array): Ranked[] {
  const floor =
    FLOOR_SHARE * seasonalChange(series.y, series.period) + ROUNDING_SHARE * largest(series.y) + Number.MIN_VALUE
  const cuts = series.cuts.slice(1)
  return entrants
    .map((entrant) => {
      const errors = cuts.map((cut, place) => meanError(entrant.paths[place + 1] as Float64Array, samples, cut))
      const logs = errors.filter((error) => error === error).map((error) => Math.log(error + floor))
      const mean = logs.length === 0 ? 1 : Math.exp(logs.reduce((sum, one) => sum + one, 0) / logs.length)
      const score = mean * (entrant.model.handicap ?? 1)
      return { ...entrant, errors, score }
    })
    .sort((a, b) => (Math.abs(a.score - b.score) <= TIE_SHARE * a.score ? 0 : a.score - b.score))
}

/** NaN where no step has a sample. */
function meanError(path: Float64Array, samples: Float64Array, cut: number): number {
  let [sum, count] = [0, 0]
  for (let step = 0; step < path.length; step++) {
    const error = Math.abs((samples[cut + step] as number) - (path[step] as number))
    if (error !== error) continue
    sum += error
    count++
  }
  return sum / count
}

/** The mean change from one day to the same hour of the next: the unit of MASE (Hyndman and Koehler, 2006). */
export function seasonalChange(y: Float64Array, period: number): number {
  let sum = 0
  for (let step = period; step < y.length; step++) sum += Math.abs((y[step] as number) - (y[step - period] as number))
  return y.length > period ? sum / (y.length - period) : 0
}

function largest(y: Float64Array): number {
  let found = 0
  for (let step = 0; step < y.length; step++) found = Math.max(found, Math.abs(y[step] as number))
  return found
}
