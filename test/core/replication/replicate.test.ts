import { expect, test } from 'vitest'
import { replaySite, replicatedOf } from '../../../src/core/replication/replicate.ts'
import { seedSite } from '../../../src/core/replication/seed-site.ts'
import type { Mapping } from '../../../src/model/mapping.ts'
import type { Grid } from '../../../src/model/metric-series.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import { replicationSettingsSchema, type ReplicationSettings } from '../../../src/model/replication-settings.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import { seedingPlanSchema } from '../../../src/model/seeding.ts'
import type { Vm } from '../../../src/model/site.ts'
import { defaultTiers } from '../../../src/model/tier.ts'
import { aDisk, aVm } from '../../builders.ts'

const MIB = 2 ** 20
const START = Date.UTC(2026, 0, 5)

const scoped = (id: string, over: Partial<Vm> = {}): ScopedVm => ({
  vm: aVm({ id, ...over }),
  tier: defaultTiers[1]!,
  application: id,
})

const aGrid = (vmId: string, mibps: readonly number[]): [string, Grid] => {
  const mean = Float64Array.from(mibps, (rate) => rate * MIB)
  return [vmId, { vmId, metric: 'disk-written-bytes', startMs: START, stepSeconds: 3600, mean, p95: mean, max: mean }]
}

const settings = (over: Record<string, unknown> = {}): ReplicationSettings =>
  replicationSettingsSchema.parse({ linkMiBps: 10, compression: { ratio: 1 }, ...over })

const run = (replicated: readonly ScopedVm[], grids: readonly [string, Grid][], of = settings()) => {
  const inputs = { network: emptyNetwork, replicated, grids: new Map(grids), settings: of }
  const { replay, findings } = replaySite(inputs)
  const seeded = seedSite(inputs, { startMs: START, finishByMs: null })
  const said = new Set(findings.map((finding) => JSON.stringify(finding)))
  const more = seeded.findings.filter((finding) => !said.has(JSON.stringify(finding)))
  return { replay, seeding: seeded.answer.plan, findings: [...findings, ...more] }
}

test('a link that is too narrow is a finding, with the link that would do', () => {
  const { replay, findings } = run([scoped('db')], [aGrid('db', [15, 5, 5])])

  expect(replay.lag!.tiers[0]!.violations).toHaveLength(1)
  expect(findings.map(({ code, affected }) => [code, affected])).toEqual([['replication.objective-missed', ['db']]])
  expect(findings[0]!.suggestion).toMatch(/^A link of 13\.\d MiB\/s would have kept it always\.$/)
})

test('an unknown link has no lag and no end of first copies, but what it would have to carry is told', () => {
  const { replay, seeding, findings } = run([scoped('db')], [aGrid('db', [15, 5])], settings({ linkMiBps: null }))

  expect([replay.lag, seeding]).toEqual([null, null])
  expect(replay.kept[0]!.needs[0]!.linkMiBps).toBeGreaterThan(13)
  expect(findings.map(({ code }) => code)).toEqual(['replication.link-unknown'])
})

test('a VM that nobody measures is said, and the others are replayed', () => {
  const { replay, findings } = run([scoped('db'), scoped('dark')], [aGrid('db', [1])])

  expect(replay.unknownVms).toEqual(['dark'])
  expect(replay.lag!.vms.map(({ vmId }) => vmId)).toEqual(['db'])
  expect(findings).toMatchObject([{ code: 'replication.churn-unknown', affected: ['dark'] }])
})

test('without any sample there is nothing to replay, and that is said', () => {
  const { replay, seeding } = run([scoped('dark')], [])

  expect(replay).toMatchObject({ steps: 0, kept: [], lag: { vms: [], tiers: [] }, unknownVms: ['dark'] })
  expect(seeding!.finish).toBeNull()
})

test('gaps and unknown compression are said, whether the link is known or not', () => {
  const unknown = settings({ linkMiBps: null, compression: {} })

  const { replay, findings } = run([scoped('db')], [aGrid('db', [1, Number.NaN])], unknown)

  expect(replay.gaps).toEqual([{ vmId: 'db', steps: 1 }])
  expect(findings.map(({ code }) => code)).toEqual([
    'replication.link-unknown',
    'replication.compression-unknown',
    'replication.churn-gaps',
  ])
})

test('data of a class is sent by its own ratio, first copy and changes', () => {
  const compression = { ratio: 1, classes: [{ match: { name: 'log*' }, ratio: 4 }] }

  const { replay, seeding } = run([scoped('logs')], [aGrid('logs', [4])], settings({ compression }))

  expect(replay.lag!.vms[0]!.writtenGiB).toBeCloseTo(3600 / 1024, 9)
  expect(seeding!.sizesGiB).toBeCloseTo(50 / 4, 9)
})

test('first copies are of what is in use, without scratch disks; VMs without disks are said', () => {
  const disks = [aDisk({ usedGiB: 20 }), aDisk({ id: 'tmp', attachment: 'ephemeral', capacityGiB: 900 })]
  const grids = [aGrid('db', [1]), aGrid('bare', [1])]

  const { seeding, findings } = run([scoped('db', { disks }), scoped('bare', { disks: [] })], grids)

  expect(seeding!.vms.map(({ vmId, sizeGiB }) => [vmId, sizeGiB])).toEqual([['db', 20]])
  // 20 GiB at 9 MiB/s beside the changes.
  expect(seeding!.hours).toBeCloseTo((20 * 1024) / 9 / 3600, 9)
  expect(findings.map(({ code }) => code)).toEqual(['replication.size-unknown'])
  expect(seedingPlanSchema.parse(JSON.parse(JSON.stringify(seeding)))).toEqual(seeding)
})

test('a VM that changes faster than it is copied is an error', () => {
  const { findings } = run([scoped('db')], [aGrid('db', [1])], settings({ seeding: { vmMiBps: 0.5 } }))

  expect(findings).toMatchObject([{ code: 'replication.seeding-never', severity: 'error', affected: ['db'] }])
})

test('all that does not come back from backups is replicated', () => {
  const assignments = [
    { vmId: 'a', offering: { strategy: 'pilot-light' } },
    { vmId: 'b', offering: { strategy: 'backup-restore' } },
    { vmId: 'c', offering: { strategy: 'hot-standby' } },
  ]
  const mapping = { assignments } as unknown as Mapping

  const replicated = replicatedOf(
    ['a', 'b', 'c', 'unmapped'].map((id) => scoped(id)),
    mapping,
  )

  expect(replicated.map(({ vm }) => vm.id)).toEqual(['a', 'c'])
})

test('the link that has the first copies there by a date does it, and a little less does not', () => {
  const vms = [scoped('db', { disks: [aDisk({ capacityGiB: 90 })] })]
  const finishByMs = START + 3_600_000 * 10
  const finishOver = (linkMiBps: number): number => {
    const inputs = {
      network: emptyNetwork,
      replicated: vms,
      grids: new Map([aGrid('db', [1])]),
      settings: settings({ linkMiBps }),
    }
    return Date.parse(seedSite(inputs, { startMs: START, finishByMs }).answer.plan!.finish!)
  }

  const inputs = {
    network: emptyNetwork,
    replicated: vms,
    grids: new Map([aGrid('db', [1])]),
    settings: settings({ linkMiBps: null }),
  }
  const { neededMiBps, plan } = seedSite(inputs, { startMs: START, finishByMs }).answer

  // 90 GiB in ten hours, and 1 MiB/s of changes beside them.
  expect(plan).toBeNull()
  expect(neededMiBps).toBeGreaterThan((90 * 1024) / 36_000 + 1)
  expect(neededMiBps).toBeLessThan(((90 * 1024) / 36_000 + 1) * 1.002)
  expect(finishOver(neededMiBps!)).toBeLessThanOrEqual(finishByMs)
  expect(finishOver(neededMiBps! * 0.998)).toBeGreaterThan(finishByMs)
})

test('no link is in time where one VM is copied too slowly', () => {
  const inputs = {
    network: emptyNetwork,
    replicated: [scoped('db', { disks: [aDisk({ capacityGiB: 90 })] })],
    grids: new Map([aGrid('db', [0])]),
    settings: settings({ seeding: { vmMiBps: 1 } }),
  }

  expect(seedSite(inputs, { startMs: START, finishByMs: START + 3_600_000 }).answer.neededMiBps).toBeNull()
})
