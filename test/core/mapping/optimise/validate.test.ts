import { describe, expect, test } from 'vitest'
import { assertInstance } from '../../../../src/core/mapping/optimise/validate.ts'
import { anInstance } from './instances.ts'

const two = [[{ cost: 1 }], [{ cost: 2 }]]

describe('assertInstance', () => {
  test('accepts a circle of dependencies: it only says that both have the same level', () => {
    const instance = anInstance({
      vms: two,
      edges: [
        [0, 1],
        [1, 0],
      ],
    })

    expect(() => assertInstance(instance)).not.toThrow()
  })

  test.each([
    ['a price of NaN', anInstance({ vms: [[{ cost: NaN }]] }), 'mapping.price-invalid'],
    ['a price below zero', anInstance({ vms: [[{ cost: -1 }]] }), 'mapping.price-invalid'],
    ['half a cent', anInstance({ vms: [[{ cost: 0.5 }]] }), 'mapping.price-invalid'],
    ['a VM without a candidate', anInstance({ vms: [[{ cost: 1 }], []] }), 'mapping.candidate-missing'],
    ['a level beyond 30', anInstance({ vms: [[{ cost: 1, level: 31 }]] }), 'mapping.choice-invalid'],
    ['a limit of NaN', anInstance({ vms: two, limits: [NaN] }), 'mapping.limit-invalid'],
    ['a use below zero', anInstance({ vms: [[{ cost: 1, uses: { 0: -1 } }]], limits: [1] }), 'mapping.limit-invalid'],
    ['a use of no limit', anInstance({ vms: [[{ cost: 1, uses: { 1: 1 } }]], limits: [1] }), 'mapping.limit-invalid'],
    ['an edge to nowhere', anInstance({ vms: two, edges: [[0, 2]] }), 'mapping.choice-invalid'],
    ['a VM apart from itself', anInstance({ vms: two, pairs: [[1, 1]] }), 'mapping.choice-invalid'],
  ])('refuses %s', (_, instance, code) => {
    expect(() => assertInstance(instance)).toThrow(expect.objectContaining({ code }))
  })
})
