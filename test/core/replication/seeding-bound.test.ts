import { expect, test } from 'vitest'
import { boundSeconds } from '../../../src/core/replication/seeding-bound.ts'

const MIB = 2 ** 20
const vm = { vmId: 'vm', tierId: '1', priority: 1, bytes: 360_000 * MIB, churnBytesPerSecond: 0 }
const link = {
  startMs: Date.UTC(2026, 0, 5, 12),
  bytesPerSecondByHour: Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 10 * MIB)),
  parallel: 1,
  vmBytesPerSecond: Infinity,
}

test('a link that is shut for half of the day carries nothing then', () => {
  // 36,000 s of sending: ten hours after noon.
  expect(boundSeconds([vm], link)).toBe(36_000)
  expect(boundSeconds([vm], { ...link, startMs: Date.UTC(2026, 0, 5) })).toBe(36_000 + 12 * 3600)
})

test('what changes while a copy is made has to be carried as well', () => {
  expect(boundSeconds([{ ...vm, churnBytesPerSecond: 5 * MIB }], { ...link, parallel: 9 })).toBeGreaterThan(72_000)
})
