/** Asks the integer solver for the best plan in a neighbourhood. */
import type { Freedom } from './freedom.ts'
import type { LinearSolver } from './linear-solver.ts'
import { CENTS, openNeighbourhood, type Neighbourhood } from './neighbourhood.ts'
import type { Reduced } from './reduced.ts'

export interface NeighbourhoodOptions extends Freedom {
  readonly solver: LinearSolver
  readonly relativeGap: number
  /** It may stop at a plan that costs no more, in cents. */
  readonly goodEnough: number
  readonly maxNodes: number
}

export interface NeighbourhoodResult {
  readonly status: 'optimal' | 'infeasible' | 'stopped'
  /** By VM; null = none was found. */
  readonly choice: Int32Array | null
  /** No plan of the neighbourhood is cheaper, in cents. */
  readonly bound: number
}

/** Less than a cent, so that what is called optimal is so to the cent. */
const ABSOLUTE_GAP = 0.4 / CENTS

export function searchNeighbourhood(reduced: Reduced, options: NeighbourhoodOptions): NeighbourhoodResult {
  const open = openNeighbourhood(reduced, options)
  if (!open) return { status: 'infeasible', choice: null, bound: Infinity }
  const answer = options.solver.solveInteger({
    model: open.model,
    integers: open.candidates.length,
    relativeGap: options.relativeGap,
    absoluteGap: ABSOLUTE_GAP,
    goodEnough: (options.goodEnough - open.fixedCost) / CENTS,
    maxNodes: options.maxNodes,
    start: options.overload ? null : startOf(open, options),
  })
  const bound = answer.bound * CENTS + open.fixedCost
  return { status: answer.status, choice: readChoice(open, answer.columns, options), bound }
}

/** The columns of the plan as it is. */
function startOf({ candidates, firstColumn }: Neighbourhood, { choice, free }: Freedom): Int32Array | null {
  if (!choice) return null
  return Int32Array.from(free, (vm) => candidates.indexOf(choice[vm] as number, firstColumn.get(vm)))
}

function readChoice(
  { candidates, firstColumn }: Neighbourhood,
  columns: Float64Array | null,
  { choice }: Freedom,
): Int32Array | null {
  if (!columns) return null
  const owner = [...firstColumn].flatMap(([vm, first]) => ({ vm, first }))
  const read = choice ? choice.slice() : new Int32Array(firstColumn.size)
  for (const [index, { vm, first }] of owner.entries()) {
    const end = owner[index + 1]?.first ?? candidates.length
    for (let column = first; column < end; column++)
      if ((columns[column] as number) > 0.5) read[vm] = candidates[column] as number
  }
  return read
}
