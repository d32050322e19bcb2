/** Drawing, mending and fixing on estates of a few dozen VMs. */
import { describe, expect, test } from 'vitest'
import { createDraft, overloadOf, setChoice } from '../../../../src/core/mapping/optimise/draft.ts'
import { findWorthwhile } from '../../../../src/core/mapping/optimise/fixing.ts'
import { improve, mend } from '../../../../src/core/mapping/optimise/mend.ts'
import { proveBound, type Proven } from '../../../../src/core/mapping/optimise/prove-bound.ts'
import { reduce } from '../../../../src/core/mapping/optimise/reduce.ts'
import type { Reduced } from '../../../../src/core/mapping/optimise/reduced.ts'
import { drawPlan } from '../../../../src/core/mapping/optimise/sample.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { enumerateBest } from './enumerate.ts'
import { aRandomInstance } from './instances.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })
const options = { solver, shouldStop: () => false }

const estates = (vms: number): { seed: number; reduced: Reduced; proven: Proven }[] =>
  Array.from({ length: 120 }, (_, seed) => seed).flatMap((seed) => {
    const reduced = reduce(
      aRandomInstance(seed, { vms, edgesPerVm: 0.9, pairsPerVm: 0.1, tightness: 0.8, strong: true }),
    )
    if ('kind' in reduced) return []
    const proven = proveBound(reduced, options)
    return proven.status === 'proven' ? [{ seed, reduced, proven }] : []
  })

const disordered = ({ edges, level }: Reduced, choice: Int32Array): number =>
  edges.dependant.filter((u, edge) => level[choice[edges.dependency[edge]!]!]! > level[choice[u]!]!).length

describe('plans', () => {
  test('keep levels in order when drawn, mended and improved', () => {
    const mended: number[] = []
    for (const { seed, reduced, proven } of estates(20)) {
      const { prices, pool, bound } = proven
      const draft = createDraft(reduced, prices, bound)
      const priced = { prices, priced: pool.oracle.priced, shouldStop: () => false }

      setChoice(draft, drawPlan(pool, seed))
      expect(disordered(reduced, draft.choice)).toBe(0)

      mend(draft, priced)
      expect(disordered(reduced, draft.choice)).toBe(0)

      const [overload, cost] = [overloadOf(draft), draft.cost]
      improve(draft, priced, 3)
      expect(disordered(reduced, draft.choice)).toBe(0)
      expect(draft.cost).toBeLessThanOrEqual(cost)
      expect(overloadOf(draft)).toBeLessThanOrEqual(overload + 1e-12)
      if (overload === 0) mended.push(seed)
    }
    expect(mended.length).toBeGreaterThan(20)
  })

  test('lose nothing by candidates that are fixed out', () => {
    let fixed = 0
    for (const { reduced, proven } of estates(7)) {
      const best = enumerateBest(reduced.instance)
      if (best === null) continue

      const worthwhile = findWorthwhile(proven.pool.oracle, proven.prices, best)

      const kept = new Set(reduced.candidateIds.filter((_, k) => worthwhile[k] === 1))
      const level = reduced.instance.level.map((one, k) => (kept.has(k) ? one : 31))
      expect(enumerateBest({ ...reduced.instance, level })).toBe(best)
      fixed += worthwhile.filter((one) => one === 0).length
    }
    expect(fixed).toBeGreaterThan(50)
  })
})
