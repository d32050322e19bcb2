/**
 * The cheapest plan for an estate, with a proof of how far from the cheapest it can be at most:
 * preprocessing, the highest bound that prices of limits prove, plans drawn from it and mended, integer models over
 * parts of it, and for small estates over the whole.
 */
import { BugError } from '../../../errors.ts'
import { createChance } from '../../../model/chance.ts'
import { checkAssignment } from './check.ts'
import { findConflict } from './conflict.ts'
import { finishExactly } from './exact.ts'
import { gapOf } from './incumbent.ts'
import type { Assignment, Instance } from './instance.ts'
import type { OptimiseOptions } from './options.ts'
import { proveBound } from './prove-bound.ts'
import { reduce } from './reduce.ts'
import type { Impossible, Reduced } from './reduced.ts'
import { searchPlans, type Search } from './search-plans.ts'
import { assertInstance } from './validate.ts'

/** Why no plan exists, as numbers of the instance. */
export type Conflict =
  | Impossible
  /** These limits exclude each other whatever is chosen; `withPairs`: together with what is kept apart. */
  | { readonly kind: 'limits'; readonly limits: readonly number[]; readonly withPairs: boolean }
  /** Every part could be met by splitting machines, but not with whole ones. */
  | { readonly kind: 'whole-machines' }

export interface Optimised {
  /** `optimal`: cost and bound are the same. `unknown`: neither a plan nor a proof that there is none. */
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'unknown'
  readonly assignment: Assignment | null
  /** In cents. */
  readonly cost: number | null
  /** No plan is cheaper, in cents. */
  readonly bound: number | null
  /** cost / bound - 1. */
  readonly gap: number | null
  readonly conflict: Conflict | null
}

/** Throws InputError of `assertInstance`. The same instance, options and solver give the same plan. */
export function optimise(instance: Instance, options: OptimiseOptions): Optimised {
  assertInstance(instance)
  const reduced = reduce(instance)
  if ('kind' in reduced) return infeasible(reduced)
  const proven = proveBound(reduced, options)
  if (proven.status === 'above-dearest') return infeasible(explain(instance, reduced, options))
  const search: Search = { reduced, proven, options, chance: createChance(options.seed) }
  const incumbent = searchPlans(search)
  const exact = finishExactly(search, incumbent)
  if (exact === 'infeasible') return infeasible({ kind: 'whole-machines' })
  return resultOf(instance, reduced, { choice: incumbent.wrong > 0 ? null : incumbent.choice, bound: exact })
}

/** The result where a conflict was found. */
export const infeasible = (conflict: Conflict): Optimised => ({
  status: 'infeasible',
  assignment: null,
  cost: null,
  bound: null,
  gap: null,
  conflict,
})

function explain(instance: Instance, { limitIds }: Reduced, options: OptimiseOptions): Conflict {
  const limits = findConflict(instance, limitIds, options)
  return { kind: 'limits', limits: limits ?? [...limitIds], withPairs: limits === null }
}

/** Checks the plan, by VM its candidate of `reduced`, against the instance; null = none was found. Throws BugError. */
export function resultOf(
  instance: Instance,
  { candidateIds }: Reduced,
  { choice, bound }: { readonly choice: Int32Array | null; readonly bound: number },
): Optimised {
  if (!choice) return { status: 'unknown', assignment: null, cost: null, bound, gap: null, conflict: null }
  const assignment = choice.map((k) => candidateIds[k] as number)
  const { faults, cost } = checkAssignment(instance, assignment)
  if (faults.length > 0 || bound > cost)
    throw new BugError('bug.invariant', `A plan of cost ${cost} and bound ${bound} has ${faults.length} faults.`)
  const gap = gapOf({ choice, wrong: 0, cost }, bound)
  return { status: gap === 0 ? 'optimal' : 'feasible', assignment, cost, bound, gap, conflict: null }
}
