/**
 * Limits that bind. A hidden plan, made with other prices and other costs, says what is certainly possible: quotas and
 * capacities are 0.2 % above what it takes. The budget is half way between the least possible spend and that of the
 * optimum without a budget. Very tight: both a tenth of the way up from where even machines cut to pieces do not fit.
 */
import { createChance } from '../../src/model/chance.ts'
import { createPool } from '../../src/core/mapping/optimise/columns.ts'
import { maximiseBound } from '../../src/core/mapping/optimise/dual.ts'
import { createDraft, setChoice } from '../../src/core/mapping/optimise/draft.ts'
import type { LinearSolver } from '../../src/core/mapping/optimise/linear-solver.ts'
import { separatePairs } from '../../src/core/mapping/optimise/single-moves.ts'
import { answerOf, askOracle, createOracle } from '../../src/core/mapping/optimise/oracle.ts'
import { proveBound } from '../../src/core/mapping/optimise/prove-bound.ts'
import { reduce } from '../../src/core/mapping/optimise/reduce.ts'
import type { Instance } from '../../src/core/mapping/optimise/instance.ts'
import type { Reduced } from '../../src/core/mapping/optimise/reduced.ts'
import { drawPlan } from '../../src/core/mapping/optimise/sample.ts'
import { BUDGET, type BenchInstance } from './candidates.ts'

export const tightnesses = ['loose', 'tight', 'very-tight'] as const
export type Tightness = (typeof tightnesses)[number]

const BUDGET_SHARE = { loose: 1.1, tight: 0.5, 'very-tight': 0.1 } as const

export function tighten(
  instance: BenchInstance,
  { tightness, seed, solver }: { readonly tightness: Tightness; readonly seed: number; readonly solver: LinearSolver },
): BenchInstance {
  const hidden = hiddenUse(instance, seed)
  const factor = tightness === 'loose' ? 1.5 : 1.002
  const limits = hidden.map((amount, limit) => (limit === BUDGET ? Infinity : Math.ceil(amount * factor)))
  const quotas = { ...instance, limits }
  if (tightness === 'very-tight') tightenFurther(quotas, solver)
  const least = proveBound(reduced({ ...quotas, cost: instance.spend }), { solver, shouldStop: () => false }).bound
  const free = spendOfOptimum(quotas, solver)
  limits[BUDGET] = Math.ceil(least * 1.0005 + BUDGET_SHARE[tightness] * Math.max(0, free - least))
  return quotas
}

/** Lowers all limits but the budget, in place. */
function tightenFurther(instance: BenchInstance, solver: LinearSolver): void {
  const all = reduced(instance)
  const pool = createPool(all, createOracle(all, new Float64Array(all.cost.length)))
  const { bound } = maximiseBound(pool, {
    solver,
    goal: 'overload',
    start: null,
    radius: 0.02,
    tolerance: 1e-4,
    maxSteps: 120,
    cap: Infinity,
    shouldStop: () => false,
  })
  const factor = bound + 0.1 * (1 - bound)
  for (const [limit, amount] of instance.limits.entries()) instance.limits[limit] = Math.ceil(amount * factor)
}

function reduced(instance: Instance, kept: readonly number[] = []): Reduced {
  const result = reduce(instance, kept)
  if ('kind' in result) throw new Error(`the estate is impossible: ${JSON.stringify(result)}`)
  return result
}

function hiddenUse(instance: BenchInstance, seed: number): Float64Array {
  const chance = createChance(seed * 977 + 13)
  const all = reduced(instance, [...instance.limits.keys()])
  const oracle = createOracle(
    all,
    all.cost.map((cents) => cents * (0.9 + 0.35 * chance())),
  )
  const prices = all.limits.map((_, limit) => priceOf(limit, chance))
  askOracle(oracle, prices)
  const draft = createDraft(all, prices, 1)
  setChoice(draft, answerOf(oracle))
  separatePairs(draft, prices, 20)
  return draft.use
}

/** In cents per vCPU, GiB or licence. */
function priceOf(limit: number, chance: () => number): number {
  if (limit < 18) return 400 * chance() * chance()
  if (limit < 20) return 150 * chance() * chance()
  if (limit < 27) return 3 * chance()
  if (limit === 27) return 300
  return limit === BUDGET ? 0 : 2000 * chance()
}

function spendOfOptimum(instance: BenchInstance, solver: LinearSolver): number {
  const { pool } = proveBound(reduced(instance), { solver, shouldStop: () => false })
  const { candidateIds } = pool.reduced
  return drawPlan(pool, 1).reduce((sum, k) => sum + instance.spend[candidateIds[k]!]!, 0)
}
