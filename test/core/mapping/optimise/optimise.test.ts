import { describe, expect, test } from 'vitest'
import { checkAssignment } from '../../../../src/core/mapping/optimise/check.ts'
import { optimise, type Conflict } from '../../../../src/core/mapping/optimise/optimise.ts'
import type { OptimiseOptions } from '../../../../src/core/mapping/optimise/options.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { enumerateBest } from './enumerate.ts'
import { anInstance, aRandomInstance } from './instances.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })
const options: OptimiseOptions = { solver, seed: 1, targetGap: 0, shouldStop: () => false }

describe('optimise', () => {
  test('finds what enumeration finds: to the cent, and no plan where there is none', () => {
    const counts = { optimal: 0, infeasible: 0 }
    for (let seed = 0; seed < 300; seed++) {
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
    expect(Math.min(counts.optimal, counts.infeasible)).toBeGreaterThan(60)
  })

  test('gives the same plan again, and another seed gives no worse a proof', () => {
    const instance = aRandomInstance(11, { vms: 60, edgesPerVm: 0.4, pairsPerVm: 0.05, tightness: 0.9, strong: true })

    const [first, again] = [optimise(instance, options), optimise(instance, options)]

    expect(first.status).toBe('optimal')
    expect(again).toEqual(first)
    expect(optimise(instance, { ...options, seed: 2 }).cost).toBe(first.cost)
  })

  test('names the limits that exclude each other, and leaves out those that do not matter', () => {
    const vm = [
      { cost: 1, uses: { 0: 2, 2: 1 } },
      { cost: 1, uses: { 1: 2, 2: 1 } },
    ]
    const instance = anInstance({ vms: [vm, vm, vm], limits: [1, 1, 2.9] })

    expect(optimise({ ...instance, limits: Float64Array.of(1, 1, 3) }, options)).toMatchObject({
      status: 'infeasible',
      conflict: { kind: 'limits', limits: [0, 1], withPairs: false },
    })
    expect(optimise({ ...instance, limits: Float64Array.of(4, 4, 2.9) }, options)).toMatchObject({
      status: 'infeasible',
      conflict: { kind: 'limits', limits: [2] },
    })
  })

  test('says when only half machines would fit', () => {
    const vm = [
      { cost: 1, uses: { 0: 2 } },
      { cost: 1, uses: { 1: 2 } },
    ]
    const instance = anInstance({ vms: [vm, vm], limits: [1.9, 2.1] })

    const { status, conflict } = optimise(instance, options)

    const halves: Conflict = { kind: 'whole-machines' }
    expect([status, conflict]).toEqual(['infeasible', halves])
  })

  test('asked to stop at once, still gives an allowed plan or says that it has none', () => {
    const stopped = { ...options, shouldStop: () => true }
    const without = aRandomInstance(3, { vms: 50, edgesPerVm: 0.3, pairsPerVm: 0, tightness: 9, strong: true })

    const { status, assignment, bound, cost } = optimise(without, stopped)

    expect(status).not.toBe('infeasible')
    expect(checkAssignment(without, assignment ?? new Int32Array()).faults).toEqual([])
    expect(bound).toBeLessThanOrEqual(cost ?? Infinity)
  })

  test('an estate without limits needs no integer solver', () => {
    const instance = aRandomInstance(5, { vms: 200, edgesPerVm: 0.3, pairsPerVm: 0, strong: true })
    const free = { ...instance, limits: instance.limits.map(() => Infinity) }
    const solver = { ...options.solver, solveInteger: () => expect.unreachable() }

    expect(optimise(free, { ...options, solver }).status).toBe('optimal')
  })

  test('may take all that a limit allows, where binary fractions do not add up', () => {
    const vm = [{ cost: 1, uses: { 0: 0.1 } }, { cost: 9 }]
    const instance = anInstance({ vms: [vm, vm, vm], limits: [0.3] })

    expect(optimise(instance, options)).toMatchObject({ status: 'optimal', cost: 3 })
  })

  test('an estate of nothing costs nothing', () => {
    expect(optimise(anInstance({ vms: [] }), options)).toMatchObject({ status: 'optimal', cost: 0, bound: 0, gap: 0 })
  })
})
