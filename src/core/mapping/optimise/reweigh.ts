/** New weights for the columns, aimed below limits that the last plan exceeded: what repair will need is kept free. */
import type { Pool } from './columns.ts'
import type { LinearSolver } from './linear-solver.ts'
import { modelOf, OVERLOAD_WEIGHT, unitsOf, type MasterParts } from './master.ts'

/** To exceed a limit costs so many times its price, and this share of all there is. */
const DEARER = 30
const LEAST_SHARE = 0.2

export interface Aim {
  /** By limit: cents per unit; and by how much to stay below. */
  readonly prices: Float64Array
  readonly below: Float64Array
  readonly solver: LinearSolver
}

export function reweigh(pool: Pool, { prices, below, solver }: Aim): void {
  const unit = unitsOf(pool.limits, 'cost')
  const total = pool.columns.reduce((sum, column) => sum + column.cost, 0) / Math.max(1, pool.columns.length)
  const cents = Math.max(1, total * pool.groupCount) / OVERLOAD_WEIGHT
  const parts: MasterParts = { pool, goal: 'cost', solver, cents, unit, live: pool.columns }
  const model = modelOf(parts)
  for (const [limit, one] of unit.entries()) {
    model.rowUpper[limit] = ((pool.limits[limit] as number) - (below[limit] as number)) / one
    model.columnCost[limit] = (DEARER * (prices[limit] as number) * one) / cents + LEAST_SHARE * OVERLOAD_WEIGHT
    model.columnUpper[unit.length + limit] = 0
  }
  const open = solver.open(model)
  const solution = open.solve()
  open.close()
  if (!solution) return
  const weights = solution.columns.subarray(2 * unit.length + 1)
  for (const [index, column] of pool.columns.entries()) column.weight = weights[index] as number
}
