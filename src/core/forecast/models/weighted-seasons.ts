/**
 * Exponentially weighted seasonal averages: each hour of the week - of the day in short histories - at a mean that
 * forgets older ones.
 */
import { repeatCycle } from '../cycle.ts'
import { CLEARLY, hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Series } from '../series.ts'
import { weightedCycles } from '../week-profile.ts'

const KEPT = { day: 0.75, week: 0.6 }

const means = (series: Series): ReadonlyMap<number, Float64Array> => weightedCycles(series.y, series, KEPT)

export const weightedSeasons: ForecastModel = {
  id: 'weighted-seasons',
  family: 'seasonal',
  handicap: CLEARLY,
  suits: (past) => hasDays(past, 2),
  fit({ series, end }) {
    const cycle = once(series, means).get(end) as Float64Array
    return { predict: (horizon) => repeatCycle(cycle, series.memory.lend(horizon)) }
  },
}
