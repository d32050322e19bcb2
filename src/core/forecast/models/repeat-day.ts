/** Tomorrow is as today was: seasonal naive, the yardstick that every other model has to beat. */
import { repeatCycle } from '../cycle.ts'
import { hasDays, type ForecastModel } from '../forecast-model.ts'

export const repeatDay: ForecastModel = {
  id: 'repeat-day',
  family: 'seasonal',
  suits: (past) => hasDays(past, 1),
  fit({ series, end }) {
    const day = series.y.subarray(end - series.period, end)
    return { predict: (horizon) => repeatCycle(day, series.memory.lend(horizon)) }
  },
}
