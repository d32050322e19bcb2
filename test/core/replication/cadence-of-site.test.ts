import { expect, test } from 'vitest'
import { cadencesOf } from '../../../src/core/replication/cadence-of-site.ts'
import { configSchema } from '../../../src/model/config.ts'
import type { Grid } from '../../../src/model/metric-series.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import { replicationSettingsSchema } from '../../../src/model/replication-settings.ts'
import { defaultTiers } from '../../../src/model/tier.ts'
import { aDisk, aVm } from '../../builders.ts'

const MIB = 2 ** 20
const recovery = configSchema.shape.recovery.parse({})

/** 100 GiB that write 1 MiB/s, in the tier of 4 h and 60 min. */
function cadences(replication: object, over: { grids?: boolean; disks?: boolean } = {}) {
  const mean = new Float64Array(48).fill(MIB)
  const grid: Grid = {
    vmId: 'db',
    metric: 'disk-written-bytes',
    startMs: 0,
    stepSeconds: 3600,
    mean,
    p95: mean,
    max: mean,
  }
  const vm = aVm({ id: 'db', disks: over.disks === false ? [] : [aDisk({ capacityGiB: 100 })] })
  return cadencesOf({
    network: emptyNetwork,
    replicated: [{ vm, tier: defaultTiers[2]!, application: 'shop' }],
    grids: new Map(over.grids === false ? [] : [['db', grid]]),
    settings: replicationSettingsSchema.parse({ linkMiBps: 60, ...replication }),
    recovery,
    hoursPerMonth: 730,
    currency: 'USD',
  })
}

test('without a replay rate logs cannot be told, and nothing is said of what they would need', () => {
  const { vms } = cadences({})

  // Snapshots each hour are 60 min and their copy old: an RPO of 60 min is missed.
  expect(vms[0]).toMatchObject({ unknown: ['replay-rate'], answer: { cadence: null } })
  expect(vms[0]!.answer!.changes.map(({ what }) => what)).not.toContain('replayMiBps')
  expect(vms[0]!.answer!.changes.map(({ what }) => what)).not.toContain('logMinutes')
})

test('the intervals, rates and prices of the settings decide, and the sums can be added by hand', () => {
  const { vms, tiers } = cadences({
    logShipping: { replayMiBps: 10, intervals: [20, 30] },
    cadence: { snapshotIntervals: [600], keptDays: 5, prices: { perGiBMonth: 2, perLog: 0.5 } },
  })

  const cadence = vms[0]!.answer!.cadence!
  // Shipping 30 min of 1 MiB/s over 60 MiB/s takes half a minute.
  expect(cadence).toMatchObject({ snapshotMinutes: 600, logMinutes: 30, rpoMinutes: 30.5 })
  // One full size; 12 snapshots of 10 h; 5 days of logs.
  const hour = 3600 / 1024
  expect(cadence.keptGiB).toBeCloseTo(100 + 12 * 10 * hour + 120 * hour, 9)
  expect(cadence.sentGiBPerMonth).toBeCloseTo(730 * hour * 2, 9)
  expect(tiers[0]!.costPerMonth).toBeCloseTo(2 * cadence.keptGiB + 0.5 * 730 * 2, 6)
  expect(tiers[0]).toMatchObject({ kept: 1, broken: 0, unknown: 0, snapshotMinutes: 600, logMinutes: 30 })
})

test('the replay rate of a class counts before that of all', () => {
  const logShipping = { replayMiBps: 0.1, classes: [{ match: { name: 'db' }, replayMiBps: 100 }] }

  expect(cadences({ logShipping }).vms[0]!.answer!.cadence).not.toBeNull()
  expect(cadences({ logShipping: { replayMiBps: 0.1 } }).vms[0]!.answer!.cadence).toBeNull()
})

test('size, writes and link that nobody states are named, and are not zero', () => {
  expect(cadences({}, { grids: false }).vms[0]).toMatchObject({ answer: null, churnGiBPerHour: null })
  expect(cadences({}, { disks: false }).vms[0]).toMatchObject({ answer: null, sizeGiB: null })
  expect(cadences({ linkMiBps: null }).vms[0]!.unknown).toEqual(['copy-rate', 'replay-rate'])
  expect(cadences({ linkMiBps: null, cadence: { copyMiBps: 60 } }).vms[0]!.answer).not.toBeNull()
  expect(cadences({}, { grids: false }).tiers[0]).toMatchObject({ unknown: 1, kept: 0, costPerMonth: null })
})
