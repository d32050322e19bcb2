/** What a forecast model is: from a past to something that only predicts. */
import type { ModelFamily, ModelId } from '../../model/forecast.ts'
import type { Past } from './series.ts'

/** A model that has seen a past. `predict` gives `horizon` values in the unit of the history. */
export interface FittedModel {
  predict(horizon: number): Float64Array
}

export interface ForecastModel {
  readonly id: ModelId
  readonly family: ModelFamily
  /** How much its backtest errors count against it; 1 without a word. */
  readonly handicap?: number
  /** Is the past long enough, and of the kind that the model is made for? */
  suits(past: Past): boolean
  /** Never reads `past.series.y` from `past.end` on. Needs `suits`. */
  fit(past: Past): FittedModel
}

/**
 * For models that win backtests oftener than they win what follows: they have to win clearly. Measured on M4 hourly, Bitbrains
 * and Azure series (docs/forecast.md).
 */
export const CLEARLY = 1.4

/** At least `days` whole days. */
export const hasDays = ({ series, end }: Past, days: number): boolean => end >= days * series.period
