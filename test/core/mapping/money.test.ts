import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCostItem, roundMoney, sumMoney, totalOf } from '../../../src/core/mapping/money.ts'

const parts = { what: 'x', phase: 'standby', unit: 'h' } as const

it('rounds a line to six decimals, half up', () => {
  expect(createCostItem({ ...parts, quantity: 3, unitPrice: 0.1 }).amount).toBe(0.3)
  expect(roundMoney(0.0000005)).toBe(0.000001)
})

it('sums rounded lines, so that adding them by hand gives the total', () => {
  const cents = fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 50 })

  fc.assert(
    fc.property(cents, (micros) => {
      const total = sumMoney(micros.map((micro) => micro / 1e6))

      expect(Math.round(total * 1e6)).toBe(micros.reduce((sum, micro) => sum + micro, 0))
    }),
  )
})

it('keeps the two phases apart', () => {
  const items = [
    createCostItem({ ...parts, quantity: 730, unitPrice: 0.02 }),
    createCostItem({ ...parts, phase: 'recovered', quantity: 1, unitPrice: 0.2 }),
  ]

  expect(totalOf(items, 'standby')).toBe(14.6)
  expect(totalOf(items, 'recovered')).toBe(0.2)
})
