import { describe, expect, test } from 'vitest'
import { checkAssignment } from '../../../../src/core/mapping/optimise/check.ts'
import { anInstance } from './instances.ts'
import { enumerateBest } from './enumerate.ts'

const instance = anInstance({
  vms: [
    [
      { cost: 10, level: 0, place: 0, uses: { 0: 3 } },
      { cost: 4, level: 2, place: 1, uses: { 0: 1 } },
    ],
    [
      { cost: 20, level: 1, place: 0, uses: { 0: 2 } },
      { cost: 5, level: 3, place: 1, uses: { 0: 2 } },
    ],
  ],
  limits: [4],
  weakest: [2, 2],
  edges: [[0, 1]],
  pairs: [[0, 1]],
})

describe('checkAssignment', () => {
  test('says what an allowed plan costs and takes', () => {
    const checked = checkAssignment(instance, Int32Array.of(1, 2))

    expect(checked).toEqual({ faults: [], cost: 24, use: Float64Array.of(3) })
  })

  test('names every broken rule of another', () => {
    const checked = checkAssignment(instance, Int32Array.of(0, 2))

    expect(checked.faults).toEqual([
      { kind: 'edge', index: 0 },
      { kind: 'pair', index: 0 },
      { kind: 'limit', index: 0 },
    ])
  })

  test('names a promise that is not kept, and a candidate of another VM', () => {
    expect(checkAssignment(instance, Int32Array.of(1, 3)).faults).toContainEqual({ kind: 'promise', vm: 1 })
    expect(checkAssignment(instance, Int32Array.of(2, 2)).faults).toContainEqual({ kind: 'candidate', vm: 0 })
  })
})

test('enumeration finds the one plan that is allowed', () => {
  expect(enumerateBest(instance)).toBe(24)
})
