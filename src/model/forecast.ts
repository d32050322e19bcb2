/** Forecasts, and the demand that follows from them. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { metricIds } from './metric-series.ts'

export const modelFamilies = ['seasonal', 'trend', 'baseline'] as const
type ModelFamily = (typeof modelFamilies)[number]

export const modelIds = ['damped-trend', 'median-baseline', 'seasonal-index', 'seasonal-naive'] as const
export type ModelId = (typeof modelIds)[number]

/**
 * A model that has seen a history, and can only predict.
 * `predict(horizon)` gives `horizon` finite values, in the unit of the history.
 */
interface FittedModel {
  predict(horizon: number): Float64Array
}

/** A way to forecast: `fit` gives another type, and only that one predicts. */
export interface ForecastModel {
  readonly id: ModelId
  readonly family: ModelFamily
  /** The shortest history it can be fitted to, in steps. */
  minimumLength(period: number): number
  /** `y` has no gaps; `period` is the length of the main season in steps. Never reads past the end of `y`. */
  fit(y: Float64Array, period: number): FittedModel
}

const modelScoreSchema = z.strictObject({
  model: z.enum(modelIds),
  family: z.enum(modelFamilies),
  /** Mean absolute error over the backtests, in the metric's unit. */
  mae: z.number().nonnegative(),
  /** The same in units of the in-sample seasonal naive error; null where that error is zero. */
  mase: z.number().nonnegative().nullable(),
})
export type ModelScore = Immutable<z.infer<typeof modelScoreSchema>>

export const forecastSchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  /** The model that ranked first; null where no backtest was possible. */
  model: z.enum(modelIds).nullable(),
  family: z.enum(modelFamilies).nullable(),
  /** ISO 8601 UTC of the first forecast step. */
  start: z.string(),
  stepSeconds: z.int().positive(),
  /** The expected course, in the metric's unit. */
  point: z.array(z.number()),
  /** Central interval: `level` of 0.9 runs from the 5 % to the 95 % quantile. */
  interval: z.strictObject({ level: z.number(), lower: z.array(z.number()), upper: z.array(z.number()) }),
  /** Every model that could be tried, best first. */
  scores: z.array(modelScoreSchema),
  /** How many rolling origins the scores rest on. */
  origins: z.int().nonnegative(),
  history: z.strictObject({
    steps: z.int().nonnegative(),
    /** Share of steps that have a sample, 0 to 1. */
    coverage: z.number().min(0).max(1),
  }),
})
export type Forecast = Immutable<z.infer<typeof forecastSchema>>

/** How much of one resource a VM will need, and where the figure comes from. */
const needSchema = z.strictObject({
  /** What the component must hold: `expected` with the headroom kept free. */
  required: z.number().nonnegative(),
  /** The stated quantile over the horizon, before headroom; null when there is no history. */
  expected: z.number().nonnegative().nullable(),
  /** The band of that quantile: lower and upper. Null when there is no history. */
  interval: z.strictObject({ lower: z.number().nonnegative(), upper: z.number().nonnegative() }).nullable(),
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
  churnGiBPerHour: z.strictObject({ median: z.number().nonnegative(), high: z.number().nonnegative() }).nullable(),
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
