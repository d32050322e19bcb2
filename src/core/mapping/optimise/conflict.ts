/**
 * Which limits cannot hold together. Phase 1 finds prices that prove it: even the best plan takes more than all of
 * them allow. Then limits are left out one by one while the proof stands, so that few are named.
 */
import { createPool } from './columns.ts'
import { maximiseBound, type DualOptions } from './dual.ts'
import type { Instance } from './instance.ts'
import type { LinearSolver } from './linear-solver.ts'
import { createOracle } from './oracle.ts'
import { reduce } from './reduce.ts'

export interface ConflictOptions {
  readonly solver: LinearSolver
  readonly shouldStop: () => boolean
}

/** More than rounding: the factor by which limits must grow. */
const PROOF = 1 + 1e-7

/** The numbers of limits that exclude each other; null where phase 1 alone does not prove it. */
export function findConflict(
  instance: Instance,
  limits: Int32Array,
  options: ConflictOptions,
): readonly number[] | null {
  const all = shareOfBlame(instance, [...limits], options)
  if (!all) return null
  const blamed = [...limits].filter((limit) => (all.get(limit) ?? 0) > 1e-4)
  let left = shareOfBlame(instance, blamed, options) ? blamed : [...limits]
  const byBlame = left.toSorted((a, b) => (all.get(a) ?? 0) - (all.get(b) ?? 0) || a - b)
  for (const limit of byBlame) {
    const fewer = left.filter((one) => one !== limit)
    if (fewer.length > 0 && shareOfBlame(instance, fewer, options)) left = fewer
  }
  return left
}

/** With these limits only: how much each adds to the proof that there is no plan; null = no proof. */
function shareOfBlame(
  instance: Instance,
  limits: readonly number[],
  { solver, shouldStop }: ConflictOptions,
): ReadonlyMap<number, number> | null {
  const kept = new Set(limits)
  const looser = { ...instance, limits: instance.limits.map((limit, index) => (kept.has(index) ? limit : Infinity)) }
  const reduced = reduce(looser)
  if ('kind' in reduced || reduced.limits.length === 0) return null
  const pool = createPool(reduced, createOracle(reduced, new Float64Array(reduced.cost.length)))
  const options: DualOptions = {
    solver,
    goal: 'overload',
    start: null,
    radius: 0.02,
    tolerance: 1e-5,
    maxSteps: 120,
    cap: PROOF,
    shouldStop,
  }
  const { bound, prices } = maximiseBound(pool, options)
  if (bound <= PROOF) return null
  const worth = prices.map((price, limit) => price * (reduced.limits[limit] as number))
  const total = worth.reduce((sum, one) => sum + one, 0) || 1
  return new Map(Array.from(reduced.limitIds, (limit, index) => [limit, (worth[index] as number) / total]))
}
