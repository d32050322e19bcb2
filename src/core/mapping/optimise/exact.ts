/** Small estates as one integer model, of the candidates that could be in a cheaper plan. */
import { createDraft, setChoice } from './draft.ts'
import { findWorthwhile } from './fixing.ts'
import { gapOf, keepBetter, type Incumbent } from './incumbent.ts'
import { MAX_WHOLE_VMS } from './options.ts'
import type { Search } from './search-plans.ts'
import { searchNeighbourhood } from './search-neighbourhood.ts'

const MAX_NODES = 20_000

/** Better plans go to the incumbent; returns the bound in cents, or that no plan exists. */
export function finishExactly(search: Search, incumbent: Incumbent): number | 'infeasible' {
  const { reduced, proven, options } = search
  const done = gapOf(incumbent, proven.bound) <= options.targetGap
  if (done || reduced.vmCount > MAX_WHOLE_VMS || options.shouldStop()) return proven.bound
  const known = incumbent.wrong > 0 ? null : incumbent.choice
  const worthwhile = findWorthwhile(proven.pool.oracle, proven.prices, known ? incumbent.cost : Infinity)
  const result = searchNeighbourhood(reduced, {
    free: Array.from({ length: reduced.vmCount }, (_, vm) => vm),
    choice: known,
    keep: (_, k) => worthwhile[k] === 1,
    overload: null,
    solver: options.solver,
    relativeGap: options.targetGap * 0.9,
    goodEnough: proven.bound * (1 + options.targetGap),
    maxNodes: MAX_NODES,
  })
  if (result.status === 'infeasible') return known ? proven.bound : 'infeasible'
  takeOver(search, incumbent, result.choice)
  const proved = Number.isFinite(result.bound) ? Math.ceil(result.bound - 0.5) : proven.bound
  // A plan of candidates that were left out is not cheaper than the one known.
  const best = incumbent.wrong > 0 ? Infinity : incumbent.cost
  return Math.min(best, Math.max(proven.bound, proved))
}

function takeOver({ reduced, proven }: Search, incumbent: Incumbent, choice: Int32Array | null): void {
  if (!choice) return
  const draft = createDraft(reduced, proven.prices, proven.bound)
  setChoice(draft, choice)
  keepBetter(incumbent, draft)
}
