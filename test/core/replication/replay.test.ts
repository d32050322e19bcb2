import { expect, test } from 'vitest'
import { replayOver } from '../../../src/core/replication/replay.ts'
import { replicationReplaySchema } from '../../../src/model/replication.ts'
import { aReplay, aTrace } from './traces.ts'

test('violations have their start and length, and one that lasts to the end of the history is open', () => {
  const { vms, tiers } = replayOver(10, aReplay([aTrace('db', [15, 5, 0, 20])]))

  expect(vms[0]!.violations.map(({ start, open }) => [start.slice(0, 19), open])).toEqual([
    ['2026-01-05T00:15:00', false],
    ['2026-01-05T03:10:00', true],
  ])
  expect(vms[0]!.violations.map(({ minutes }) => Math.round(minutes))).toEqual([100, 50])
  expect(vms[0]!.withinShare).toBeCloseTo(1 - 150 / 240, 6)
  expect(tiers[0]).toMatchObject({ tierId: '1', vms: 1, rpoMinutes: 5, violations: vms[0]!.violations })
})

test('a tier is within its RPO while all of its VMs are', () => {
  const replay = aReplay([
    aTrace('early', [15, 5, 0, 0], { priority: 0, tierId: '0' }),
    aTrace('late', [0, 0, 15, 5], { priority: 0, tierId: '0' }),
  ])

  const { vms, tiers } = replayOver(10, replay)

  expect(vms.map(({ withinShare }) => Math.round(withinShare! * 240))).toEqual([140, 140])
  expect(Math.round(tiers[0]!.withinShare! * 240)).toBe(40)
})

test('tiers are in order of their strength, and without a promise there is nothing to violate', () => {
  const replay = aReplay([
    aTrace('b', [50], { priority: 4, tierId: 'best-effort', rpoMinutes: null }),
    aTrace('a', [5], { priority: 0, tierId: 'gold' }),
  ])

  const { tiers } = replayOver(10, replay)

  expect(tiers.map(({ tierId, withinShare }) => [tierId, withinShare])).toEqual([
    ['gold', 1],
    ['best-effort', null],
  ])
  expect(tiers[1]).toMatchObject({ violations: [] })
  expect(tiers[1]!.worstLagMinutes).toBeCloseTo(54, 6)
})

test('what is written was sent or waits, and the whole fits its schema', () => {
  const lag = replayOver(10, aReplay([aTrace('db', [15, 15])]))

  const [vm] = lag.vms
  expect(vm!.sentGiB + vm!.backlogGiB).toBeCloseTo(vm!.writtenGiB, 9)
  const whole = { start: '', stepSeconds: 3600, steps: 2, linkMiBps: 10, lag, kept: [], unknownVms: [], gaps: [] }
  expect(replicationReplaySchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole)
})
