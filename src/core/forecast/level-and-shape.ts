/** Level and shape: how each hour usually lies above its day's median, laid on the present level. */
import type { ModelId } from '../../model/forecast.ts'
import { repeatCycle } from './cycle.ts'
import { shapesOf, type ShapeId } from './day-shape.ts'
import { hasDays, type ForecastModel } from './forecast-model.ts'
import { medianOfRange } from './order.ts'

export interface LevelAndShape {
  readonly shape: ShapeId
  /** The level is the median of so many days. */
  readonly levelDays: number
}

export function levelAndShape(id: ModelId, { shape, levelDays }: LevelAndShape): ForecastModel {
  return {
    id,
    family: 'seasonal',
    suits: (past) => hasDays(past, 2),
    fit(past) {
      const { series, end } = past
      const level = medianOfRange(series.y, end - Math.max(1, Math.round(levelDays * series.period)), end)
      const offsets = shapesOf(past)[shape]
      return { predict: (horizon) => repeatCycle(offsets, series.memory.lend(horizon), level) }
    },
  }
}
