/** Ridge autoregression of the logarithms, on the last hours, the day and the week before. */
import { fitAutoregression, momentsOfWhole, wholeOptions } from '../autoregression.ts'
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Series } from '../series.ts'
import { logarithmsOf } from '../transform.ts'

const LAMBDA = 0.01

const whole = (series: Series) =>
  momentsOfWhole(series, logarithmsOf(series).x, wholeOptions(series, 'dayAndWeek', 'log autoregression'))

export const logAutoregression: ForecastModel = {
  id: 'log-autoregression',
  family: 'trend',
  suits: (past) => hasDays(past, 2),
  fit: ({ series, end }) =>
    fitAutoregression(once(series, whole), { end, lambda: LAMBDA, undo: logarithmsOf(series).undo }),
}
