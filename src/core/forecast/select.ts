/** From ranked models to the course that is believed: the best few together, the single best, or the one a person names. */
import type { Selection } from '../../model/forecast.ts'
import { combine, weigh, type Weighted } from './combine.ts'
import type { Ranked } from './compete.ts'
import type { Selected } from './selected.ts'
import type { Series } from './series.ts'
import { disaggregate } from './shares.ts'

/** As asked; the best are combined where the model that is asked for does not suit the series. Null without any model. */
export function selectCourses(ranked: readonly Ranked[], series: Series, selection: Selection): Selected | null {
  const best = ranked[0]
  if (best === undefined) return null
  if (selection === 'best') return single(best, selection)
  if (selection === 'shares') return disaggregate(ranked, series)
  const forced = ranked.find(({ model }) => model.id === selection)
  return forced === undefined ? combined(weigh(ranked), series) : single(forced, selection)
}

const single = ({ model, paths }: Ranked, selection: Selection): Selected => ({
  selection,
  courses: paths,
  votes: new Map([[model.id, 1]]),
})

function combined(voters: readonly Weighted[], series: Series): Selected {
  const total = voters.reduce((sum, { weight }) => sum + weight, 0)
  return {
    selection: 'combine',
    courses: series.cuts.map((_, place) => combine(voters, place, series.memory)),
    votes: new Map(voters.map(({ model, weight }) => [model.id, weight / total])),
  }
}
