import { describe, expect, it } from 'vitest'
import { seasonalIndex } from '../../../../src/core/forecast/models/seasonal-index.ts'
import { hours } from '../series.ts'

const isWeekend = (hour: number): boolean => Math.floor(hour / 24) % 7 >= 5
const quietWeekends = (hour: number): number => (isWeekend(hour) ? 1 : 4) + ((hour % 24) - 12) ** 2 / 100

describe('the seasonal index', () => {
  it('knows weekends from three weeks on', () => {
    const expected = hours(168, (hour) => quietWeekends(21 * 24 + hour))

    const predicted = seasonalIndex.fit(hours(21 * 24, quietWeekends), 24).predict(168)

    for (const [step, value] of expected.entries()) expect(predicted[step]).toBeCloseTo(value, 9)
  })

  it('repeats the shape of the day, on the level of the last day, before that', () => {
    const grown = hours(10 * 24, (hour) => (hour < 9 * 24 ? 2 : 5) + (hour % 24 === 3 ? 6 : 0))

    const predicted = seasonalIndex.fit(grown, 24).predict(24)

    expect([...predicted]).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 11 : 5)))
  })

  it('does not make a habit of one night', () => {
    const once = hours(10 * 24, (hour) => (hour === 8 * 24 + 2 ? 90 : 1))

    const predicted = seasonalIndex.fit(once, 24).predict(48)

    expect(Math.max(...predicted)).toBe(1)
  })
})
