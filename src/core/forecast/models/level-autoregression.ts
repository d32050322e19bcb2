/** Ridge autoregression of the values themselves, on the last hours and the two days before. */
import { fitAutoregression, momentsOfWhole, wholeOptions } from '../autoregression.ts'
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Series } from '../series.ts'

const LAMBDA = 0.01

const whole = (series: Series) =>
  momentsOfWhole(series, series.y, wholeOptions(series, 'twoDays', 'level autoregression'))

export const levelAutoregression: ForecastModel = {
  id: 'level-autoregression',
  family: 'trend',
  suits: (past) => hasDays(past, 2),
  fit: ({ series, end }) => fitAutoregression(once(series, whole), { end, lambda: LAMBDA, undo: (value) => value }),
}
