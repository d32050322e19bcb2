/** What is said before a cut: the course, and how much a machine will need by each estimator. */
import { configSchema, type DemandPolicy } from '../../model/config.ts'
import type { Forecast, ModelFamily, ModelId } from '../../model/forecast.ts'
import type { EstimatorId, HistoryBacktestSettings } from '../../model/history-backtest.ts'
import type { Grid } from '../../model/metric-series.ts'
import { sizingPresetIds } from '../../model/sizing-preset.ts'
import { DAYS_PER_WEEK, repeatCycle, stepsPerDay } from './cycle.ts'
import { forecastSeries } from './forecast-series.ts'
import { nearestRankOf } from './nearest-rank.ts'
import { fillGaps, trimHistory } from './prepare.ts'
import { sizeByHours, sizingRule } from './presets.ts'
import { estimateUsage, isUsable } from './usage.ts'

/** One value for each step behind the cut, in the unit of the metric. */
export interface Said {
  readonly course: Float64Array
  readonly repeatedDay: Float64Array
  readonly model: ModelId | null
  readonly family: ModelFamily | null
  /** Without those that have nothing to say. */
  readonly estimates: readonly { readonly estimator: EstimatorId; readonly path: Float64Array }[]
}

/** `past` ends at the cut; null when it has no sample. Says `steps` steps from the end of `past` on. */
export function sayBefore(
  past: Grid,
  steps: number,
  { level, selection, track }: HistoryBacktestSettings,
): Said | null {
  const values = past[track]
  const history = trimHistory(values)
  if (history === null) return null
  // A forecast begins behind the last sample: what that leaves up to the cut is asked for too, and left out.
  const silent = history.trimmed.trailing
  const seen = { ...past, mean: values, p95: values, max: values }
  const forecast = forecastSeries(seen, { horizonSteps: silent + steps, levels: [level], selection })
  if (forecast === null) return null
  const perDay = stepsPerDay(past.stepSeconds)
  const filled = fillGaps(history.samples, perDay)
  const flat = (value: number | null): Float64Array | null =>
    value === null ? null : new Float64Array(steps).fill(value)
  const endMs = past.startMs + (values.length - 1) * past.stepSeconds * 1000
  const estimates: readonly (readonly [EstimatorId, Float64Array | null])[] = [
    ['drplan-path', (forecast.quantiles[0] as Float64Array).subarray(silent)],
    ['drplan-size', flat(sizeOf(seen, forecast, policyFor(steps / perDay, { level, selection })))],
    ['flat-week', flat(nearestRankOf(values.slice(-DAYS_PER_WEEK * perDay), level))],
    ...sizingPresetIds.map((id) => [id, flat(sizeByHours(seen, sizingRule(id), { track, endMs }).required)] as const),
  ]
  return {
    course: forecast.point.subarray(silent),
    repeatedDay: repeatCycle(filled.slice(-perDay), new Float64Array(silent + steps)).subarray(silent),
    model: forecast.model,
    family: forecast.family,
    estimates: estimates.flatMap(([estimator, path]) => (path === null ? [] : [{ estimator, path }])),
  }
}

const sizeOf = (seen: Grid, forecast: Forecast, policy: DemandPolicy): number | null =>
  isUsable(seen) ? estimateUsage(seen, forecast, policy).expected : null

/** The defaults of drplan.yaml for what a backtest does not set. */
const policyFor = (
  days: number,
  { level, selection }: Pick<HistoryBacktestSettings, 'level' | 'selection'>,
): DemandPolicy =>
  configSchema.shape.demand.parse({ quantile: level, horizonDays: Math.max(1, Math.round(days)), selection })
