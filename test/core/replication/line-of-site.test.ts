import { expect, test } from 'vitest'
import { lineOfSite } from '../../../src/core/replication/line-of-site.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import type { RecoveryPoint } from '../../../src/model/recovery-line.ts'
import { replicationSettingsSchema } from '../../../src/model/replication-settings.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import { defaultTiers } from '../../../src/model/tier.ts'
import { aVm } from '../../builders.ts'

const scoped = (id: string, application: string, dependsOn: readonly string[] = []): ScopedVm => ({
  vm: aVm({ id, application, dependsOn: [...dependsOn] }),
  tier: defaultTiers[1]!,
  application,
})
const planned = [
  scoped('web', 'shop', ['db']),
  scoped('db', 'shop', ['dir']),
  scoped('dir', 'identity'),
  scoped('alone', 'misc'),
]

const at = (minute: string): RecoveryPoint => ({
  id: minute,
  at: `2026-01-05T07:${minute}:00Z`,
  kind: 'crash-consistent',
})

const lineOf = (points: Record<string, readonly RecoveryPoint[]>, over: { line?: object; notAfter?: string } = {}) =>
  lineOfSite({
    planned,
    network: emptyNetwork,
    settings: replicationSettingsSchema.parse({ line: over.line ?? {} }).line,
    points: new Map(Object.entries(points)),
    failedAt: '2026-01-05T08:00:00Z',
    notAfter: over.notAfter ?? null,
  })

test('within an application a client goes back to what its server knows, across applications it does not matter', () => {
  const { report } = lineOf({ web: [at('10'), at('20'), at('50')], db: [at('20'), at('30')], dir: [at('05')] })

  expect(report.complete).toBe(true)
  expect(report.vms.map(({ vmId, at: chosen, why }) => [vmId, chosen?.slice(14, 16), why])).toEqual([
    ['db', '30', 'newest'],
    ['dir', '05', 'newest'],
    ['web', '20', 'needs'],
  ])
  // 08:00 - 07:20, of which 30 min since its newest.
  expect(report.vms[2]).toMatchObject({ lossSeconds: 2400, rolledBackSeconds: 1800, skewSeconds: 600 })
  expect(report.groups.map(({ vmIds }) => vmIds)).toEqual([['dir'], ['db', 'web']])
  expect(report.notAsked).toEqual(['alone'])
})

test('a skew that is stated ties applications, and no limit unties VMs of one', () => {
  const line = {
    allowedSkew: [
      { from: { application: 'shop', name: 'db' }, to: { name: 'dir' }, seconds: 60 },
      { from: { name: 'web' }, to: { name: 'db' }, seconds: null },
    ],
  }
  const { report } = lineOf({ web: [at('50')], db: [at('05'), at('30')], dir: [at('05')] }, { line })

  expect(report.limits).toEqual([{ fromVmId: 'db', toVmId: 'dir', allowedSkewSeconds: 60 }])
  expect(report.vms.map(({ vmId, at: chosen }) => [vmId, chosen?.slice(14, 16)])).toEqual([
    ['db', '05'],
    ['dir', '05'],
    ['web', '50'],
  ])
})

test('what is needed and has no point leaves none for its client, and the finding names both', () => {
  const { report, findings } = lineOf({ web: [at('10')] })

  expect(report.complete).toBe(false)
  expect(report.vms.find(({ vmId }) => vmId === 'web')).toMatchObject({
    pointId: null,
    why: 'needs',
    becauseOf: ['db'],
  })
  expect(findings.flatMap(({ affected }) => affected)).toEqual(expect.arrayContaining(['web', 'db']))
})

test('no point after the time that is given, nor after the failure', () => {
  const points = { dir: [at('10'), at('20'), { ...at('59'), at: '2026-01-05T09:00:00Z' }] }

  expect(lineOf(points).report.vms[0]).toMatchObject({ pointId: '20' })
  expect(lineOf(points, { notAfter: '2026-01-05T07:15:00Z' }).report.vms[0]).toMatchObject({
    pointId: '10',
    lossSeconds: 3000,
  })
})

test('VMs that are only consistent together, and those that need application-consistent points', () => {
  const line = { together: [{ application: 'shop' }], applicationConsistent: [{ name: 'dir' }] }
  const { report } = lineOf({ web: [at('10'), at('20')], db: [at('10'), at('30')], dir: [at('05')] }, { line })

  expect(report.vms.map(({ vmId, pointId, why }) => [vmId, pointId, why])).toEqual([
    ['db', '10', 'group'],
    ['dir', null, 'no-point'],
    ['web', '10', 'group'],
  ])
})
