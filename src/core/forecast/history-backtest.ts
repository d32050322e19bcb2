/**
 * One series judged over its own history: the last horizon is held out, and the one before it, and the one before that.
 * Everything that is said behind a cut is made from what lies before it.
 */
import { InputError } from '../../errors.ts'
import {
  historyBacktestSettingsSchema,
  type EstimateScore,
  type HistoryBacktestSettings,
  type HistoryCut,
  type SeriesBacktest,
  type SkippedSeries,
  type SkipReason,
} from '../../model/history-backtest.ts'
import type { Grid } from '../../model/metric-series.ts'
import { stepsPerDay } from './cycle.ts'
import { sayBefore, type Said } from './history-estimators.ts'
import { trimHistory } from './prepare.ts'

export const defaultBacktestSettings: HistoryBacktestSettings = {
  horizonHours: 48,
  level: 0.95,
  selection: 'combine',
  track: 'mean',
}

const MOST_CUTS = 3
/** With less before the cut, no model is tested and nothing is learned of how they are chosen. */
const LEAST_DAYS_BEFORE = 10
/** Fewer real steps do not speak for a horizon. */
const LEAST_REAL_SHARE = 0.5
/** Of the mean of the series; added to both errors. */
const FLOOR_SHARE = 0.001

export type BacktestOutcome =
  | { readonly kind: 'judged'; readonly series: SeriesBacktest }
  | { readonly kind: 'skipped'; readonly series: SkippedSeries }

/**
 * Judges `grid` at up to three cuts, a horizon apart.
 * @throws InputError `forecast.invalid` for settings that make no sense.
 */
export function backtestHistory(grid: Grid, settings = defaultBacktestSettings): BacktestOutcome {
  checkSettings(settings)
  const { vmId, metric } = grid
  const perDay = stepsPerDay(grid.stepSeconds)
  const horizon = (settings.horizonHours * 3600) / grid.stepSeconds
  const history = trimHistory(grid[settings.track])
  const length = history?.samples.length ?? 0
  const skip = (reason: SkipReason): BacktestOutcome => ({
    kind: 'skipped',
    series: {
      vmId,
      metric,
      reason,
      historyDays: length / perDay,
      neededDays: LEAST_DAYS_BEFORE + horizon / perDay,
    },
  })
  if (history === null) return skip('no-samples')
  const room = Math.floor((length - LEAST_DAYS_BEFORE * perDay) / horizon)
  if (room < 1) return skip('too-short')
  const end = history.trimmed.leading + length
  const level = meanOf(history.samples.map(Math.abs))
  const cuts = Array.from({ length: Math.min(MOST_CUTS, room) }, (_, back) => end - (back + 1) * horizon)
    .map((cut) => judgeCut(grid, { cut, horizon, level }, settings))
    .filter((cut) => cut !== null)
  return cuts.length === 0 ? skip('too-sparse') : { kind: 'judged', series: { vmId, metric, cuts } }
}

function checkSettings(settings: HistoryBacktestSettings): void {
  const { success } = historyBacktestSettingsSchema.safeParse(settings)
  if (success) return
  const { horizonHours, level } = settings
  throw new InputError('forecast.invalid', `Judging ${horizonHours} hours at quantile ${level} makes no sense.`, {
    suggestions: ['Hold out whole hours, from 1 to a year, and ask for a quantile from 0.5 to 0.999, such as 0.95.'],
  })
}

interface Cut {
  /** Steps before the cut. */
  readonly cut: number
  /** Steps behind it. */
  readonly horizon: number
  /** The mean of the whole series. */
  readonly level: number
}

/** Null where too little came to judge by. */
function judgeCut(grid: Grid, { cut, horizon, level }: Cut, settings: HistoryBacktestSettings): HistoryCut | null {
  const came = grid[settings.track].slice(cut, cut + horizon)
  const judgedSteps = came.filter(Number.isFinite).length
  if (judgedSteps < LEAST_REAL_SHARE * horizon) return null
  const said = sayBefore(gridBefore(grid, cut), horizon, settings)
  if (said === null) return null
  const mae = meanOf(came.map((value, step) => Math.abs(value - (said.course[step] as number))))
  const repeatDayMae = meanOf(came.map((value, step) => Math.abs(value - (said.repeatedDay[step] as number))))
  const floor = FLOOR_SHARE * level + Number.MIN_VALUE
  return {
    start: new Date(grid.startMs + cut * grid.stepSeconds * 1000).toISOString(),
    judgedSteps,
    model: said.model,
    family: said.family,
    mae,
    repeatDayMae,
    relativeError: (mae + floor) / (repeatDayMae + floor),
    estimates: said.estimates.map((one) => scoreOf(one, came, { level, tau: settings.level })),
  }
}

const gridBefore = (grid: Grid, cut: number): Grid => ({
  ...grid,
  mean: grid.mean.subarray(0, cut),
  p95: grid.p95.subarray(0, cut),
  max: grid.max.subarray(0, cut),
})

/** Pinball loss: R. Koenker and G. Bassett, "Regression quantiles", Econometrica 46(1), 1978. */
function scoreOf(
  { estimator, path }: Said['estimates'][number],
  came: Float64Array,
  { level, tau }: { level: number; tau: number },
): EstimateScore {
  const above = came.map((value, step) => value - (path[step] as number))
  const pinball = meanOf(above.map((over) => (over > 0 ? tau * over : (tau - 1) * over)))
  return {
    estimator,
    coverage: meanOf(above.map((over) => (Number.isNaN(over) ? over : Number(over <= 0)))),
    pinball: level > 0 ? pinball / level : null,
    provision: level > 0 ? Math.max(0, meanOf(path)) / level : null,
  }
}

/** The mean of the finite values, of which there has to be one. */
function meanOf(values: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    sum += value
    count++
  }
  return sum / count
}
