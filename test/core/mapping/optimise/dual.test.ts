import { describe, expect, test } from 'vitest'
import { createPool, repricePairs } from '../../../../src/core/mapping/optimise/columns.ts'
import { maximiseBound, type DualOptions } from '../../../../src/core/mapping/optimise/dual.ts'
import type { Instance } from '../../../../src/core/mapping/optimise/instance.ts'
import { askOracle, boundOf, createOracle } from '../../../../src/core/mapping/optimise/oracle.ts'
import { auctionPairs } from '../../../../src/core/mapping/optimise/pair-auction.ts'
import { reduce } from '../../../../src/core/mapping/optimise/reduce.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { enumerateBest } from './enumerate.ts'
import { anInstance, aRandomInstance } from './instances.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })
const options: DualOptions = {
  solver,
  goal: 'cost',
  start: null,
  radius: 0.02,
  tolerance: 1e-6,
  maxSteps: 400,
  cap: Infinity,
  shouldStop: () => false,
}

const poolOf = (instance: Instance) => {
  const reduced = reduce(instance)
  return 'kind' in reduced ? null : createPool(reduced, createOracle(reduced))
}

describe('maximiseBound', () => {
  test('reaches the bound of the linear relaxation', () => {
    const vm = [
      { cost: 0, uses: { 0: 2 } },
      { cost: 30, uses: { 0: 0 } },
    ]
    const pool = poolOf(anInstance({ vms: [vm, vm, vm], limits: [3] }))!

    const dual = maximiseBound(pool, options)

    // One and a half of three may stay cheap.
    expect(dual.status).toBe('converged')
    expect(dual.bound).toBeCloseTo(45, 2)
    expect(dual.prices[0]).toBeCloseTo(15, 2)
  })

  test('never goes above the optimum, with pairs priced or not; prices of pairs only help', () => {
    const helped: number[] = []
    for (let seed = 0; seed < 100; seed++) {
      const instance = aRandomInstance(seed, { vms: 4 + (seed % 4), tightness: 0.7, pairsPerVm: 0.5 })
      const best = enumerateBest(instance)
      const pool = poolOf(instance)
      if (best === null || !pool) continue

      const plain = maximiseBound(pool, options)
      askOracle(pool.oracle, plain.prices)
      auctionPairs(pool.oracle)
      repricePairs(pool)
      const priced = maximiseBound(pool, { ...options, start: plain.prices })

      expect(Math.max(plain.bound, priced.bound)).toBeLessThanOrEqual(best + 1e-6)
      expect(boundOf(pool.oracle, priced.prices)).toBeCloseTo(priced.bound, 6)
      if (priced.bound > plain.bound + 1) helped.push(seed)
    }

    expect(helped.length).toBeGreaterThan(2)
  })

  test('finds the factor by which limits that exclude each other must grow', () => {
    const vm = [
      { cost: 1, uses: { 0: 2 } },
      { cost: 1, uses: { 1: 2 } },
    ]
    const reduced = reduce(anInstance({ vms: [vm, vm], limits: [1, 1] }))
    if ('kind' in reduced) throw new Error('impossible')
    const pool = createPool(reduced, createOracle(reduced, new Float64Array(reduced.cost.length)))

    const dual = maximiseBound(pool, { ...options, goal: 'overload' })

    expect(dual.bound).toBeCloseTo(2, 3)
  })
})
