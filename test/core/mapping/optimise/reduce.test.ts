import { describe, expect, test } from 'vitest'
import { reduce } from '../../../../src/core/mapping/optimise/reduce.ts'
import type { Instance } from '../../../../src/core/mapping/optimise/instance.ts'
import type { Reduced } from '../../../../src/core/mapping/optimise/reduced.ts'
import { enumerateBest } from './enumerate.ts'
import { anInstance, aRandomInstance } from './instances.ts'

const reduced = (instance: Instance): Reduced => {
  const result = reduce(instance)
  if ('kind' in result) throw new Error(`impossible: ${JSON.stringify(result)}`)
  return result
}

describe('reduce', () => {
  test('names the chain from the promise to the machine that cannot keep it', () => {
    const [strong, weak] = [[{ cost: 1, level: 0 }], [{ cost: 1, level: 3 }]]
    const middle = [
      { cost: 1, level: 0 },
      { cost: 1, level: 3 },
    ]
    const instance = anInstance({
      vms: [strong, middle, weak],
      edges: [
        [0, 1],
        [1, 2],
      ],
    })

    expect(reduce(instance)).toEqual({ kind: 'levels', chain: [0, 1, 2] })
  })

  test('names a pair that has one place only', () => {
    const instance = anInstance({ vms: [[{ cost: 1, place: 2 }], [{ cost: 1, place: 2 }]], pairs: [[0, 1]] })

    expect(reduce(instance)).toEqual({ kind: 'pair', pair: [0, 1] })
  })

  test('drops what is beaten in everything, and keeps what is cheaper in one limit', () => {
    const vm = [
      { cost: 5, uses: { 0: 2 } },
      { cost: 5, uses: { 0: 2 } },
      { cost: 6, uses: { 0: 3 } },
      { cost: 6, uses: { 0: 1 } },
    ]

    expect([...reduced(anInstance({ vms: [vm], limits: [1.5] })).candidateIds]).toEqual([0, 3])
  })

  test('keeps a dearer candidate in another place for a machine that is kept apart', () => {
    const vm = [
      { cost: 5, place: 0 },
      { cost: 9, place: 1 },
    ]

    expect([...reduced(anInstance({ vms: [vm, vm], pairs: [[0, 1]] })).candidateIds]).toEqual([0, 1, 2, 3])
    expect([...reduced(anInstance({ vms: [vm, vm] })).candidateIds]).toEqual([0, 2])
  })

  test('drops limits that cannot bind and edges that say nothing', () => {
    const vm = [
      { cost: 5, level: 0, uses: { 0: 2, 1: 2 } },
      { cost: 1, level: 1 },
    ]
    const instance = anInstance({
      vms: [[{ cost: 1, level: 1 }], vm],
      limits: [2, 1],
      edges: [[0, 1]],
    })

    expect(reduced(instance)).toMatchObject({ limitIds: Int32Array.of(1), edges: { dependant: new Int32Array() } })
  })

  test('leaves the optimum where it was', () => {
    for (let seed = 0; seed < 150; seed++) {
      const instance = aRandomInstance(seed, { vms: 2 + (seed % 6) })
      const before = enumerateBest(instance)
      const result = reduce(instance)
      const after = 'kind' in result ? null : enumerateBest(onlyKept(instance, result))

      expect(after).toBe(before)
    }
  })

  test('takes trees off and leaves circles', () => {
    const vm = [0, 1].map((level) => ({ cost: 5 - level, level }))
    const eager = [0, 1].map((level) => ({ cost: 5 + level, level }))
    const edges = [
      [0, 1],
      [1, 2],
      [2, 0],
      [3, 2],
      [4, 3],
    ] as const
    const { peeling, componentSize } = reduced(anInstance({ vms: [vm, vm, vm, vm, eager, vm], edges }))

    expect([...peeling.core]).toEqual([0, 1, 2])
    expect([...peeling.order].toSorted((a, b) => a - b)).toEqual([3, 4, 5])
    expect([...componentSize]).toEqual([5, 1])
  })
})

/** The instance with every candidate that was dropped made too weak for its promise. */
function onlyKept(instance: Instance, { candidateIds }: Reduced): Instance {
  const kept = new Set(candidateIds)
  return { ...instance, level: instance.level.map((level, k) => (kept.has(k) ? level : 31)) }
}
