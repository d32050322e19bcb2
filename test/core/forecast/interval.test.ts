import { describe, expect, it } from 'vitest'
import { marginsOf, marginsOfShortHistory, widenBy } from '../../../src/core/forecast/interval.ts'
import { hours } from './series.ts'

describe('the margins of a forecast', () => {
  it('lie at the rank that holds its promise for so few errors', () => {
    const errors = hours(99, (index) => 50 - ((index * 37) % 99))

    expect(marginsOf(errors, 0.9)).toEqual({ below: -44, above: 46 })
  })

  it('are the largest errors where there are too few', () => {
    expect(marginsOf(Float64Array.of(3, -1, 2), 0.9)).toEqual({ below: -1, above: 3 })
  })

  it('reach as far again beyond a short history as it is wide', () => {
    expect(marginsOfShortHistory(Float64Array.of(2, 5, 3), 3)).toEqual({ below: -4, above: 5 })
  })

  it('grow with every missing sample, at most to twice', () => {
    expect([widenBy(1), widenBy(0.8), widenBy(0)]).toEqual([1, 1.2, 2])
  })
})
