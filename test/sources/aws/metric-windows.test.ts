import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { windowsOf } from '../../../src/sources/aws/metric-windows.ts'

const untilMs = Date.parse('2026-11-21T10:07:31Z')
const dayMs = 86_400_000

describe('windows', () => {
  test('follow each other without a gap, and no call asks for more than CloudWatch gives', () => {
    fc.assert(
      fc.property(
        fc.record({
          untilMs: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') }),
          historyDays: fc.integer({ min: 1, max: 455 }),
          sinceMs: fc.constant(null),
          isDetailed: fc.boolean(),
        }),
        fc.integer({ min: 1, max: 500 }),
        (history, queries) => {
          const windows = windowsOf(history, queries)

          for (const [index, { startMs, endMs, periodSeconds }] of windows.entries()) {
            expect(startMs).toBeLessThan(endMs)
            expect(startMs % (periodSeconds * 1000)).toBe(0)
            expect(((endMs - startMs) / 1000 / periodSeconds) * queries).toBeLessThanOrEqual(100_800)
            expect(startMs).toBe(index === 0 ? startMs : windows[index - 1]?.endMs)
          }
          expect(windows.at(-1)?.endMs).toBeGreaterThan(history.untilMs - 300_000)
          expect(windows[0]?.startMs).toBeGreaterThanOrEqual(history.untilMs - history.historyDays * dayMs)
        },
      ),
    )
  })

  test.each([
    [true, [3600, 300, 60]],
    [false, [3600, 300]],
  ])('ask for the finest period that is kept (detailed monitoring: %s)', (isDetailed, periods) => {
    const windows = windowsOf({ untilMs, historyDays: 100, sinceMs: null, isDetailed }, 7)

    expect([...new Set(windows.map(({ periodSeconds }) => periodSeconds))]).toEqual(periods)
    for (const { startMs, periodSeconds } of windows) {
      const ageDays = (untilMs - startMs) / dayMs
      expect(ageDays).toBeLessThan(periodSeconds === 60 ? 15 : periodSeconds === 300 ? 63 : 455)
    }
  })

  test('begin with the hour from which nothing is held, and not before the history', () => {
    const history = { untilMs, historyDays: 3, isDetailed: false }

    const [resumed] = windowsOf({ ...history, sinceMs: untilMs - 2 * 3_600_000 }, 500)
    const [long] = windowsOf({ ...history, sinceMs: untilMs - 30 * dayMs }, 500)

    expect(resumed?.startMs).toBe(Date.parse('2026-11-21T08:00:00Z'))
    expect(long?.startMs).toBe(Date.parse('2026-11-18T11:00:00Z'))
  })
})
