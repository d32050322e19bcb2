/** Every forecast model: one file each, and its line here. */
import type { ForecastModel, ModelId } from '../../../model/forecast.ts'
import { dampedTrend } from './damped-trend.ts'
import { medianBaseline } from './median-baseline.ts'
import { seasonalIndex } from './seasonal-index.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** From the simplest to the least simple: where two do equally well, the first of them is taken. */
export const forecastModels = {
  'median-baseline': medianBaseline,
  'seasonal-naive': seasonalNaive,
  'seasonal-index': seasonalIndex,
  'damped-trend': dampedTrend,
} as const satisfies Record<ModelId, ForecastModel>
