/** What followed the three pairs of days that were most like the last two, at the same hour, in logarithms. */
import type { ForecastModel } from '../forecast-model.ts'
import { playOnwards, hasNeighbour } from '../neighbours.ts'
import { logarithmsOf } from '../transform.ts'

export const similarDays: ForecastModel = {
  id: 'similar-days',
  family: 'seasonal',
  suits: ({ series: { period }, end }) =>
    hasNeighbour({ end, horizon: 2 * period, window: 2 * period, stride: period }),
  fit({ series, end }) {
    const { period } = series
    const { x, undo } = logarithmsOf(series)
    const search = { end, nearest: 3, window: 2 * period, stride: period, moved: true }
    return { predict: (horizon) => playOnwards(x, { ...search, horizon }, period).map(undo) }
  },
}
