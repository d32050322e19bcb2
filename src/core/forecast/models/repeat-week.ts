/** Next week is as this week was: seasonal naive with the longer season. */
import { DAYS_PER_WEEK, repeatCycle } from '../cycle.ts'
import { hasDays, type ForecastModel } from '../forecast-model.ts'

export const repeatWeek: ForecastModel = {
  id: 'repeat-week',
  family: 'seasonal',
  suits: (past) => hasDays(past, DAYS_PER_WEEK),
  fit({ series, end }) {
    const week = series.y.subarray(end - DAYS_PER_WEEK * series.period, end)
    return { predict: (horizon) => repeatCycle(week, series.memory.lend(horizon)) }
  },
}
