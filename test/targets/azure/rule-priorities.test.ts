import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rulePriorities } from '../../../src/targets/azure/rule-priorities.ts'

it('gives an entry of one rule its own order, and one of several the next ones too', () => {
  const entries = [
    { order: 100, rules: 1 },
    { order: 110, rules: 3 },
    { order: 4096, rules: 1 },
  ]

  expect(rulePriorities(entries, 4096)).toEqual([[100], [110, 111, 112], [4096]])
})

it('pushes the next entries up where there is no room, and only as far as needed', () => {
  const entries = [
    { order: 100, rules: 3 },
    { order: 101, rules: 1 },
    { order: 200, rules: 1 },
  ]

  expect(rulePriorities(entries, 4096)).toEqual([[100, 101, 102], [103], [200]])
})

it('pulls entries down from the end where they would pass it', () => {
  const entries = [
    { order: 4094, rules: 1 },
    { order: 4095, rules: 2 },
    { order: 4096, rules: 1 },
  ]

  expect(rulePriorities(entries, 4096)).toEqual([[4093], [4094, 4095], [4096]])
})

it('leaves out an entry that no packet matches', () => {
  expect(
    rulePriorities(
      [
        { order: 100, rules: 0 },
        { order: 101, rules: 1 },
      ],
      4096,
    ),
  ).toEqual([[], [101]])
})

it('always rises, never passes the end, and never drops below the first order while there is room', () => {
  const entries = fc
    .uniqueArray(fc.record({ order: fc.integer({ min: 100, max: 4096 }), rules: fc.integer({ min: 0, max: 9 }) }), {
      selector: ({ order }) => order,
      maxLength: 60,
    })
    .map((all) => all.toSorted((a, b) => a.order - b.order))

  fc.assert(
    fc.property(entries, (all) => {
      const given = rulePriorities(all, 4096)
      const flat = given.flat()

      expect(given.map((own) => own.length)).toEqual(all.map(({ rules }) => rules))
      expect(flat).toEqual([...new Set(flat)].toSorted((a, b) => a - b))
      expect(flat.every((priority) => priority >= 100 && priority <= 4096)).toBe(true)
    }),
  )
})
