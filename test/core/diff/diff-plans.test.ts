import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { Assignment } from '../../../src/model/mapping.ts'
import type { AddressTranslation, NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { Plan, PlannedVm } from '../../../src/model/plan.ts'
import { planDiffSchema } from '../../../src/model/plan-diff.ts'
import { aPromise, aSmallPlan, aWarning, compared } from '../../builders-diff.ts'
import { aDemand, aNeed } from '../../builders.ts'
import { aMappedDisk, aPlan, aPlannedServer, aSecurityRule } from '../../builders-plan.ts'

const plan = aSmallPlan()

type Change = (plan: Plan) => Plan

const vm =
  (over: Partial<PlannedVm>): Change =>
  (one) => ({ ...one, vms: one.vms.map((each) => (each.vmId === 'web' ? { ...each, ...over } : each)) })

const assigned =
  (over: Partial<Assignment>): Change =>
  (one) => ({
    ...one,
    mapping: {
      ...one.mapping,
      assignments: one.mapping.assignments.map((each) => (each.vmId === 'web' ? { ...each, ...over } : each)),
    },
  })

const offered =
  (over: Partial<Assignment['offering']>): Change =>
  (one) =>
    assigned({ offering: { ...one.mapping.assignments[0]?.offering, ...over } as Assignment['offering'] })(one)

const net =
  (over: (network: NetworkTranslation) => Partial<NetworkTranslation>): Change =>
  (one) => ({ ...one, network: { ...one.network, ...over(one.network) } })

const address = (over: Partial<AddressTranslation>): Change =>
  net(({ addresses }) => ({ addresses: addresses.map((each) => (each.vmId === 'web' ? { ...each, ...over } : each)) }))

const mapped =
  (over: Partial<Plan['mapping']>): Change =>
  (one) => ({ ...one, mapping: { ...one.mapping, ...over } })

const newcomer = aPlannedServer({ id: 'cache', addresses: [] })

const cases: readonly (readonly [string, Change, readonly string[]])[] = [
  ['nothing', (one) => structuredClone(one), []],
  ['another reason only', assigned({ reason: 'other words' }), []],
  ['the name of a VM', vm({ name: 'front' }), ['neutral vm-renamed VMs']],
  ['the tier of a VM', vm({ tierId: '2' }), ['neutral vm-changed tier']],
  ['the application of a VM', vm({ application: 'blog' }), ['neutral vm-changed application']],
  ['the operating system of a VM', vm({ os: 'windows' }), ['neutral vm-changed operating system']],
  ['what a VM needs', vm({ dependsOn: ['db'] }), ['neutral vm-changed needs']],
  ['the component', offered({ componentId: 'm7i.xlarge' }), ['neutral vm-changed component']],
  ['the strategy', offered({ strategy: 'pilot-light' }), ['neutral vm-changed strategy']],
  ['the standby component', offered({ standbyComponentId: 'm7i.large' }), ['neutral vm-changed standby component']],
  ['the zone', offered({ zone: 2 }), ['neutral vm-changed zone']],
  ['a disk', assigned({ disks: [aMappedDisk({ sizeGiB: 60 })] }), ['neutral vm-changed disks']],
  ['the id of a disk only', assigned({ disks: [aMappedDisk({ diskId: 'new' })] }), []],
  ['the backup interval', assigned({ backupIntervalMinutes: 60 }), ['neutral vm-changed backup interval, minutes']],
  ['a reservation', assigned({ reservation: { perMonth: 5, reserved: true } }), ['neutral vm-changed reserved']],
  [
    'the demand',
    (one) => ({ ...one, demands: one.demands.map((each) => ({ ...each, vcpus: aNeed(7) })) }),
    ['neutral vm-changed vCPUs allocated', 'neutral vm-changed vCPUs required'],
  ],
  [
    'a demand by its last digit',
    (one) => ({
      ...one,
      demands: one.demands.map((each) => ({ ...each, storageGiB: each.storageGiB + 1e-9 })),
    }),
    [],
  ],
  [
    'a component that is lost',
    (one) =>
      mapped({
        assignments: one.mapping.assignments.filter(({ vmId }) => vmId !== 'web'),
        unmapped: [{ vmId: 'web', tierId: '3', constraint: 'vCPU', needed: '9', available: '8', reason: 'too large' }],
      })(one),
    ['worse vm-unprotected VMs', 'neutral vm-changed component'],
  ],
  [
    'a VM that came',
    (one) => ({
      ...mapped({ assignments: [...one.mapping.assignments, newcomer.assignment] })(one),
      vms: [...one.vms, newcomer.vm],
    }),
    ['neutral vm-added VMs'],
  ],
  ['a VM that went', (one) => ({ ...one, vms: one.vms.slice(0, 1) }), ['neutral vm-removed VMs']],
  ['an address', address({ to: parseAddress('10.64.1.99') }), ['neutral addresses addresses']],
  [
    'a promise that breaks',
    (one) => ({ ...one, promises: [aPromise({ verdict: 'broken', achieved: { rtoMinutes: 2000, rpoMinutes: 30 } })] }),
    ['worse promise-broken shop', 'worse rto shop'],
  ],
  [
    'a promise that nobody can tell',
    (one) => ({ ...one, promises: [aPromise({ verdict: 'undecided' })] }),
    ['worse promise-undecided shop'],
  ],
  [
    'a shorter RTO',
    (one) => ({ ...one, promises: [aPromise({ achieved: { rtoMinutes: 48, rpoMinutes: 30 } })] }),
    ['better rto shop'],
  ],
  [
    'a longer RPO',
    (one) => ({ ...one, promises: [aPromise({ achieved: { rtoMinutes: 60, rpoMinutes: 31 } })] }),
    ['worse rpo shop'],
  ],
  [
    'a weaker promise',
    (one) => ({ ...one, promises: [aPromise({ promised: { rtoMinutes: null, rpoMinutes: 1440 } })] }),
    ['worse promised shop'],
  ],
  ['the cost of standing by', mapped({ standbyPerMonth: 92 }), ['better cost-standby cost']],
  ['the cost of the day', mapped({ recoveredPerHour: 3 }), ['worse cost-recovered cost']],
  ['the currency', mapped({ currency: 'EUR' }), ['neutral cost-standby cost', 'neutral cost-recovered cost']],
  ['the catalogue', mapped({ catalogueAsOf: '2026-02-01' }), ['neutral site catalogue']],
  [
    'the wave of a VM',
    (one) => ({
      ...one,
      waves: [
        { number: 1, tierId: '3', vmIds: ['db'], startMinutes: 10, endMinutes: 60 },
        { number: 2, tierId: '3', vmIds: ['web'], startMinutes: 60, endMinutes: 90 },
      ],
    }),
    ['neutral waves waves', 'neutral waves waves of VMs'],
  ],
  [
    'a new error',
    (one) => ({ ...one, findings: [{ ...aWarning('web'), severity: 'error' }] }),
    ['worse finding-error web'],
  ],
  ['a new warning', (one) => ({ ...one, findings: [aWarning('web')] }), ['worse finding-warning web']],
  [
    'a new note',
    (one) => ({ ...one, findings: [{ ...aWarning('web'), severity: 'info' }] }),
    ['neutral finding-info web'],
  ],
  [
    'a rule that opens a port',
    net(({ securityRules }) => ({
      securityRules: [
        ...securityRules,
        aSecurityRule({
          key: 'web-ssh',
          from: 'sgr-9',
          ports: { from: 22, to: 22 },
          peer: { kind: 'cidr', cidr: parseCidr('198.51.100.0/24') },
        }),
      ],
    })),
    ['worse flow-opened app-a (web), ingress', 'neutral network security rule'],
  ],
  [
    'a rule that is gone',
    net(({ securityRules }) => ({ securityRules: securityRules.filter(({ key }) => key !== 'data-from-web') })),
    ['worse flow-closed app-a (web), egress', 'neutral network security rule'],
  ],
  [
    'a rule that is split in two',
    net(({ securityRules }) => ({
      securityRules: securityRules.flatMap((rule) =>
        rule.key === 'web-https'
          ? ['0.0.0.0/1', '128.0.0.0/1'].map((block, index) => ({
              ...rule,
              key: `web-https-${index}`,
              peer: { kind: 'cidr' as const, cidr: parseCidr(block) },
            }))
          : [rule],
      ),
    })),
    ['neutral network security rule'],
  ],
  [
    'the key of a group',
    (one) => {
      const text = JSON.stringify(one.network, (_key, value: unknown) =>
        typeof value === 'bigint' ? `${value}n` : value,
      )
      const renamed = text.replaceAll('"web"', '"front"')
      return {
        ...one,
        network: JSON.parse(renamed, (_key, value: unknown) =>
          typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
        ) as NetworkTranslation,
        vms: one.vms,
      }
    },
    ['no flow'],
  ],
  [
    'the equivalence',
    (one) => ({ ...one, equivalence: { ...one.equivalence, verdict: 'different', accepted: false } }),
    ['worse equivalence both sites'],
  ],
]

const said = (before: Plan, after: Plan): readonly string[] =>
  compared(before, after).consequences.map(({ direction, code, subject }) => `${direction} ${code} ${subject}`)

describe('one change', () => {
  test.each(cases.filter(([, , expected]) => expected[0] !== 'no flow'))('%s', (_name, change, expected) => {
    expect(said(plan, change(plan))).toEqual(expected)
  })

  test('groups under other keys change no connection', () => {
    const change = cases.find(([name]) => name === 'the key of a group')?.[1] ?? ((one: Plan) => one)

    expect(compared(plan, change(plan)).flows).toMatchObject({ verdict: 'same', changes: [] })
  })
})

test('an opened connection is shown by one packet, with the rules that decide', () => {
  const change = cases.find(([name]) => name === 'a rule that opens a port')?.[1] ?? ((one: Plan) => one)

  const { flows } = compared(plan, change(plan))

  expect(flows.changes).toEqual([
    expect.objectContaining({
      change: 'opened',
      packet: expect.stringMatching(/ → 10\.64\.1\.10:22$/),
      destinationVmId: 'web',
      before: { outcome: 'deny', by: 'security groups: no rule' },
      after: { outcome: 'allow', by: 'security groups: web-ssh (from sgr-9)' },
    }),
  ])
})

test('a whole site that moves to another block lets the same connections through', () => {
  const moved = net(({ addresses, subnets, vpcs, securityRules }) => {
    const other = (text: string): string => text.replace('10.64.', '10.77.')
    return {
      blocks: [{ vpcKey: 'shop', from: parseCidr('10.0.0.0/16'), to: parseCidr('10.77.0.0/16'), rule: 'explicit' }],
      vpcs: vpcs.map((vpc) => (vpc.key === 'shop' ? { ...vpc, blocks: [parseCidr('10.77.0.0/16')] } : vpc)),
      subnets: subnets.map((one) => (one.key === 'app-a' ? { ...one, block: parseCidr('10.77.1.0/24') } : one)),
      addresses: addresses.map((one) => ({
        ...one,
        to: parseAddress(other(one.vmId === 'web' ? '10.64.1.10' : '10.64.1.11')),
      })),
      securityRules: securityRules.map((rule) =>
        rule.key === 'web-to-data'
          ? { ...rule, peer: { kind: 'cidr' as const, cidr: parseCidr('10.77.0.0/16') } }
          : rule,
      ),
    }
  })(plan)

  const { flows, vms } = compared(plan, moved)

  expect(flows.changes).toEqual([])
  expect(vms.changed.map(({ vmId }) => vmId)).toEqual(['db', 'web'])
})

test('connections of VMs that one plan lacks, or whose address nobody knows, are said not to be compared', () => {
  const change: Change = (one) => address({ to: null })({ ...one, vms: [...one.vms, newcomer.vm] })

  expect(compared(plan, change(plan)).flows.notCompared).toEqual([
    { why: 'they are in the later plan only', vmIds: ['cache'] },
    { why: 'the platform gives them an address that is not known before', vmIds: ['web'] },
  ])
})

test('a VM with another id is the same machine where the plan says that its key moved', () => {
  const replaced: Plan = {
    ...vm({ vmId: 'i-2', key: 'front', name: 'front' })(plan),
    moves: [{ kind: 'vm', from: plan.vms[0]?.key ?? '', to: 'front' }],
  }

  const { vms } = compared(plan, replaced)

  expect(vms).toMatchObject({
    added: [],
    removed: [],
    renamed: [{ vmId: 'i-2', vmIdBefore: 'web', nameBefore: 'web' }],
  })
})

test('a finding about one VM more is the same finding, and its message does not count', () => {
  const before = { ...plan, findings: [aWarning('site', ['web'], '1 VM')] }
  const after = { ...plan, findings: [aWarning('site', ['web', 'db'], '2 VMs')] }

  const { findings } = compared(before, after)

  expect(findings).toMatchObject({ added: [], removed: [], changed: [{ joinedVmIds: ['db'], leftVmIds: [] }] })
  expect(compared(before, { ...plan, findings: [aWarning('site', ['web'], '7 VMs')] }).same).toBe(true)
})

const anyChange = fc.constantFrom(...cases.map(([, change]) => change))
const anyPlan = fc
  .array(anyChange, { maxLength: 5 })
  .map((changes) => changes.reduce((one, change) => change(one), plan))
const shuffled = (one: Plan): Plan => ({
  ...one,
  vms: one.vms.toReversed(),
  demands: one.demands.toReversed(),
  findings: one.findings.toReversed(),
  promises: one.promises.toReversed(),
  mapping: { ...one.mapping, assignments: one.mapping.assignments.toReversed() },
  network: {
    ...one.network,
    securityRules: one.network.securityRules.toReversed(),
    subnets: one.network.subnets.toReversed(),
    addresses: one.network.addresses.toReversed(),
    dnsRecords: one.network.dnsRecords.toReversed(),
  },
})

const opposite: Readonly<Record<string, string>> = { worse: 'better', better: 'worse', neutral: 'neutral' }

describe('laws', () => {
  test('a plan has no difference to itself, in whatever order it is written', () => {
    fc.assert(
      fc.property(anyPlan, (one) => {
        expect(compared(one, shuffled(one))).toMatchObject({ same: true, consequences: [] })
      }),
      { numRuns: 30 },
    )
    const large = aPlan()
    expect(compared(large, shuffled(large))).toMatchObject({ same: true, consequences: [] })
  })

  test('what is worse one way is better the other way, and what came went', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (a, b) => {
        const [there, back] = [compared(a, b), compared(b, a)]
        const judged = ({ consequences }: typeof there, turn: (direction: string) => string): readonly string[] =>
          consequences
            .filter(({ code }) => !code.startsWith('flow-') && !['vm-added', 'vm-removed'].includes(code))
            .map(({ direction, subject }) => `${turn(direction)} ${subject}`)
            .sort()
        expect(judged(there, (direction) => direction)).toEqual(judged(back, (direction) => opposite[direction] ?? ''))
        expect(there.vms.added.map(({ vmId }) => vmId)).toEqual(back.vms.removed.map(({ vmId }) => vmId))
        expect(there.flows.changes.filter(({ change }) => change === 'opened').length > 0).toBe(
          back.flows.changes.some(({ change }) => change === 'closed'),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('every difference is as its schema says', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (a, b) => {
        expect(planDiffSchema.safeParse(JSON.parse(JSON.stringify(compared(a, b)))).error).toBeUndefined()
      }),
      { numRuns: 30 },
    )
  })
})

test('a plan of an older drplan is compared as far as it goes, and the rest is said', () => {
  const newer: Plan = { ...plan, arbitration: [], mapping: { ...plan.mapping, compatibility: [] } }

  expect(compared(plan, newer)).toMatchObject({
    same: true,
    notCompared: [
      'who serves when (arbitration): only the later plan says it',
      'compatibility of VMs: only the later plan says it',
    ],
  })
})

test('a plan that makes no sense is compared all the same', () => {
  const nonsense: Plan = {
    ...vm({ dependsOn: ['web', 'ghost'] })(plan),
    waves: [{ number: 1, tierId: 'none', vmIds: ['ghost', 'ghost'], startMinutes: 1e308, endMinutes: 0 }],
    promises: [aPromise({ vmIds: ['ghost'] }), aPromise()],
    demands: [aDemand({ vmId: 'ghost' })],
    mapping: { ...plan.mapping, standbyPerMonth: Number.MAX_VALUE, recoveredPerHour: Number.MAX_VALUE },
    network: {
      ...plan.network,
      subnets: [],
      vpcs: [],
      addresses: [...plan.network.addresses, ...plan.network.addresses],
    },
  }

  for (const diff of [compared(plan, nonsense), compared(nonsense, plan), compared(nonsense, nonsense)])
    expect(planDiffSchema.safeParse(JSON.parse(JSON.stringify(diff))).error).toBeUndefined()
})
