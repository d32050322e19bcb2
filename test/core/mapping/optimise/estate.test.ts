/** An estate of 900 VMs with limits that bind: every part of the optimiser takes part. */
import { describe, expect, test } from 'vitest'
import { makeInstance } from '../../../../bench/optimise/candidates.ts'
import { makeEstate } from '../../../../bench/optimise/machines.ts'
import { tighten } from '../../../../bench/optimise/tighten.ts'
import { checkAssignment } from '../../../../src/core/mapping/optimise/check.ts'
import { optimise } from '../../../../src/core/mapping/optimise/optimise.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 30 })
const options = { solver, seed: 1, shouldStop: () => false }

describe('an estate with limits that bind', () => {
  const estate = makeEstate(900, 4, { freeHubs: false, morePairs: 0 })
  const made = makeInstance(estate, { seed: 4, equalPrices: false })
  const instance = tighten(made, { tightness: 'tight', seed: 4, solver })

  test('is assigned within 0.2 % of the proved bound, the same way every time', () => {
    const [first, again] = [1, 2].map(() => optimise(instance, { ...options, targetGap: 0.002 }))

    expect(first?.gap).toBeLessThanOrEqual(0.002)
    expect(checkAssignment(instance, first?.assignment ?? new Int32Array())).toMatchObject({ faults: [] })
    expect(again).toEqual(first)
  })

  test('has no plan when all capacity of one kind is halved, and the limits at fault are few', () => {
    const limits = instance.limits.map((limit, index) => (index === 18 || index === 19 ? limit / 2 : limit))

    const { status, conflict } = optimise({ ...instance, limits }, { ...options, targetGap: 0.002 })

    expect(status).toBe('infeasible')
    expect(conflict?.kind === 'limits' && conflict.limits.length).toBeLessThanOrEqual(4)
  })
})
