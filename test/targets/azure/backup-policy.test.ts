import { expect, it } from 'vitest'
import { backupHours, backupKey, isTooFrequent } from '../../../src/targets/azure/backup-policy.ts'

it.each([
  [60, 4],
  [240, 4],
  [300, 4],
  [720, 12],
  [1440, 24],
  [10_080, 24],
])('takes a backup that may be %i minutes old every %i hours', (minutes, hours) => {
  expect(backupHours(minutes)).toBe(hours)
  expect(backupKey(minutes)).toBe(`every-${hours}h`)
})

it('knows when Azure cannot keep up', () => {
  expect([60, 239, 240].map(isTooFrequent)).toEqual([true, true, false])
})
