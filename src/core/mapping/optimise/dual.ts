/**
 * The highest bound that prices of the limits can prove: cutting planes by groups in a trust region (Briant et al.,
 * Mathematical Programming 113(2), 2008, compare such methods). Since the oracle is integral for every price, the
 * highest bound is that of the linear relaxation. Measured: 30 to 160 questions to the oracle.
 */
import { evaluate, type Column, type Evaluation, type Pool } from './columns.ts'
import type { LinearSolver } from './linear-solver.ts'
import { roundingLoss } from './oracle.ts'
import {
  addToMaster,
  openMaster,
  OVERLOAD_WEIGHT,
  rebuildMaster,
  setBox,
  unitsOf,
  type Goal,
  type Master,
} from './master.ts'
import { createTrustRegion, freeTheStuck, narrow, noteSides, widen, type TrustRegion } from './trust-region.ts'

export interface DualOptions {
  readonly solver: LinearSolver
  readonly goal: Goal
  /** By limit, in cents per unit; null = none is known. */
  readonly start: Float64Array | null
  /** The first radius, and the gain at which it is done: shares of the bound. */
  readonly radius: number
  readonly tolerance: number
  readonly maxSteps: number
  /** It stops above this: then no plan exists. In cents, or of `overload` a factor. */
  readonly cap: number
  readonly shouldStop: () => boolean
}

export interface Dual {
  /** In cents, before rounding up; of `overload` the factor by which all limits must grow at least. */
  readonly bound: number
  readonly prices: Float64Array
  readonly status: 'converged' | 'above-cap' | 'stopped'
}

/** All prices times limits add up to this in phase 1, in cents: the factor is the priced total over it. */
const OVERLOAD_CENTS = 1e10
const MAX_STALLS = 40
/** Columns that had no weight for so many masters go, once there are so many a group. */
const MAX_IDLE = 8
const MAX_COLUMNS_A_GROUP = 40

interface Search {
  readonly pool: Pool
  readonly options: DualOptions
  readonly master: Master
  readonly region: TrustRegion
  best: number
  prices: Float64Array
}

export function maximiseBound(pool: Pool, options: DualOptions): Dual {
  const search = startSearch(pool, options)
  const scale = options.goal === 'overload' ? OVERLOAD_CENTS : 1
  const status = pool.limits.length === 0 ? 'converged' : climb(search, options.cap * scale)
  search.master.model.close()
  return { bound: search.best / scale, prices: search.prices, status }
}

function climb(search: Search, cap: number): Dual['status'] {
  const { maxSteps, shouldStop } = search.options
  let stalls = 0
  for (let step = 0; step < maxSteps && stalls <= MAX_STALLS && !shouldStop(); step++) {
    if (search.best > cap) return 'above-cap'
    const taken = takeStep(search)
    if (taken === 'converged') return 'converged'
    if (taken === 'failed') return 'stopped'
    if (taken === 'stalled') stalls++
  }
  return 'stopped'
}

const valueOf = ({ goal }: DualOptions, { total, bound }: Evaluation): number => (goal === 'overload' ? total : bound)

function startSearch(pool: Pool, options: DualOptions): Search {
  const count = pool.limits.length
  const units = unitsOf(pool.limits, options.goal)
  const even = units.map((unit) => (options.goal === 'overload' ? OVERLOAD_CENTS / count / unit : 0))
  const prices = options.start ?? even
  const evaluation = evaluate(pool, prices)
  const best = valueOf(options, evaluation)
  // Without limits there is no master to weigh the columns.
  for (const column of evaluation.columns) column.weight = 1
  const size = options.goal === 'overload' ? OVERLOAD_CENTS : Math.max(1, Math.abs(best))
  const master = openMaster(pool, options.goal, { solver: options.solver, cents: size / OVERLOAD_WEIGHT })
  return { pool, options, master, region: createTrustRegion(count, options.radius * size, 1e-5 * size), best, prices }
}

function takeStep(search: Search): 'moved' | 'stalled' | 'converged' | 'failed' {
  const { master, region, options } = search
  setBox(master, search.prices, region.radius)
  const solution = master.model.solve()
  if (!solution) return 'failed'
  const boxed = noteSides(region, solution.columns)
  noteWeights(master.live, solution.columns.subarray(2 * region.side.length + 1))
  const promised = solution.objective * master.cents - search.best
  if (promised <= Math.max(options.tolerance * Math.abs(search.best), roundingLoss(search.pool.reduced))) {
    if (boxed === 0) return 'converged'
    widen(region, 4)
    return 'stalled'
  }
  const prices = solution.rowDuals
    .subarray(0, region.side.length)
    .map((dual, limit) => (Math.max(0, -dual) * master.cents) / (master.unit[limit] as number))
  move(search, prices, promised)
  return 'moved'
}

function noteWeights(live: readonly Column[], weights: Float64Array): void {
  for (const [index, column] of live.entries()) {
    column.weight = weights[index] as number
    column.idle = column.weight > 1e-9 ? 0 : column.idle + 1
  }
}

/** Tries the prices, keeps them if they prove more, and gives the master the new columns. */
function move(search: Search, prices: Float64Array, promised: number): void {
  const { pool, region, master } = search
  const evaluation = evaluate(pool, prices)
  const gain = valueOf(search.options, evaluation) - search.best
  const share = gain / promised
  if (gain > 0) {
    if (share > 0.3) widen(region, share > 0.7 ? 3 : 2)
    search.best += gain
    search.prices = prices
  } else if (share < -0.5) {
    const moved = (price: number, limit: number): number =>
      (price - (search.prices[limit] as number)) * (master.unit[limit] as number)
    narrow(region, prices.map(moved))
  }
  freeTheStuck(region)
  extend(master, evaluation.columns)
}

function extend(master: Master, columns: readonly Column[]): void {
  const { pool } = master
  if (master.live.length <= MAX_COLUMNS_A_GROUP * pool.groupCount) return addToMaster(master, columns)
  pool.columns = pool.columns.filter((column) => column.idle < MAX_IDLE)
  rebuildMaster(master)
}
