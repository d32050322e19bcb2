import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluatePolicies } from '../../../src/core/policy/evaluate.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { PolicyNoun } from '../../../src/model/policy-facts.ts'
import type { Site } from '../../../src/model/site.ts'
import type { ApplicationPromise, Plan } from '../../../src/model/plan.ts'
import { aPlan, aPlannedServer, aSecurityRule, aTranslatedRecord, hostileNames } from '../../builders-plan.ts'
import { aSite, aVm } from '../../builders.ts'
import { aPolicy } from './builders.ts'

const aPromise = (application: string, vmIds: readonly string[]): ApplicationPromise => ({
  application,
  tierId: '0',
  vmIds,
  promised: { rtoMinutes: 5, rpoMinutes: 1 },
  achieved: { rtoMinutes: 4, rpoMinutes: 1 },
  verdict: 'kept',
  because: '',
})

/** `shop` in one zone, `books` in two, `lost` nowhere. */
const plan: Plan = {
  ...aPlan({
    servers: [
      aPlannedServer({ id: 'shop-1', application: 'shop', addresses: [{ subnetKey: 'app-a' }] }),
      aPlannedServer({ id: 'shop-2', application: 'shop', addresses: [{ subnetKey: 'edge' }] }),
      aPlannedServer({ id: 'books-1', application: 'books', addresses: [{ subnetKey: 'app-a' }] }),
      aPlannedServer({ id: 'books-2', application: 'books', addresses: [{ subnetKey: 'app-b' }] }),
      aPlannedServer({ id: 'lost-1', application: 'lost', addresses: [] }),
    ],
  }),
  promises: [
    aPromise('shop', ['shop-2', 'shop-1']),
    aPromise('books', ['books-1', 'books-2']),
    aPromise('lost', ['lost-1']),
  ],
}

describe('what a policy says of a plan', () => {
  test('is who breaks it, by how much, and whom it touches', () => {
    const { findings, tallies } = evaluatePolicies([aPolicy({ fix: 'Spread it.', source: 'REL10' })], plan)

    expect(findings[0]).toEqual({
      policyId: 'two-zones',
      severity: 'error',
      layer: 'allocation',
      outcome: 'broken',
      subject: 'shop',
      message: 'policy two-zones: shop: number of zones: 1; at least 2 asked. An application stands in two zones.',
      fix: 'Spread it.',
      affected: ['shop-1', 'shop-2'],
      source: 'REL10',
      place: 'policies.yaml:4',
    })
    expect(tallies).toEqual([{ policyId: 'two-zones', passed: 1, broken: 1, undecided: 1 }])
  })

  test('is undecided where a fact is missing: one milder, with what is missing', () => {
    const { findings } = evaluatePolicies([aPolicy()], plan)

    expect(findings[1]).toMatchObject({
      outcome: 'undecided',
      severity: 'warning',
      subject: 'lost',
      affected: ['lost-1'],
    })
    expect(findings[1]?.message).toContain('for want of zones (the zone of a VM is not known)')
  })

  test('is one finding for all that lack the same facts', () => {
    const policy = aPolicy({
      id: 'os',
      each: 'vm',
      must: [{ fact: 'osSupportDays', atLeast: { fact: 'horizonDays' } }],
    })
    const { findings } = evaluatePolicies([policy], plan)

    expect(
      findings.map(({ outcome, subject, affected }) => [outcome, subject.replace('\u00a0', ' '), affected.length]),
    ).toEqual([['undecided', '5 VMs', 5]])
  })

  test('is decided once the surroundings say more', () => {
    const policy = aPolicy({
      id: 'os',
      each: 'vm',
      must: [{ fact: 'osSupportDays', atLeast: { fact: 'horizonDays' } }],
    })
    const supportEnds = new Map([
      ['shop-1', '2026-12-01'],
      ['shop-2', '2028-01-01'],
    ])
    const { tallies, findings } = evaluatePolicies([policy], plan, { supportEnds, today: '2026-11-22' })

    expect(tallies).toEqual([{ policyId: 'os', passed: 1, broken: 1, undecided: 3 }])
    expect(findings[0]?.message.replaceAll('\u00a0', ' ')).toContain(
      'shop-1: support of the operating system left: 9 days; at least 28 days asked',
    )
  })

  test('is said to be nothing where an own policy chooses nobody, and not of one that comes with drplan', () => {
    const nobody = aPolicy({ id: 'typo', where: [{ fact: 'name', matches: 'shpo' }] })
    const none = aPolicy({ id: 'none', layer: 'deployment', each: 'balancer', must: [{ fact: 'zones', atLeast: 2 }] })
    const bare = { ...plan, network: { ...plan.network, balancers: [] } }
    const { findings } = evaluatePolicies([nobody, none, { ...nobody, id: 'silent', origin: 'built-in' }], bare)

    expect(findings.map(({ policyId, outcome, severity }) => [policyId, outcome, severity])).toEqual([
      ['typo', 'unmatched', 'info'],
      ['none', 'unmatched', 'info'],
    ])
    expect(findings.map(({ message }) => message.replaceAll('\u00a0', ' '))).toEqual([
      expect.stringContaining('choose none of 3 applications'),
      expect.stringContaining('the plan has no load balancer'),
    ])
  })

  test('comes by layer, then by id, whatever the order of files', () => {
    const must = [{ fact: 'name', is: 'x' }]
    const policies = [
      aPolicy({ id: 'b', layer: 'deployment', each: 'vm', must }),
      aPolicy({ id: 'z', each: 'vm', must }),
      aPolicy({ id: 'a', layer: 'deployment', each: 'vm', must }),
    ]
    const ids = (list: typeof policies): readonly string[] =>
      evaluatePolicies(list, plan).tallies.map(({ policyId }) => policyId)

    expect(ids(policies)).toEqual(['z', 'a', 'b'])
    expect(evaluatePolicies(policies, plan)).toEqual(evaluatePolicies([...policies].reverse(), plan))
  })

  test('says of alternatives that none holds, and of a negation what is there', () => {
    const policy = aPolicy({
      must: [
        {
          any: [
            { fact: 'zones', atLeast: 3 },
            { fact: 'vms', atLeast: 5 },
          ],
        },
        { not: { fact: 'strategies', has: 'backup-restore' } },
      ],
      where: [{ fact: 'name', is: 'shop' }],
    })

    expect(evaluatePolicies([policy], plan).findings[0]?.message).toContain(
      'number of zones: 1; at least 3 asked, and number of VMs: 2; at least 5 asked; strategies: backup-restore; not one of backup-restore asked',
    )
  })

  test.each(hostileNames)('keeps %j as text', (name) => {
    const servers = [aPlannedServer({ id: 'x', name, application: name })]
    const hostile = aPolicy({ each: 'vm', must: [{ fact: 'application', is: 'shop' }] })
    const { findings } = evaluatePolicies([hostile], aPlan({ servers }))

    expect(findings[0]?.subject).toBe(name)
  })
})

describe('facts', () => {
  /** The value of a fact of every subject that has it. */
  const outcomes = (
    each: PolicyNoun,
    fact: string,
    { of = plan, site }: { readonly of?: Plan; readonly site?: Site } = {},
  ) =>
    evaluatePolicies([aPolicy({ layer: 'deployment', each, must: [{ fact, exists: false }] })], of, {
      site,
    }).findings.map(({ subject, message }) => [
      subject,
      /: ([^:]*); nothing asked/.exec(message)?.[1]?.replaceAll('\u00a0', ' '),
    ])

  test('of rules: ports, and who may come from anywhere', () => {
    const rule = (key: string, over: Parameters<typeof aSecurityRule>[0]) => aSecurityRule({ key, ...over })
    const securityRules = [
      rule('a', { ports: { from: 20, to: 25 }, peer: { kind: 'cidr', cidr: parseCidr('0.0.0.0/0') } }),
      rule('b', { protocol: 'any', ports: null, peer: { kind: 'cidr', cidr: parseCidr('128.0.0.0/1') } }),
      rule('c', { peer: { kind: 'cidr', cidr: parseCidr('2000::/3') } }),
      rule('d', { protocol: 'icmp', ports: { from: 8, to: -1 } }),
      rule('e', { peer: { kind: 'group', groupKey: 'data' } }),
      rule('f', { peer: { kind: 'prefix-list', listKey: 'gone' } }),
    ]
    const of = { ...plan, network: { ...plan.network, securityRules } }

    expect(outcomes('rule', 'openToWorld', { of })).toEqual([
      ['web: ingress tcp 20–25 from 0.0.0.0/0', 'yes'],
      ['web: ingress any all ports from 128.0.0.0/1', 'yes'],
      ['web: ingress tcp 443 from 2000::/3', 'yes'],
      ['web: ingress icmp from 10.64.0.0/16', 'no'],
      ['web: ingress tcp 443 from sg-data', 'no'],
    ])
    expect(outcomes('rule', 'portCount', { of }).map(([, value]) => value)).toEqual(['6', '65,536', '1', '1', '1'])
  })

  test('of rules: what the primary site had needs the site', () => {
    const open = { ...aSecurityRule(), from: 'r1', peer: { kind: 'cidr' as const, cidr: parseCidr('0.0.0.0/0') } }
    const of = { ...plan, network: { ...plan.network, securityRules: [open] } }
    const base = aSite()
    const narrow = {
      id: 'r1',
      groupId: 'g',
      direction: 'ingress' as const,
      protocol: 'tcp' as const,
      ports: null,
      peer: { kind: 'cidr' as const, cidr: parseCidr('10.0.0.0/8') },
      description: '',
    }
    const site = { ...base, network: { ...base.network, securityRules: [narrow] } }

    expect(outcomes('rule', 'openAtPrimary', { of })).toEqual([])
    expect(outcomes('rule', 'openAtPrimary', { site, of }).map(([, value]) => value)).toEqual(['no'])
  })

  test('of VMs: what listens on them, by rules and by traffic', () => {
    const site = aSite({
      vms: [aVm({ id: 'lost-1' })],
      dependencies: [
        {
          fromVmId: 'x',
          toVmId: 'lost-1',
          evidence: 'flow',
          protocol: 'tcp',
          port: 389,
          observed: null,
          confidence: 'likely',
          why: '',
        },
      ],
    })
    const securityRules = [
      aSecurityRule({ ports: { from: 5432, to: 5432 } }),
      aSecurityRule({ key: 'wide', ports: { from: 0, to: 9999 } }),
    ]
    const of = { ...plan, network: { ...plan.network, securityRules } }

    expect(outcomes('vm', 'services', { site, of }).map(([, value]) => value)).toEqual([
      'PostgreSQL',
      'PostgreSQL',
      'PostgreSQL',
      'PostgreSQL',
      'directory (LDAP)',
    ])
  })

  test('of records: the shortest promise of what they lead to', () => {
    const dnsRecords = [
      aTranslatedRecord('shop.example', { values: ['10.64.1.10'], ttlSeconds: 90 }),
      aTranslatedRecord('mail.example', { values: ['198.51.100.1'], fromValues: ['198.51.100.1'], ttlSeconds: null }),
    ]
    const of = { ...plan, network: { ...plan.network, dnsRecords } }

    expect(outcomes('record', 'ttlMinutes', { of })).toEqual([['shop.example A', '1.5 min']])
    expect(outcomes('record', 'rtoPromisedMinutes', { of })).toEqual([['shop.example A', '1,440 min']])
    expect(outcomes('record', 'redirected', { of }).map(([, value]) => value)).toEqual(['yes', 'no'])
  })

  test('of subnets, routes, balancers, disks and the plan', () => {
    expect(outcomes('subnet', 'public')).toEqual([
      ['app-a', 'no'],
      ['app-b', 'no'],
      ['edge', 'yes'],
      ['spare', 'no'],
      ['old-a', 'no'],
    ])
    expect(outcomes('subnet', 'usedShare')[0]).toEqual(['app-a', '0.8 %'])
    expect(outcomes('route', 'default').filter(([, value]) => value === 'yes')).toHaveLength(2)
    expect(outcomes('balancer', 'zones').map(([, value]) => value)).toEqual(['2', '2'])
    expect(outcomes('disk', 'class')[0]).toEqual(['disk-1 of shop-1', 'gp3'])
    expect(outcomes('plan', 'largestZoneShare')).toEqual([['test-site', '60 %']])
    expect(outcomes('plan', 'inPrimaryRegion')).toEqual([['test-site', 'no']])
  })

  test('that disks are encrypted is what the templates of Terraform say', () => {
    const root = join(import.meta.dirname, '../../../templates/terraform')
    const text = (folder: string): string =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.tf'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8'))
        .join('\n')
    const aws = text('aws/modules/compute')
    const azure = text('azure/modules/compute')

    expect(aws).toMatch(/encrypted\s+= true/)
    expect(aws).not.toMatch(/encrypted\s+= (false|var|each|null)/)
    expect(azure).toMatch(/disk_encryption_set_id\s+= var\.disk_encryption_set_id/)
    expect(outcomes('disk', 'encrypted').every(([, value]) => value === 'yes')).toBe(true)
  })
})
