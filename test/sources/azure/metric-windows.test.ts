import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resumeAt, startOfHistory, windowsOf } from '../../../src/sources/azure/metric-windows.ts'

const hour = 3_600_000
const day = 24 * hour
const until = Date.parse('2026-11-21T10:07:30Z')

test('windows follow one another without gap or overlap, up to the last whole five minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 93 }), fc.integer({ min: 0, max: 10 * day }), (days, later) => {
      const now = until + later

      const windows = windowsOf(startOfHistory(now, days), now)

      for (const [index, { endMs }] of windows.slice(0, -1).entries()) expect(windows[index + 1]?.startMs).toBe(endMs)
      expect(windows[0]?.startMs).toBe(startOfHistory(now, days))
      expect(windows.at(-1)?.endMs).toBe(now - (now % 300_000))
    }),
  )
})

test('every window begins on the hour, spans at most 30 days and is of one grain', () => {
  const windows = windowsOf(startOfHistory(until, 93), until)

  expect(windows.every(({ startMs }) => startMs % hour === 0)).toBe(true)
  expect(windows.every(({ startMs, endMs }) => endMs - startMs <= 30 * day)).toBe(true)
  expect(new Set(windows.map(({ grainSeconds }) => grainSeconds))).toEqual(new Set([3600, 300]))
})

test('nothing is asked that is about to be forgotten', () => {
  expect(until - startOfHistory(until, 93)).toBeLessThan(93 * day - hour)
})

test('a question goes on an hour before what is held, on the hour', () => {
  expect(new Date(resumeAt(Date.parse('2026-11-20T10:55:00Z'))).toISOString()).toBe('2026-11-20T09:00:00.000Z')
})

test('nothing is asked where all is held', () => {
  expect(windowsOf(until + hour - (until % hour), until)).toEqual([])
})
