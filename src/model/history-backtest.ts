/**
 * How good forecasts would have been over a site's own history: the end of each series is held out at several cuts, and
 * what would have been said before each cut is judged by what came.
 */
import { z } from 'zod'
import { modelFamilies, modelIds, selections } from './forecast.ts'
import type { Immutable } from './immutable.ts'
import { metricIds } from './metric-series.ts'
import { sizingPresetIds } from './sizing-preset.ts'

/**
 * What a series is said to need: drplan's quantile path, which knows the hours of the day, and flat figures: what drplan
 * sizes a machine by (before headroom), a quantile of the last week, and the rules of peers. A machine is as large at night
 * as by day: compare the path with schedules, and the size with the peers.
 */
export const estimatorIds = ['drplan-path', 'drplan-size', 'flat-week', ...sizingPresetIds] as const
export type EstimatorId = (typeof estimatorIds)[number]

const share = z.number().min(0).max(1)
const ratio = z.number().nonnegative()

export const historyBacktestSettingsSchema = z.strictObject({
  horizonHours: z
    .int()
    .min(1)
    .max(365 * 24),
  /** The quantile of the path, the size and the flat week, and that of the pinball loss; peers keep their own. */
  level: z.number().min(0.5).max(0.999),
  selection: z.enum(selections),
  /** Which figure of each hour is forecast and judged; every estimator sees only this one. */
  track: z.enum(['mean', 'p95', 'max']),
})
export type HistoryBacktestSettings = Immutable<z.infer<typeof historyBacktestSettingsSchema>>

const estimateScoreSchema = z.strictObject({
  estimator: z.enum(estimatorIds),
  /** Share of the held-out steps that lie at or below the estimate. */
  coverage: share,
  /** Mean pinball loss over the mean of the whole series; null where that mean is 0. */
  pinball: ratio.nullable(),
  /** Mean estimate over the mean of the whole series: what is paid for the coverage; null where that mean is 0. */
  provision: ratio.nullable(),
})
export type EstimateScore = Immutable<z.infer<typeof estimateScoreSchema>>

const cutSchema = z.strictObject({
  /** ISO 8601 UTC of the first step that is held out. */
  start: z.string(),
  /** Held-out steps with a sample: those that judge. */
  judgedSteps: z.int().positive(),
  /** The model that ranked first before the cut; null where no backtest was possible there. */
  model: z.enum(modelIds).nullable(),
  family: z.enum(modelFamilies).nullable(),
  /** Mean absolute error of the course, in the unit of the metric, and that of repeating the last day. */
  mae: ratio,
  repeatDayMae: ratio,
  /** The first over the second, a thousandth of the mean of the series added to both: no exact hit is a division by 0. */
  relativeError: ratio,
  /** Without those that have nothing to say. */
  estimates: z.array(estimateScoreSchema),
})
export type HistoryCut = Immutable<z.infer<typeof cutSchema>>

export const seriesBacktestSchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  /** The latest first. */
  cuts: z.array(cutSchema).min(1),
})
export type SeriesBacktest = Immutable<z.infer<typeof seriesBacktestSchema>>

export const skipReasons = {
  'no-samples': 'it has no samples',
  'too-short': 'its history is too short to hold out a horizon behind ten days',
  'too-sparse': 'fewer than half of the held-out steps have a sample',
} as const
export type SkipReason = keyof typeof skipReasons

const skippedSeriesSchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  reason: z.enum(Object.keys(skipReasons) as [SkipReason, ...SkipReason[]]),
  /** From the first sample to the last one. */
  historyDays: ratio,
  /** From which history on it would be judged. */
  neededDays: ratio,
})
export type SkippedSeries = Immutable<z.infer<typeof skippedSeriesSchema>>

const estimatorSummarySchema = z.strictObject({
  estimator: z.enum(estimatorIds),
  /** Series for which it had something to say at some cut. */
  series: z.int().nonnegative(),
  /** Over all judged steps of all series; null without any. */
  coverage: share.nullable(),
  /** Share of series that it covers by more than five points less than the level asked for. */
  underCoveredShare: share.nullable(),
  /** The mean over the series; null where no series has a mean above 0. */
  pinball: ratio.nullable(),
  /** The median over the series. */
  provision: ratio.nullable(),
})
export type EstimatorSummary = Immutable<z.infer<typeof estimatorSummarySchema>>

const metricBacktestSchema = z.strictObject({
  metric: z.enum(metricIds),
  series: z.int().positive(),
  cuts: z.int().positive(),
  /** The geometric mean over the series of the geometric mean over their cuts: below 1 is better than repeating the last day. */
  relativeError: ratio,
  /** Share of series with a relative error below 1. */
  betterShare: share,
  /** At how many cuts a model ranked first, the most often first; without those that never did. */
  modelWins: z.array(z.strictObject({ model: z.enum(modelIds), cuts: z.int().positive() })),
  familyWins: z.array(z.strictObject({ family: z.enum(modelFamilies), cuts: z.int().positive() })),
  /** Every one, in the order of `estimatorIds`. */
  estimators: z.array(estimatorSummarySchema),
})
export type MetricBacktest = Immutable<z.infer<typeof metricBacktestSchema>>

export const historyBacktestSchema = z.strictObject({
  settings: historyBacktestSettingsSchema,
  /** In the order of `metricIds`; without those that no series was judged of. */
  metrics: z.array(metricBacktestSchema),
  /** By VM, then metric. */
  skipped: z.array(skippedSeriesSchema),
})
export type HistoryBacktest = Immutable<z.infer<typeof historyBacktestSchema>>
