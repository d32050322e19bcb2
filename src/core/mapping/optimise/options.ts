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

/** Up to here an estate goes to the integer solver as a whole; 10,000 VMs would take it minutes. */
export const MAX_WHOLE_VMS = 3000
