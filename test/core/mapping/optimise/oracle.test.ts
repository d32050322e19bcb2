import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../../src/core/mapping/optimise/instance.ts'
import { answerOf, askOracle, boundOf, createOracle } from '../../../../src/core/mapping/optimise/oracle.ts'
import { reduce } from '../../../../src/core/mapping/optimise/reduce.ts'
import { createChance } from '../../../../src/model/chance.ts'
import { enumerateBest } from './enumerate.ts'
import { aRandomInstance } from './instances.ts'

/** Without limits and pairs, but with what is charged for limits in the prices. */
const charged = (instance: Instance, byLimit: ArrayLike<number>): Instance => ({
  ...instance,
  limits: instance.limits.map(() => Infinity),
  pairs: { first: new Int32Array(), second: new Int32Array() },
  cost: instance.cost.map((cost, k) => {
    let sum = cost
    for (let use = instance.firstUse[k]!; use < instance.firstUse[k + 1]!; use++)
      sum += instance.useAmount[use]! * byLimit[instance.useLimit[use]!]!
    return sum
  }),
})

describe('askOracle', () => {
  test('finds the least priced total, whatever the prices, as enumeration does; circles and trees, again and again', () => {
    for (let seed = 0; seed < 120; seed++) {
      const instance = aRandomInstance(seed, { vms: 3 + (seed % 6), edgesPerVm: 0.6 + (seed % 4) * 0.4, pairsPerVm: 0 })
      const reduced = reduce(instance, [0, 1, 2])
      if ('kind' in reduced) continue
      const oracle = createOracle(reduced)
      const chance = createChance(seed)

      for (let round = 0; round < 4; round++) {
        const prices = Float64Array.from({ length: 3 }, () => Math.floor(chance() * 40))
        const total = askOracle(oracle, prices)

        expect(total).toBe(enumerateBest(charged(instance, prices)))
        const answer = answerOf(oracle)
        expect(answer.reduce((sum, k) => sum + oracle.priced[k]!, 0)).toBe(total)
      }
    }
  })

  test('no prices prove a bound above the optimum', () => {
    for (let seed = 0; seed < 120; seed++) {
      const instance = aRandomInstance(seed, { vms: 3 + (seed % 5) })
      const best = enumerateBest(instance) ?? Infinity
      const reduced = reduce(instance)
      if ('kind' in reduced) continue
      const chance = createChance(seed)

      const prices = reduced.limits.map(() => chance() * 30)

      expect(boundOf(createOracle(reduced), prices)).toBeLessThanOrEqual(best)
    }
  })
})
