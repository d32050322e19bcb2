import { expect, test } from 'vitest'
import { backupKey, backupSchedule } from '../../../src/targets/aws/backup-schedule.ts'

test.each([
  [60, 'every-1h', 'cron(0 * * * ? *)'],
  [240, 'every-4h', 'cron(0 0/4 * * ? *)'],
  [720, 'every-12h', 'cron(0 0/12 * * ? *)'],
  [1440, 'every-24h', 'cron(0 5 * * ? *)'],
])('takes a backup every %i minutes as %s', (minutes, key, schedule) => {
  expect(backupKey(minutes)).toBe(key)
  expect(backupSchedule(minutes)).toBe(schedule)
})

test('takes a backup more often where an interval does not divide a day', () => {
  expect(backupKey(300)).toBe('every-4h')
  expect(backupKey(10_080)).toBe('every-24h')
})

test('takes a backup hourly at most', () => {
  expect(backupKey(15)).toBe('every-1h')
})
