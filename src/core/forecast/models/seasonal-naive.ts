/** Tomorrow is as today was: the yardstick that every other model has to beat. */
import type { ForecastModel } from '../../../model/forecast.ts'
import { repeatCycle } from '../cycle.ts'

export const seasonalNaive: ForecastModel = {
  id: 'seasonal-naive',
  family: 'seasonal',
  minimumLength: (period) => period,
  fit(y, period) {
    const lastCycle = y.slice(-period)
    return { predict: (horizon) => repeatCycle(lastCycle, horizon) }
  },
}
