/** A flat line at the median of the last days: hard to beat for machines without rhythm. */
import type { ModelId } from '../../model/forecast.ts'
import { hasDays, type ForecastModel } from './forecast-model.ts'
import { medianOfRange } from './order.ts'

/** Half a day is the shortest, so that one busy hour is not taken for the level. */
export function flatMedian(id: ModelId, days: number, handicap = 1): ForecastModel {
  return {
    id,
    family: 'baseline',
    handicap,
    suits: (past) => hasDays(past, days),
    fit({ series, end }) {
      const level = medianOfRange(series.y, end - Math.max(1, Math.round(days * series.period)), end)
      return { predict: (horizon) => series.memory.lend(horizon).fill(level) }
    },
  }
}
