import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAxis, scaleTo } from '../../src/cli/plot-axes.ts'

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`)

describe('scaleTo', () => {
  test.each([
    [7.3, ['0', '2', '4', '6', '8']],
    [108, ['0', '50', '100', '150']],
    [0.9, ['0', '0.5', '1']],
    [0.03, ['0', '0.01', '0.02', '0.03']],
    [5200, ['0', '2,000', '4,000', '6,000']],
    [0, ['0', '0.5']],
  ])('%d has the steps %j', (highest, labels) => {
    expect(scaleTo(highest).ticks.map(({ label }) => label)).toEqual(labels)
  })

  test('nothing lies above the top, and the steps are few', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
        const { top, ticks } = scaleTo(highest)

        expect(top * 1.002).toBeGreaterThanOrEqual(highest)
        expect(ticks.length).toBeLessThanOrEqual(6)
      }),
    )
  })
})

describe('dayAxis', () => {
  test('names days in UTC under the cell in which they begin, as many as have room', () => {
    const past = { startMs: day('2026-11-02'), endMs: day('2026-11-16'), offset: 0, cells: 28 }
    const ahead = { startMs: day('2026-11-16'), endMs: day('2026-11-23'), offset: 29, cells: 14 }

    expect(dayAxis([past, ahead], 43)).toBe('11-02         11-09          11-16')
  })

  test('a wide one names every day, and the first is the first that begins', () => {
    const past = { startMs: day('2026-11-02') + 3_600_000, endMs: day('2026-11-04'), offset: 0, cells: 20 }

    expect(dayAxis([past], 30)).toBe('         11-03')
  })
})
