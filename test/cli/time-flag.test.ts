import { expect, test } from 'vitest'
import { parseTime } from '../../src/cli/time-flag.ts'

test('a day begins at midnight UTC, and a time has its zone', () => {
  expect(parseTime('2026-01-31', 'start')).toBe('2026-01-31T00:00:00.000Z')
  expect(parseTime('2026-01-31T08:00:00+02:00', 'start')).toBe('2026-01-31T06:00:00.000Z')
})

test.each(['2026-01-31T08:00:00', 'tomorrow', '2026-13-01', ''])('%s is no time', (text) => {
  expect(() => parseTime(text, 'start')).toThrow(/--start .* is not a time/)
})
