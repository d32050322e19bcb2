/** What followed the three pairs of days that were most like the last two, at the same hour, in logarithms. */
import type { ForecastModel } from '../forecast-model.ts'
import { hasNeighbour, playNeighbours } from '../neighbours.ts'
import type { Past } from '../series.ts'
import { logarithmsOf } from '../transform.ts'

const searchOf = ({ series: { period } }: Past) => ({ nearest: 3, window: 2 * period, stride: period, moved: true })

export const similarDays: ForecastModel = {
  id: 'similar-days',
  family: 'seasonal',
  suits: (past) => hasNeighbour(past, searchOf(past)),
  fit(past) {
    const { x, undo } = logarithmsOf(past.series)
    const played = playNeighbours(x, past, searchOf(past))
    return {
      predict(horizon) {
        const path = played.predict(horizon)
        for (let step = 0; step < horizon; step++) path[step] = undo(path[step] as number)
        return path
      },
    }
  },
}
