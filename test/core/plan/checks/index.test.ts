import { describe, expect, it } from 'vitest'
import { checks, runChecks } from '../../../../src/core/plan/checks/index.ts'
import { parseAddress } from '../../../../src/model/address.ts'
import { checkSettingsSchema } from '../../../../src/model/check-settings.ts'
import { checkIds, type CheckContext, type DrillRecord } from '../../../../src/model/check.ts'
import type { DecidedAction } from '../../../../src/model/needed-action.ts'
import { findingCodes } from '../../../../src/model/finding-codes.ts'
import type { ApplicationPromise, Plan, PlannedVm } from '../../../../src/model/plan.ts'
import type { Vm } from '../../../../src/model/site.ts'
import { anAddress, aPlan, aPlannedServer } from '../../../builders-plan.ts'
import { aSite, aVm } from '../../../builders.ts'
import { aTier } from '../builders.ts'

const from = parseAddress('10.0.0.10')
const someHash = 'a'.repeat(64)
const plan = aPlan({ servers: [aPlannedServer({ id: 'vm-1', addresses: [{ from }] })] })
const settings = checkSettingsSchema.parse({ drillAgeDays: { default: null } })

const aContext = (over: Partial<CheckContext> = {}, vms: readonly Vm[] = [aVm()]): CheckContext => ({
  plan,
  planSha256: someHash,
  plannedBy: 'drplan 1.0.0',
  plannedFrom: { 'drplan.yaml': 'a', 'site.json': 'b' },
  site: aSite({ vms: [...vms], capturedAt: '2026-11-20T00:00:00.000Z' }),
  planned: vms.map((vm) => ({ vm, tier: aTier('3'), application: vm.name })),
  now: { 'drplan.yaml': 'a', 'site.json': 'b' },
  checkedBy: 'drplan 1.0.0',
  histories: new Set(),
  replanned: over.plan ?? plan,
  forecastAgain: false,
  demandPolicy: { quantile: 0.95, horizonDays: 28 },
  settled: new Set(['vm-1']),
  networkChanges: [],
  provenNow: plan.equivalence,
  settings: { ...settings, catalogueAgeDays: 100_000 },
  today: '2026-11-21',
  drills: [],
  outputs: { missing: [], changed: [] },
  quotasReadAt: '2026-11-20T00:00:00.000Z',
  permissions: null,
  versions: { roots: [], terraform: null },
  ...over,
})

const replanned = (over: Partial<Plan>): Partial<CheckContext> => ({ replanned: { ...plan, ...over } })
const [vm] = plan.vms as [PlannedVm]
const withVm = (over: Partial<PlannedVm>): Partial<Plan> => ({ vms: [{ ...vm, ...over }] })

const promise: ApplicationPromise = {
  application: 'shop',
  tierId: '1',
  vmIds: ['vm-1'],
  promised: { rtoMinutes: 30, rpoMinutes: 5 },
  achieved: { rtoMinutes: 20, rpoMinutes: 1 },
  verdict: 'kept',
  because: 'of the launch',
}
const lost = { vmId: 'vm-1', tierId: '3', constraint: 'memory', needed: '', available: '', reason: 'it is too large' }
const promises = (before: Partial<ApplicationPromise>, after: Partial<ApplicationPromise> = before): CheckContext =>
  aContext({
    plan: { ...plan, promises: [{ ...promise, ...before }] },
    replanned: { ...plan, promises: [{ ...promise, ...after }] },
  })

const drilled = (over: Partial<DrillRecord> = {}): CheckContext =>
  aContext({
    plan: { ...plan, promises: [promise] },
    settings: checkSettingsSchema.parse({ drillAgeDays: { default: 30 }, catalogueAgeDays: 100_000 }),
    drills: [
      {
        run: 'drill-1',
        endedAt: '2026-11-01T00:00:00.000Z',
        planSha256: someHash,
        minutesByVm: new Map([['vm-1', 12]]),
        ...over,
      },
    ],
  })

const someDisks = plan.mapping.assignments[0]?.disks ?? []
const mapping = (over: Partial<Plan['mapping']['assignments'][number]>): Partial<Plan> => ({
  mapping: { ...plan.mapping, assignments: plan.mapping.assignments.map((one) => ({ ...one, ...over })) },
})

const permission = (decided: Omit<DecidedAction, 'action'>): CheckContext =>
  aContext({
    permissions: {
      principal: 'arn:aws:iam::111122223333:role/dr',
      needed: [
        {
          action: 'ec2:RunInstances',
          for: [
            { where: 'Terraform recovery', what: 'aws_instance', step: 'recover.wave-3.apply', wave: 3 },
            { where: 'drill', what: 'drs:StartRecovery', step: 'recover.wave-2.drs-start-1', wave: 2 },
          ],
        },
      ],
      decided: [{ action: 'ec2:RunInstances', ...decided }],
    },
  })
const versionsOf = (locked: Readonly<Record<string, string>> | null, terraform: string | null = null): CheckContext => {
  const wishes = [
    { of: 'terraform', constraint: '>= 1.9', file: 'terraform/foundation/versions.tf' },
    { of: 'hashicorp/aws', constraint: '~> 6.19', file: 'terraform/modules/balancers/versions.tf' },
  ]
  const other = { folder: 'terraform/recovery', wishes, locked: { 'hashicorp/aws': '6.20.0' } }
  return aContext({ versions: { roots: [{ folder: 'terraform/foundation', wishes, locked }, other], terraform } })
}

type Row = readonly [what: string, context: CheckContext, code: string, message: string]

const aged: Plan = { ...plan, mapping: { ...plan.mapping, catalogueAsOf: '2026-11-01' } }

const cases = (
  [
    [
      'an action that no policy allows',
      permission({ decision: 'not-allowed', reason: null }),
      'check.permission-missing',
      'The step recover.wave-2.drs-start-1 stops, and wave 2 does not come back (aws_instance, drs:StartRecovery).',
    ],
    [
      'an action that the organization refuses',
      permission({ decision: 'denied', reason: 'a policy of the organization refuses it' }),
      'check.permission-missing',
      'role/dr may not (a policy of the organization refuses it)',
    ],
    [
      'an action that nobody can tell',
      permission({ decision: 'unknown', reason: 'it depends on conditions' }),
      'check.permission-unknown',
      'cannot be told: it depends on conditions',
    ],
    [
      'a provider that is too old',
      versionsOf({ 'hashicorp/aws': '6.2.0' }),
      'check.version-provider',
      'asks for ~> 6.19',
    ],
    ['a provider that is too new', versionsOf({ 'hashicorp/aws': '7.0.1' }), 'check.version-provider', '7.0.1'],
    [
      'a Terraform that is too old',
      versionsOf({ 'hashicorp/aws': '6.20.0' }, '1.5.7'),
      'check.version-terraform',
      '>= 1.9',
    ],
    ['a root without a lock file', versionsOf(null), 'check.version-unlocked', 'terraform/foundation has no lock file'],
    ['more memory', aContext({}, [aVm({ memoryGiB: 16 })]), 'check.vm-changed', 'memory GiB 8 → 16'],
    ['a size nobody knows any more', aContext({}, [aVm({ vcpus: null })]), 'check.vm-changed', 'vCPU 2 → unknown'],
    ['another firmware', aContext(replanned(withVm({ firmware: 'bios' }))), 'check.vm-changed', '→ bios'],
    ['a VM that is gone', aContext({}, []), 'check.vm-gone', 'no longer at the primary site'],
    ['a VM that is left out', aContext({ planned: [] }), 'check.vm-left-out', 'leaves it out now'],
    [
      'a VM that is new',
      aContext({}, [aVm(), aVm({ id: 'vm-2', name: 'new' })]),
      'check.vm-unprotected',
      'new would not',
    ],
    [
      'another name',
      aContext(replanned(withVm({ name: 'other', key: 'other-1' }))),
      'check.vm-renamed',
      'called other',
    ],
    ['another tier', aContext(replanned(withVm({ tierId: '0' }))), 'check.tier-changed', 'tier '],
    ['another application', aContext(replanned(withVm({ application: 'erp' }))), 'check.tier-changed', '→ erp'],
    [
      'a need that comes up later',
      aContext(replanned(withVm({ dependsOn: ['vm-9'] }))),
      'check.dependency-unordered',
      'which the plan does not start',
    ],
    [
      'a need that is gone',
      aContext({ plan: { ...plan, ...withVm({ dependsOn: ['vm-9'] }) }, replanned: plan }),
      'check.dependency-changed',
      'no longer needs vm-9',
    ],
    [
      'another component for the same size',
      aContext(replanned(mapping({ offering: { ...plan.mapping.assignments[0]!.offering, componentId: 'x9.large' } }))),
      'check.component-changed',
      'now it would be x9.large',
    ],
    [
      'a disk that grew',
      aContext(replanned(mapping({ disks: someDisks.map((disk) => ({ ...disk, sizeGiB: disk.sizeGiB + 8 })) }))),
      'check.disks-changed',
      'GiB',
    ],
    [
      'another address',
      aContext(replanned({ network: { ...plan.network, addresses: [anAddress({ vmId: 'vm-1' })] } })),
      'check.address-changed',
      '10.0.0.10',
    ],
    ['a broken promise', promises({ verdict: 'broken' }), 'check.objective-missed', 'RTO of 30'],
    [
      'an application that is new, and late',
      aContext(replanned({ promises: [{ ...promise, verdict: 'broken' }] })),
      'check.promise-broken',
      'shop (tier 1) is not in the plan',
    ],
    [
      'more differences than are shown',
      aContext({ provenNow: { ...plan.equivalence, more: true } }),
      'check.network-unproven',
      'others may be new since the plan',
    ],
    ['a promise that breaks', promises({}, { verdict: 'broken' }), 'check.promise-broken', 'of the launch'],
    [
      'a promise with less to spare',
      promises({}, { achieved: { rtoMinutes: 25, rpoMinutes: 1 } }),
      'check.promise-weaker',
      'RTO 20 and RPO 1 min as planned, RTO 25',
    ],
    [
      'a promise that nobody can tell',
      promises({}, { verdict: 'undecided', achieved: null }),
      'check.promise-weaker',
      'cannot be told any more',
    ],
    [
      'a changed input',
      aContext({ now: { 'drplan.yaml': 'a', 'site.json': 'c' } }),
      'check.input-changed',
      'site.json changed',
    ],
    [
      'a new input',
      aContext({ now: { 'drplan.yaml': 'a', 'site.json': 'b', more: 'c' } }),
      'check.input-changed',
      'is new',
    ],
    ['a missing input', aContext({ now: { 'drplan.yaml': 'a' } }), 'check.input-changed', 'site.json is gone'],
    [
      'newer samples',
      aContext({ now: { 'drplan.yaml': 'a', 'site.json': 'c' }, histories: new Set(['site.json']) }),
      'check.history-newer',
      'as it was forecast then',
    ],
    [
      'another horizon',
      aContext({ demandPolicy: { quantile: 0.95, horizonDays: 90 } }),
      'check.history-newer',
      'over 90 days',
    ],
    ['an older drplan', aContext({ plannedBy: 'drplan 0.9.0' }), 'check.version-changed', 'drplan 0.9.0'],
    [
      'another region',
      aContext(replanned({ target: { id: 'aws', region: 'us-west-2' } })),
      'check.target-changed',
      'aws us-west-2',
    ],
    [
      'an edited file',
      aContext({ outputs: { missing: [], changed: ['a.tf'] } }),
      'check.output-changed',
      'a.tf is not',
    ],
    [
      'a file that is gone',
      aContext({ outputs: { missing: ['a.tf'], changed: [] } }),
      'check.output-missing',
      'is gone',
    ],
    [
      'an old catalogue',
      aContext({ settings: { ...settings, catalogueAgeDays: 1 }, plan: aged, replanned: aged }),
      'check.catalogue-old',
      'days ago',
    ],
    [
      'an old inventory',
      aContext({ site: aSite({ vms: [aVm()], capturedAt: '2026-01-01T00:00:00.000Z' }) }),
      'check.inventory-old',
      '324 days ago',
    ],
    ['quotas that nobody read', aContext({ quotasReadAt: null }), 'check.quota-old', 'never read'],
    ['old quotas', aContext({ quotasReadAt: '2026-10-01T00:00:00.000Z' }), 'check.quota-old', '51 days ago'],
    ['no drill', drilled({ minutesByVm: new Map() }), 'check.drill-missing', 'every 30 days'],
    ['an old drill', drilled({ endedAt: '2026-10-01T00:00:00.000Z' }), 'check.drill-old', '51 days ago (drill-1)'],
    ['a slow drill', drilled({ minutesByVm: new Map([['vm-1', 31]]) }), 'check.drill-missed', 'back 31 min after'],
    ['a drill of another plan', drilled({ planSha256: 'b' }), 'check.drill-other-plan', 'another plan.json'],
  ] satisfies readonly Row[]
).map(([what, context, code, message]) => ({ what, context, code, message }))

describe('the checks', () => {
  it('are those of the model, and each says what it makes sure of, why, and what it may find', () => {
    expect(Object.keys(checks).sort()).toEqual([...checkIds].sort())
    for (const { title, source, codes } of Object.values(checks)) {
      expect(title).toMatch(/\.$/)
      expect(source).not.toBe('')
      expect(codes.every((code) => code in findingCodes)).toBe(true)
    }
  })

  it('find nothing where nothing changed', () => {
    expect(runChecks(aContext())).toEqual([])
  })

  it.each(cases)('find $what', ({ context, code, message }) => {
    const found = runChecks(context)

    expect(found.map((finding) => finding.code)).toEqual([code])
    expect(found[0]?.message).toContain(message)
  })

  it('find only what they say that they may find', () => {
    for (const { context } of cases)
      for (const check of Object.values(checks))
        expect(check.run(context).filter(({ code }) => !(check.codes as readonly string[]).includes(code))).toEqual([])
  })

  it('find nothing about drills of a tier that asks for none', () => {
    const context = drilled({ minutesByVm: new Map() })

    const none = { ...context, settings: { ...context.settings, drillAgeDays: { '1': null, default: 30 } } }

    expect(runChecks(none)).toEqual([])
  })

  it('say of a VM without a component that it would not come back', () => {
    const without = { ...plan, mapping: { ...plan.mapping, assignments: [], unmapped: [lost] } }

    const [finding] = runChecks(aContext({ plan: without }))

    expect(finding).toMatchObject({ code: 'check.vm-unprotected', message: expect.stringContaining('it is too large') })
  })
})
