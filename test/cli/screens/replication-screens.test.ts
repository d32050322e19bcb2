import { expect, test } from 'vitest'
import { cadenceScreen } from '../../../src/cli/screens/replication-cadence.ts'
import { lineScreen } from '../../../src/cli/screens/replication-line.ts'
import { isInTime, seedScreen } from '../../../src/cli/screens/replication-seed.ts'
import { widthOf } from '../../../src/cli/text.ts'
import type { CadenceReport, VmCadence } from '../../../src/model/cadence.ts'
import type { LineVm, RecoveryLineReport } from '../../../src/model/recovery-line.ts'
import type { SeedingAnswer } from '../../../src/model/seeding.ts'

const hostile = `\u001B[31m${'name-'.repeat(20)}\u202E`

const aVmCadence = (over: Partial<VmCadence> = {}): VmCadence => ({
  vmId: 'db',
  name: 'db-1',
  tierId: '2',
  rtoMinutes: 240,
  rpoMinutes: 60,
  sizeGiB: 100,
  churnGiBPerHour: 1.5,
  unknown: [],
  answer: {
    cadence: {
      snapshotMinutes: 720,
      logMinutes: 15,
      takenEvery: 6,
      rtoMinutes: 85,
      rpoMinutes: 16,
      restoreMinutes: 9,
      replayMinutes: 48,
      costPerMonth: 12.345,
      keptGiB: 240,
      sentGiBPerMonth: 1000,
    },
    binds: [],
    changes: [],
    best: null,
  },
  ...over,
})

const aCadenceReport = (vms: readonly VmCadence[], isPriced = true): CadenceReport => ({
  vms,
  tiers: [
    {
      tierId: '2',
      rtoMinutes: 240,
      rpoMinutes: 60,
      vms: vms.length,
      kept: 1,
      broken: 0,
      unknown: 0,
      snapshotMinutes: 720,
      logMinutes: 15,
      keptGiB: 240,
      sentGiBPerMonth: 1000,
      costPerMonth: isPriced ? 12.345 : null,
    },
  ],
  isPriced,
  currency: 'USD',
})

const cadence = (vms: readonly VmCadence[], width = 100): readonly string[] =>
  cadenceScreen({ report: aCadenceReport(vms), width, all: true })

test('a cadence has its intervals, and what synthetic snapshots are', () => {
  const text = cadence([aVmCadence()]).join('\n')

  expect(text).toMatch(/db-1 +2 .*12 h 1:6 +15 min +85 min +16 min/)
  expect(text).toContain('1:k = one snapshot in k is taken from the VM')
})

test('without a cadence it says what would be enough, or what nobody can tell', () => {
  const none = { cadence: null, binds: [], best: { rtoMinutes: 33, rpoMinutes: 8 } }
  const text = cadence([
    aVmCadence({ answer: { ...none, changes: [{ what: 'restoreMiBps', needed: 412.34 }] } }),
    aVmCadence({ answer: { ...none, changes: [] } }),
    aVmCadence({ answer: null, unknown: ['writes', 'replay-rate'] }),
  ]).join('\n')

  expect(text).toContain('restore 412.4 MiB/s')
  expect(text).toMatch(/at best RTO 33 mi/)
  expect(text).toMatch(/cannot tell without/)
  expect(text).toContain('set replication.logShipping.replayMiBps')
})

const anAnswer = (over: Partial<SeedingAnswer> = {}): SeedingAnswer => ({
  plan: {
    start: '2026-01-05T00:00:00.000Z',
    finish: '2026-01-05T08:00:00.000Z',
    vms: [
      {
        vmId: 'db',
        tierId: '1',
        sizeGiB: 90,
        start: '2026-01-05T00:00:00.000Z',
        finish: '2026-01-05T08:00:00.000Z',
        stream: 1,
        batch: 1,
      },
    ],
    never: [],
    sentGiB: 100,
    waitingGiB: 0,
    sizesGiB: 90,
    churnGiB: 10,
    hours: 8,
    boundHours: 7,
  },
  linkMiBps: 10,
  finishBy: '2026-01-05T06:00:00.000Z',
  neededMiBps: 12.3401,
  leftOut: [],
  ...over,
})

const seed = (answer: SeedingAnswer, width = 100): readonly string[] =>
  seedScreen({ answer, names: { db: hostile, slow: 'slow-1' }, findings: [], width, all: true })

test('first copies that come too late have the link that is in time', () => {
  const answer = anAnswer()

  expect(isInTime(answer)).toBe(false)
  expect(seed(answer).join(' ')).toContain('It needs a link of 12.35 MiB/s; there are 10.')
  expect(isInTime(anAnswer({ finishBy: '2026-01-05T08:00:00.000Z' }))).toBe(true)
})

test('nothing is certain to be in time while a VM is never done, is left out, or the link is unknown', () => {
  const late = { finishBy: '2026-02-01T00:00:00.000Z' }
  const { plan } = anAnswer()
  const never = [{ vmId: 'slow', why: 'link' as const, churnMiBps: 9, leftMiBps: 1 }]

  expect(isInTime(anAnswer({ ...late, leftOut: ['x'] }))).toBe(false)
  expect(isInTime(anAnswer({ ...late, plan: null }))).toBe(false)
  expect(isInTime(anAnswer({ ...late, plan: { ...plan!, never } }))).toBe(false)
  expect(seed(anAnswer({ plan: { ...plan!, never } })).join('\n')).toMatch(/slow-1 .*never/)
})

const aLineVm = (over: Partial<LineVm> = {}): LineVm => ({
  vmId: 'web',
  name: 'web-1',
  application: 'shop',
  tierId: '1',
  rpoMinutes: 5,
  pointId: 'p1',
  at: '2026-01-05T07:00:00.000Z',
  lossSeconds: 3600,
  rolledBackSeconds: 600,
  skewSeconds: 60,
  why: 'needs',
  becauseOf: ['db'],
  ...over,
})

const aLine = (vms: readonly LineVm[]): RecoveryLineReport => ({
  failedAt: '2026-01-05T08:00:00.000Z',
  notAfter: '2026-01-05T07:30:00.000Z',
  complete: vms.every(({ pointId }) => pointId !== null),
  groups: [
    {
      applications: [hostile],
      vmIds: vms.map(({ vmId }) => vmId),
      complete: false,
      oldestAt: null,
      newestAt: null,
      skewSeconds: 60,
      lossSeconds: null,
    },
  ],
  vms,
  limits: [],
  points: 2,
  pointsElsewhere: 1,
  notAsked: ['other'],
})

test('a VM without a consistent point names the dependency that leaves none', () => {
  const none = { pointId: null, at: null, lossSeconds: null, rolledBackSeconds: null, skewSeconds: null }
  const report = aLine([aLineVm(none), aLineVm({ vmId: 'db', name: 'db-1', why: 'newest', becauseOf: [] })])

  const text = lineScreen({ report, findings: [], width: 100 }).join('\n')

  expect(text).toMatch(/web-1 +none .*web-1 → db-1/)
  expect(text).toMatch(/db-1 +2026-01-05 07:00Z +60 min +5 min +10 min/)
  expect(text).toContain('■ incomplete')
  expect(text).toContain('no point after 2026-01-05 07:30Z')
})

test('all of them keep their width, and hostile names are shown as text', () => {
  for (const width of [70, 80, 100]) {
    const lines = [
      ...cadence([aVmCadence({ name: hostile })], width),
      ...seed(anAnswer(), width),
      ...lineScreen({ report: aLine([aLineVm({ name: hostile })]), findings: [], width }),
    ]
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    for (const sign of ['\u001B', '\u202E']) expect(lines.join('\n')).not.toContain(sign)
  }
})
