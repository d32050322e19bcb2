import { describe, expect, test } from 'vitest'
import { traceFrontier } from '../../../../src/core/mapping/optimise/frontier.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { enumerateBest } from './enumerate.ts'
import { aRandomInstance } from './instances.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })
const options = { solver, seed: 1, targetGap: 0, shouldStop: () => false, limit: 1, points: 5 }

describe('traceFrontier', () => {
  test('finds the cheapest plan at every point, dearer the tighter the limit', () => {
    let feasible = 0
    for (let seed = 0; seed < 20; seed++) {
      const instance = aRandomInstance(seed, { vms: 7, edgesPerVm: 0.5, pairsPerVm: 0.1, tightness: 0.9, strong: true })

      const points = traceFrontier(instance, options)

      const best = points.map(({ limit }) =>
        enumerateBest({ ...instance, limits: instance.limits.map((old, index) => (index === 1 ? limit : old)) }),
      )
      expect(points.map(({ cost }) => cost)).toEqual(best)
      const costs = points.flatMap(({ cost }) => cost ?? [])
      expect(costs).toEqual(costs.toSorted((a, b) => a - b))
      feasible += costs.length
    }
    expect(feasible).toBeGreaterThan(30)
  })
})
