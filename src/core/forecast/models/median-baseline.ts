/**
 * A flat line at the recent median. Hard to beat for machines without rhythm, and the only model that
 * a few hours of history can carry.
 */
import type { ForecastModel } from '../../../model/forecast.ts'
import { DAYS_PER_WEEK, medianOf } from '../cycle.ts'

/** From two weeks on, the median of a whole week, so that a weekend is not taken for the new level. */
const WEEKS_FOR_A_WEEKLY_MEDIAN = 2

export const medianBaseline: ForecastModel = {
  id: 'median-baseline',
  family: 'baseline',
  minimumLength: () => 1,
  fit(y, period) {
    const week = period * DAYS_PER_WEEK
    const level = medianOf(y.slice(y.length < WEEKS_FOR_A_WEEKLY_MEDIAN * week ? -period : -week))
    return { predict: (horizon) => new Float64Array(horizon).fill(level) }
  },
}
