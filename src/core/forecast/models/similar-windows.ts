/** What followed the nine stretches of a day, at whatever hour, that were most like the last one. */
import type { ForecastModel } from '../forecast-model.ts'
import { hasNeighbour, playOnwards } from '../neighbours.ts'

export const similarWindows: ForecastModel = {
  id: 'similar-windows',
  family: 'seasonal',
  suits: ({ series: { period }, end }) => hasNeighbour({ end, horizon: 2 * period, window: period, stride: 1 }),
  fit({ series, end }) {
    const { y, period } = series
    const search = { end, nearest: 9, window: period, stride: 1, moved: false }
    return { predict: (horizon) => playOnwards(y, { ...search, horizon }, period) }
  },
}
