import { expect, test } from 'vitest'
import { parseDuration } from '../../src/cli/duration.ts'

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text, '--interval')).toBe(milliseconds)
})

test.each(['', '5', 'm', '0s', '-5m', '1.5h', '5 m', '9999999s', '5min'])('%j is no duration', (text) => {
  expect(() => parseDuration(text, '--interval')).toThrow(/--interval/)
})
