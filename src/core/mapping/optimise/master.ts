/**
 * The restricted master: the best mixture of the columns known so far, as a linear programme. Its row duals are the
 * next prices to try. Two more columns a limit keep these prices in a box around the best ones known.
 *
 * Columns: by limit one that exceeds it at the upper price, by limit one that pays back at the lower price, the factor
 * of phase 1, then those of the pool. Rows: limits, as shares of themselves, then "weights of a group add up to 1".
 */
import type { Column, Pool } from './columns.ts'
import type { LinearModel, LinearSolver, OpenModel, SparseMatrix } from './linear-solver.ts'

/** `cost`: least cost within the limits. `overload`: by what factor the limits must grow at least (phase 1). */
export type Goal = 'cost' | 'overload'

export interface Master {
  readonly pool: Pool
  readonly goal: Goal
  readonly solver: LinearSolver
  /** Cents that count as 1 in the master, which keeps its numbers near 1. */
  readonly cents: number
  /** By limit: the amount that counts as 1. */
  readonly unit: Float64Array
  model: OpenModel
  /** The columns of the pool that are in the model, in its order. */
  live: Column[]
}

/** What the factor of phase 1 costs in the master: prices times limits add up to no more. */
export const OVERLOAD_WEIGHT = 1e4

/** Nothing can be a share of 0: such a limit is taken as a very small one, which proves no less. */
const NEXT_TO_NOTHING = 1e-3

export const unitsOf = (limits: Float64Array, goal: Goal): Float64Array =>
  limits.map((limit) => (limit > 0 ? limit : goal === 'overload' ? NEXT_TO_NOTHING : 1))

export function openMaster(pool: Pool, goal: Goal, options: { solver: LinearSolver; cents: number }): Master {
  const unit = unitsOf(pool.limits, goal)
  const parts = { pool, goal, ...options, unit, live: pool.columns.slice() }
  return { ...parts, model: options.solver.open(modelOf(parts)) }
}

/** Starts anew with the columns that are in the pool now. */
export function rebuildMaster(master: Master): void {
  master.model.close()
  master.live = master.pool.columns.slice()
  master.model = master.solver.open(modelOf(master))
}

/** Keeps prices between `centre - radius` and `centre + radius`; both in cents for a whole limit. */
export function setBox({ model, unit, cents }: Master, prices: Float64Array, radius: Float64Array): void {
  const count = unit.length
  const cost = new Float64Array(2 * count)
  const upper = new Float64Array(2 * count).fill(Infinity)
  for (const [limit, price] of prices.entries()) {
    const centre = price * (unit[limit] as number)
    const lower = Math.max(0, centre - (radius[limit] as number))
    cost[limit] = (centre + (radius[limit] as number)) / cents
    cost[count + limit] = -lower / cents
    if (lower === 0) upper[count + limit] = 0
  }
  model.setColumns(cost, upper)
}

export function addToMaster(master: Master, columns: readonly Column[]): void {
  master.model.addColumns(
    Float64Array.from(columns, (column) => costOf(master, column)),
    matrixOf(master, columns, []),
  )
  master.live.push(...columns)
}

export type MasterParts = Omit<Master, 'model'>

const costOf = ({ goal, cents }: MasterParts, column: Column): number =>
  goal === 'overload' ? 0 : (column.cost + column.penalty) / cents

export function modelOf(parts: MasterParts): LinearModel {
  const { unit, goal, pool, live } = parts
  const count = unit.length
  const numbers = [...unit.keys()]
  const fixed: Entries[] = [
    ...numbers.map((limit): Entries => [[limit, -1]]),
    ...numbers.map((limit): Entries => [[limit, 1]]),
    goal === 'overload' ? numbers.map((limit) => [limit, -1] as const) : [],
  ]
  const columnCost = new Float64Array(fixed.length + live.length)
  const columnUpper = new Float64Array(fixed.length + live.length).fill(Infinity)
  columnCost[2 * count] = goal === 'overload' ? OVERLOAD_WEIGHT : 0
  if (goal === 'cost') columnUpper[2 * count] = 0
  for (const [index, column] of live.entries()) columnCost[fixed.length + index] = costOf(parts, column)
  const limits = Array.from(unit, (one, limit) => (goal === 'overload' ? 0 : (pool.limits[limit] as number) / one))
  const ones = Array.from({ length: pool.groupCount }, () => 1)
  return {
    columnCost,
    columnUpper,
    rowLower: Float64Array.from([...limits.map(() => -Infinity), ...ones]),
    rowUpper: Float64Array.from([...limits, ...ones]),
    matrix: matrixOf(parts, live, fixed),
  }
}

type Entries = readonly (readonly [row: number, value: number])[]

function matrixOf({ unit }: MasterParts, columns: readonly Column[], fixed: readonly Entries[]): SparseMatrix {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const add = (row: number, value: number): void => {
    if (value === 0) return
    indices.push(row)
    values.push(value)
  }
  for (const entries of fixed) {
    for (const [row, value] of entries) add(row, value)
    starts.push(indices.length)
  }
  for (const column of columns) {
    for (const [limit, amount] of column.use.entries()) add(limit, amount / (unit[limit] as number))
    add(unit.length + column.group, 1)
    starts.push(indices.length)
  }
  return {
    layout: 'columns',
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  }
}
