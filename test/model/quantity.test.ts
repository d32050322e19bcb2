import { describe, expect, it } from 'vitest'
import { count, duration, fixed, money, percent, percentDown, promised, trim } from '../../src/model/quantity.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('quantities as people read them', () => {
  it.each([
    [0, '0 min'],
    [0.7, '42 s'],
    [0.999, '1 min'],
    [1, '1 min'],
    [3.6, '3.6 min'],
    [9.96, '10 min'],
    [24, '24 min'],
    [119.4, '119 min'],
    [119.6, '2 h'],
    [195, '3 h 15 min'],
    [2879, '47 h 59 min'],
    [2880, '2 d'],
    [3120, '2 d 4 h'],
    [4319, '3 d'],
    [3160, '2 d 5 h'],
  ])('%d minutes are %s', (minutes, text) => {
    expect(plain(duration(minutes))).toBe(text)
  })

  it.each([
    [null, '–'],
    [5, '5 min'],
    [90, '90 min'],
    [240, '4 h'],
    [1440, '24 h'],
    [0.5, '30 s'],
  ])('a promise of %s minutes is %s', (minutes, text) => {
    expect(plain(promised(minutes))).toBe(text)
  })

  it.each([
    [1234567.891, 2, '1,234,567.89', '1,234,567.89'],
    [1.5, 2, '1.5', '1.50'],
    [-0.04, 1, '0', '0.0'],
    [-1234.5, 1, '−1,234.5', '−1,234.5'],
    [1000, 0, '1,000', '1,000'],
    [999, 0, '999', '999'],
    [100.0001, 4, '100.0001', '100.0001'],
  ])('%d with %d decimals is %s, or %s in a column', (...row) => {
    const [value, digits, trimmed, column] = row
    expect(trim(value, digits)).toBe(trimmed)
    expect(fixed(value, digits)).toBe(column)
  })

  it('keeps number and unit together', () => {
    expect(count(1, 'VM')).toBe('1\u00a0VM')
    expect(count(25, 'VM')).toBe('25\u00a0VMs')
    expect(count(0, 'address', 'addresses')).toBe('0\u00a0addresses')
    expect(money(1234.4)).toBe('1,234\u00a0USD')
    expect(percent(0.25)).toBe('25\u00a0%')
  })
})

it.each([
  [0.7999, '79\u00a0%'],
  [0.29, '29\u00a0%'],
  [1, '100\u00a0%'],
])('a share of %d that must not read as more than it is: %s', (share, text) => {
  expect(percentDown(share)).toBe(text)
})
