/** What followed the nine stretches of a day, at whatever hour, that were most like the last one. */
import type { ForecastModel } from '../forecast-model.ts'
import { hasNeighbour, playNeighbours } from '../neighbours.ts'
import type { Past } from '../series.ts'

const searchOf = ({ series: { period } }: Past) => ({ nearest: 9, window: period, stride: 1, moved: false })

export const similarWindows: ForecastModel = {
  id: 'similar-windows',
  family: 'seasonal',
  suits: (past) => hasNeighbour(past, searchOf(past)),
  fit: (past) => playNeighbours(past.series.y, past, searchOf(past)),
}
