/** What a selection leaves of the ranked models. */
import type { ModelId, Selection } from '../../model/forecast.ts'

export interface Selected {
  /** How it was done in the end. */
  readonly selection: Selection
  /** Behind each cut of the plan, the forecast first. */
  readonly courses: readonly Float64Array[]
  /** Whose paths the courses are made of, with their share of the vote, 0 to 1. */
  readonly votes: ReadonlyMap<ModelId, number>
}
