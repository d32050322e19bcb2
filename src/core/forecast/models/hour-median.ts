/** Seasonal median: each hour at its median over the last week. */
import { DAYS_PER_WEEK, repeatCycle } from '../cycle.ts'
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { insertSorted, medianOfSorted } from '../order.ts'

export const hourMedian: ForecastModel = {
  id: 'hour-median',
  family: 'seasonal',
  suits: (past) => hasDays(past, 2),
  fit({ series, end }) {
    const { y, period, memory } = series
    const days = Math.min(DAYS_PER_WEEK, Math.floor(end / period))
    const sorted = memory.lend(days)
    const hours = memory.lend(period)
    for (let step = 0; step < period; step++) {
      for (let day = 0; day < days; day++) insertSorted(sorted, day, y[end - period * (day + 1) + step] as number)
      hours[step] = medianOfSorted(sorted, days)
    }
    return { predict: (horizon) => repeatCycle(hours, series.memory.lend(horizon)) }
  },
}
