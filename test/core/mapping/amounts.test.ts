import { expect, it } from 'vitest'
import { countOf, formatAmount, formatMinutes, formatShortage, listOf } from '../../../src/core/mapping/amounts.ts'

it('prints amounts with two decimals at most', () => {
  expect([formatAmount(2), formatAmount(2.904), formatAmount(0.1 + 0.2)]).toEqual(['2', '2.9', '0.3'])
})

it('never says that something is short by nothing', () => {
  expect([formatShortage(0.0001), formatShortage(10.9 - 8), formatShortage(2)]).toEqual(['0.01', '2.9', '2'])
})

it('prints whole hours as hours from two on', () => {
  expect([45, 60, 90, 240, 250].map(formatMinutes)).toEqual(['45 min', '60 min', '90 min', '4 h', '250 min'])
})

it('lists words as a sentence does', () => {
  expect([listOf([]), listOf(['a']), listOf(['a', 'b']), listOf(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
})

it('counts in the singular and the plural', () => {
  expect([countOf(1, 'disks'), countOf('2.5', 'disks'), countOf(1, 'GiB of memory'), countOf(1, 'disk IOPS')]).toEqual([
    '1 disk',
    '2.5 disks',
    '1 GiB of memory',
    '1 disk IOPS',
  ])
})
