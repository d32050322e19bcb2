/** From ranked models to the course that is believed: the best few together, the single best, or the one a person names. */
import type { ModelId, Selection } from '../../model/forecast.ts'
import { combine, weigh, type Weighted } from './combine.ts'
import type { Ranked } from './compete.ts'
import type { Series } from './series.ts'
import { disaggregate } from './shares.ts'

export interface Selected {
  /** Behind each cut of the plan, the forecast first. */
  readonly courses: readonly Float64Array[]
  /** Whose paths the courses are made of, with their share of the vote, 0 to 1. */
  readonly votes: ReadonlyMap<ModelId, number>
}

/** Null where the model that is asked for does not suit the series. */
export function selectCourses(ranked: readonly Ranked[], series: Series, selection: Selection): Selected | null {
  const best = ranked[0]
  if (best === undefined) return null
  if (selection === 'combine') return combined(weigh(ranked), series)
  if (selection === 'best') return single(best)
  if (selection === 'shares') return disaggregate(ranked, series)
  const forced = ranked.find(({ model }) => model.id === selection)
  return forced === undefined ? null : single(forced)
}

const single = ({ model, paths }: Ranked): Selected => ({ courses: paths, votes: new Map([[model.id, 1]]) })

function combined(voters: readonly Weighted[], series: Series): Selected {
  const total = voters.reduce((sum, { weight }) => sum + weight, 0)
  return {
    courses: series.cuts.map((_, place) => combine(voters, place)),
    votes: new Map(voters.map(({ model, weight }) => [model.id, weight / total])),
  }
}
