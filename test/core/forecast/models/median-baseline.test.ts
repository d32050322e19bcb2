import { describe, expect, it } from 'vitest'
import { medianBaseline } from '../../../../src/core/forecast/models/median-baseline.ts'
import { hours } from '../series.ts'

describe('the median baseline', () => {
  it('takes the last day of a short history', () => {
    const y = hours(72, (hour) => (hour < 48 ? 9 : 3))

    expect(medianBaseline.fit(y, 24).predict(2)).toEqual(Float64Array.of(3, 3))
  })

  it('takes the last week from two weeks on, so that a weekend is no new level', () => {
    const y = hours(14 * 24, (hour) => (Math.floor(hour / 24) % 7 >= 5 ? 1 : 8))

    expect(medianBaseline.fit(y, 24).predict(1)).toEqual(Float64Array.of(8))
  })
})
