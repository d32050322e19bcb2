/** Models of the course of daily levels, with the usual shape of a day laid on: machines grow by the week, not by the hour. */
import type { ModelId } from '../../model/forecast.ts'
import { daysOf, shapesOf } from './day-shape.ts'
import { CLEARLY, hasDays, type ForecastModel } from './forecast-model.ts'
import { daysBehind } from './series.ts'

/** The level of each of the coming days, from the levels of the past ones, the first day first. */
export type LevelCourse = (levels: Float64Array) => (daysAhead: number) => number

/** Older days say nothing of the present trend. */
const MOST_DAYS = 60
const LEAST_DAYS = 5

export function dayTrend(id: ModelId, follow: LevelCourse): ForecastModel {
  return {
    id,
    family: 'trend',
    handicap: CLEARLY,
    suits: (past) => hasDays(past, LEAST_DAYS),
    fit(past) {
      const { period } = past.series
      const { levels, count } = daysOf(past.series)
      const first = daysBehind(past)
      const levelOf = follow(levels.slice(first, Math.min(count, first + MOST_DAYS)).reverse())
      const shape = shapesOf(past).usual
      return {
        predict(horizon) {
          const path = past.series.memory.lend(horizon)
          let level = 0
          for (let step = 0; step < horizon; step++) {
            const phase = step % period
            if (phase === 0) level = levelOf(step / period + 1)
            path[step] = level + (shape[phase] as number)
          }
          return path
        },
      }
    },
  }
}
