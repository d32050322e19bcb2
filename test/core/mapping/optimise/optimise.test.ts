import { describe, expect, test } from 'vitest'
import { checkAssignment } from '../../../../src/core/mapping/optimise/check.ts'
import { optimise } from '../../../../src/core/mapping/optimise/optimise.ts'
import type { OptimiseOptions } from '../../../../src/core/mapping/optimise/options.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { enumerateBest } from './enumerate.ts'
import { aRandomInstance } from './instances.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })
const options: OptimiseOptions = { solver, seed: 1, targetGap: 0, shouldStop: () => false }

describe('optimise', () => {
  test('finds what enumeration finds: to the cent, and no plan where there is none', () => {
    const counts = { optimal: 0, infeasible: 0 }
    for (let seed = 0; seed < 400; seed++) {
      const instance = aRandomInstance(seed, {
        vms: 2 + (seed % 11),
        edgesPerVm: (seed % 5) * 0.5,
        pairsPerVm: (seed % 3) * 0.2,
        tightness: 0.5 + 0.1 * (seed % 4),
      })
      const best = enumerateBest(instance)

      const { status, cost, bound, gap, assignment } = optimise(instance, options)

      const expected = best === null ? 'infeasible' : 'optimal'
      expect([seed, status, cost, bound, gap]).toEqual([seed, expected, best, best, best === null ? null : 0])
      const faults = assignment ? checkAssignment(instance, assignment).faults : []
      expect(faults).toEqual([])
      counts[expected]++
    }
    expect(Math.min(counts.optimal, counts.infeasible)).toBeGreaterThan(80)
  })
})
