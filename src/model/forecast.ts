/** Forecasts, and the demand that follows from them. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { metricIds } from './metric-series.ts'

export const modelFamilies = ['seasonal', 'trend', 'baseline'] as const
export type ModelFamily = (typeof modelFamilies)[number]

export const modelIds = [
  'croston',
  'damped-trend',
  'day-difference-autoregression',
  'day-profile',
  'double-seasonal',
  'hour-median',
  'level-autoregression',
  'log-autoregression',
  'median-day',
  'median-four-days',
  'median-half-day',
  'median-week',
  'repeat-day',
  'repeat-week',
  'shape-four-days',
  'shape-four-weeks',
  'shape-three-weeks',
  'similar-days',
  'similar-windows',
  'smoothed-level',
  'theta',
  'week-profile-median',
  'week-profile-weighted',
  'weighted-seasons',
] as const
export type ModelId = (typeof modelIds)[number]

/**
 * How one course is made of the models: the weighted median of the best, the single best, a baseline spread by the best
 * shares of a day, or a model by name.
 */
export const selections = ['combine', 'best', 'shares', ...modelIds] as const
export type Selection = (typeof selections)[number]

const modelScoreSchema = z.strictObject({
  model: z.enum(modelIds),
  family: z.enum(modelFamilies),
  /** Mean absolute error over the backtests, in the metric's unit; null where no step of them was measured. */
  mae: z.number().nonnegative().nullable(),
  /** The same in units of the in-sample seasonal naive error; null where that error is zero. */
  mase: z.number().nonnegative().nullable(),
  /** Its share of the say in the course, 0 to 1. */
  vote: z.number().min(0).max(1),
})
export type ModelScore = Immutable<z.infer<typeof modelScoreSchema>>

/** A forecast without its curves. */
export const forecastSummarySchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  /** The model that ranked first; null where no backtest was possible. */
  model: z.enum(modelIds).nullable(),
  family: z.enum(modelFamilies).nullable(),
  /** Of the model that ranked first, as in its score; null without a backtest. */
  mae: z.number().nonnegative().nullable(),
  mase: z.number().nonnegative().nullable(),
  /** How the course was made of the models. */
  selection: z.enum(selections),
  /** ISO 8601 UTC of the first forecast step. */
  start: z.string(),
  stepSeconds: z.int().positive(),
  steps: z.int().positive(),
  /** The quantiles that were made besides the course, ascending. */
  levels: z.array(z.number().gt(0).lt(1)),
  /** How many backtests the scores rest on. */
  origins: z.int().nonnegative(),
  history: z.strictObject({
    steps: z.int().nonnegative(),
    /** Share of steps that have a sample, 0 to 1. */
    coverage: z.number().min(0).max(1),
  }),
})
export type ForecastSummary = Immutable<z.infer<typeof forecastSummarySchema>>

export interface Forecast extends ForecastSummary {
  /** The expected course - half of what comes lies above it - in the metric's unit; one value a step. */
  readonly point: Float64Array
  /** For each of `levels`, what that share of each step stays below. */
  readonly quantiles: readonly Float64Array[]
  /** Every model that could be tried, best first. */
  readonly scores: readonly ModelScore[]
}

/** How much of one resource a VM will need, and where the figure comes from. */
const needSchema = z.strictObject({
  /** What the component must hold: `expected` with the headroom kept free. */
  required: z.number().nonnegative(),
  /** The stated quantile over the horizon, before headroom; null when there is no history. */
  expected: z.number().nonnegative().nullable(),
  /** The band of that quantile: lower and upper. Null when there is no history. */
  interval: z.strictObject({ lower: z.number().nonnegative(), upper: z.number().nonnegative() }).nullable(),
  /** How much of `expected` is growth that is still to come, 0 where none is seen; null when there is no history. */
  growth: z.number().nonnegative().nullable(),
  /** What the VM has today; null when the source does not say. */
  allocated: z.number().nonnegative().nullable(),
  /** The largest sample ever seen. */
  peak: z.number().nonnegative().nullable(),
  basis: z.enum(['forecast', 'allocation']),
  /** Share of the component kept free, 0 to below 1: required = expected / (1 - headroom). */
  headroom: z.number().min(0).max(0.95),
  model: z.enum(modelIds).nullable(),
})
export type Need = Immutable<z.infer<typeof needSchema>>

export const demandSchema = z.strictObject({
  vmId: z.string(),
  /** The quantile `expected` stands for, such as 0.95. */
  level: z.number().min(0.5).max(0.999),
  horizonHours: z.int().positive(),
  vcpus: needSchema,
  memoryGiB: needSchema,
  /** Operations per second; null when nobody measures it. */
  iops: needSchema.nullable(),
  diskMiBps: needSchema.nullable(),
  networkMbps: needSchema.nullable(),
  /** Bytes written per hour at the median and at the stated quantile; null when nobody measures it. */
  churnGiBPerHour: z
    .strictObject({
      median: z.number().nonnegative(),
      high: z.number().nonnegative(),
      /** Of all measured hours, so that a month adds up; absent in what an older drplan made. */
      mean: z.number().nonnegative().optional(),
    })
    .nullable(),
  storageGiB: z.number().nonnegative(),
  gpuMemoryGiB: z.number().nonnegative().nullable(),
  confidence: z.strictObject({
    /** `none`: sized by allocation only. */
    level: z.enum(['none', 'low', 'medium', 'high']),
    /** Share of expected samples that are there, over the metrics that sizing uses. */
    coverage: z.number().min(0).max(1),
    historyDays: z.number().nonnegative(),
    /** What is missing for the next level, in words. */
    missing: z.array(z.string()),
  }),
})
export type Demand = Immutable<z.infer<typeof demandSchema>>
