import { describe, expect, it } from 'vitest'
import { judgeConfidence } from '../../../src/core/forecast/confidence.ts'
import { aGrid, hours } from './series.ts'

const days = (count: number, missing: (hour: number) => boolean = () => false) =>
  aGrid(hours(count * 24, (hour) => (missing(hour) ? Number.NaN : 1)))

describe('the confidence in a demand', () => {
  it.each([
    [28, 'high'],
    [27, 'medium'],
    [14, 'medium'],
    [13, 'low'],
    [1, 'low'],
  ] as const)('after %i days is %s', (count, level) => {
    expect(judgeConfidence({ cpu: days(count), memory: days(count) }).level).toBe(level)
  })

  it('is that of the less sure metric, and says how many days it lacks', () => {
    const confidence = judgeConfidence({ cpu: days(16), memory: days(30) })

    expect(confidence).toEqual({
      level: 'medium',
      coverage: 1,
      historyDays: 16,
      missing: ['12 more days of cpu history for high'],
    })
  })

  it('falls with missing samples, and says which share it needs', () => {
    const { level, missing } = judgeConfidence({ cpu: days(30, (hour) => hour % 4 === 1), memory: days(30) })

    expect(level).toBe('low')
    expect(missing).toEqual(['cpu samples for 80 % of the time (75 % now) for medium'])
  })

  it('is none without any history, and asks for a day of it', () => {
    const confidence = judgeConfidence({ cpu: undefined, memory: undefined })

    expect(confidence).toEqual({
      level: 'none',
      coverage: 0,
      historyDays: 0,
      missing: ['1 day of cpu history for low', '1 day of memory history for low'],
    })
  })
})
