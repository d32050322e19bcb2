import { expect, test } from 'vitest'
import { readNumber } from '../../src/sources/read-number.ts'

test.for([
  ['4096', false, 4096],
  ['4,096', false, 4096],
  ['1,234,567.5', false, 1234567.5],
  ['-1', false, -1],
  ['1.5', false, 1.5],
  ['1,5', false, null],
  ['4.096', true, 4096],
  ['1,5', true, 1.5],
  ['1.5', true, 1.5],
  ['', false, null],
  ['12 GB', false, null],
  ['NaN', false, null],
] as const)('%j (decimal comma: %s) is %s', ([text, decimalComma, value]) => {
  expect(readNumber(text, decimalComma)).toBe(value)
})
