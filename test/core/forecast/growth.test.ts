import { describe, expect, it } from 'vitest'
import { growthAhead } from '../../../src/core/forecast/growth.ts'
import { findLevelShift } from '../../../src/core/forecast/level-shift.ts'
import { hours, noise } from './series.ts'

const days = (length: number, value: (day: number) => number): number[] => [...hours(length, value)]

describe('growth to come', () => {
  it('is the slope, fading: nearly all of it tomorrow, some 32 days of it for ever', () => {
    const rising = days(28, (day) => 100 + 2 * day)

    expect(growthAhead(rising, 1)).toBeCloseTo(2 * 0.97, 9)
    expect(growthAhead(rising, 28)).toBeGreaterThan(2 * 17)
    expect(growthAhead(rising, 28)).toBeLessThan(2 * 20)
    expect(growthAhead(rising, 10_000)).toBeCloseTo((2 * 0.97) / 0.03, 6)
  })

  it('is not seen in noise: in fewer than one of fifty series', () => {
    const found = Array.from({ length: 400 }, (_, seed) => growthAhead([...noise(28, seed + 1)], 28))

    expect(found.filter((growth) => growth > 0).length).toBeLessThanOrEqual(8)
  })

  it('is not moved by one day out of order', () => {
    const rising = days(28, (day) => 100 + 2 * day)

    expect(growthAhead(rising.with(14, 1e6), 1)).toBeCloseTo(2 * 0.97, 1)
  })

  it('is none for a fall, a constant, or less than two weeks', () => {
    expect(
      growthAhead(
        days(28, (day) => 100 - day),
        28,
      ),
    ).toBe(0)
    expect(
      growthAhead(
        days(28, () => 5),
        28,
      ),
    ).toBe(0)
    expect(
      growthAhead(
        days(13, (day) => day),
        28,
      ),
    ).toBe(0)
  })
})

describe('a level shift', () => {
  it('is found where a machine was resized, with the levels before and after', () => {
    const y = hours(20 * 24, (hour) => (hour < 16 * 24 ? 4 : 8) + 0.1 * (hour % 5))

    expect(findLevelShift(y, 24)).toEqual({ step: 16 * 24, before: 4.2, after: 8.2 })
  })

  it('is not seen in weekends, in a trend, in noise, nor in one strange day', () => {
    const weekends = hours(28 * 24, (hour) => (Math.floor(hour / 24) % 7 > 4 ? 1 : 5))
    const trend = hours(28 * 24, (hour) => 10 + hour / 24)
    const strange = hours(28 * 24, (hour) => (hour >= 27 * 24 ? 50 : 1))

    for (const y of [weekends, trend, strange, noise(28 * 24)]) expect(findLevelShift(y, 24)).toBeNull()
  })

  it('needs five days before it', () => {
    expect(
      findLevelShift(
        hours(8 * 24, (hour) => (hour < 4 * 24 ? 1 : 9)),
        24,
      ),
    ).toBeNull()
  })
})
