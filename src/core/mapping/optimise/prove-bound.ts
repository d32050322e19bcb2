/** The highest bound, with prices for pairs in rounds: prices of limits, then an auction, then limits again. */
import { createPool, repricePairs, type Pool } from './columns.ts'
import { maximiseBound } from './dual.ts'
import type { LinearSolver } from './linear-solver.ts'
import { askOracle, boundOf, createOracle } from './oracle.ts'
import { auctionPairs } from './pair-auction.ts'
import type { Reduced } from './reduced.ts'

export interface Proven {
  readonly status: 'proven' | 'above-dearest'
  /** In whole cents. */
  readonly bound: number
  /** By limit, cents per unit. The oracle was last asked with these. */
  readonly prices: Float64Array
  readonly pool: Pool
}

export interface ProofOptions {
  readonly solver: LinearSolver
  readonly shouldStop: () => boolean
  /** What an earlier proof with other limits left: its columns and prices are as good a start as any. */
  readonly warm?: Proven | null
}

/** More rounds lift the bound by little (0.06 % in ten, measured). */
const PAIR_ROUNDS = 2

export function proveBound(reduced: Reduced, { solver, shouldStop, warm = null }: ProofOptions): Proven {
  const pool = warm?.pool ?? createPool(reduced, createOracle(reduced))
  const { oracle } = pool
  pool.limits.set(reduced.limits)
  const cap = dearestOf(reduced) * 1.001 + 1
  const rounds = reduced.pairs.first.length > 0 ? PAIR_ROUNDS + 1 : 1
  let bound = -Infinity
  let prices = warm ? Float64Array.from(warm.prices) : new Float64Array(reduced.limits.length)
  for (let round = 0; round < rounds; round++) {
    const first = round === 0
    if (!first) {
      askOracle(oracle, prices)
      auctionPairs(oracle)
      repricePairs(pool)
    }
    const dual = maximiseBound(pool, {
      solver,
      goal: 'cost',
      start: prices,
      radius: startRadius(first, warm !== null),
      tolerance: 1e-5,
      maxSteps: 800,
      cap,
      shouldStop,
    })
    bound = Math.max(bound, dual.bound)
    prices = Float64Array.from(dual.prices)
    if (dual.status === 'above-cap') return { status: 'above-dearest', bound, prices, pool }
  }
  bound = Math.max(bound, boundOf(oracle, prices))
  // All prices are whole cents, none is negative, and so is the optimum.
  return { status: 'proven', bound: Math.max(0, Math.ceil(bound - 1e-6)), prices, pool }
}

/** As a share of the bound: known prices need to go less far. */
function startRadius(first: boolean, warm: boolean): number {
  if (!first) return 5e-4
  return warm ? 5e-3 : 0.02
}

function dearestOf({ vmCount, firstCandidate, cost }: Reduced): number {
  let sum = 0
  for (let vm = 0; vm < vmCount; vm++)
    sum += cost.subarray(firstCandidate[vm], firstCandidate[vm + 1]).reduce((a, b) => Math.max(a, b))
  return sum
}
