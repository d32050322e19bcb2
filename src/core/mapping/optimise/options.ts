/** How the optimiser is asked. */
import type { LinearSolver } from './linear-solver.ts'

export interface OptimiseOptions {
  readonly solver: LinearSolver
  readonly seed: number
  /** It stops once the plan is proved to be within this share of the cheapest; 0 = to the cent, where it can. */
  readonly targetGap: number
  /** Asked often; true ends the search with what is known. */
  readonly shouldStop: () => boolean
}
