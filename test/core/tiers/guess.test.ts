import { describe, expect, it } from 'vitest'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { SecurityRule } from '../../../src/model/network.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import { aNic } from '../../builders.ts'
import { propose, reasonsOf, tiersOf } from './builders.ts'

describe('tags and names', () => {
  it.each([
    [{ criticality: 'Mission-Critical' }, '0 high'],
    [{ 'Business Criticality': 'high' }, '1 high'],
    [{ sla: 'silver' }, '2 high'],
    [{ sla: 'bronze' }, '3 high'],
    [{ importance: 'best effort' }, '4 high'],
    [{ importance: 'deferrable' }, '3 high'],
    [{ criticality: 'purple' }, '3 low'],
    [{ criticality: 'constructor' }, '3 low'],
    [{ environment: 'Production' }, '3 low'],
    [{ env: 'pre-test' }, '4 high'],
    [{ environment: 'production', role: 'database' }, '2 medium'],
  ])('%j is %s', (tags, expected) => {
    expect(tiersOf(propose([{ id: 'x', tags }]))).toEqual({ x: expected })
  })

  it.each([
    ['shop-db-01', '2 low'],
    ['DC01', '1 low'],
    ['web-qa-2', '4 medium'],
    ['jenkins', '4 low'],
    ['testament', '3 low'],
    ['contest-web', '3 low'],
  ])('the name %s is %s', (name, expected) => {
    expect(tiersOf(propose([{ id: 'x', name }]))).toEqual({ x: expected })
  })

  it('a tag that names a tier of the table is that tier', () => {
    const tiers = [
      { id: 'gold', name: 'a', rtoMinutes: 30, rpoMinutes: 5, priority: 0, strategies: ['pilot-light'] },
      {
        id: 'tin',
        name: 'Best we can',
        rtoMinutes: null,
        rpoMinutes: null,
        priority: 1,
        strategies: ['backup-restore'],
      },
    ]

    const made = propose(
      [
        { id: 'x', tags: { sla: 'Gold' } },
        { id: 'y', tags: { sla: 'best-we-can' } },
      ],
      { config: { tiers, defaultTier: 'tin' } },
    )

    expect(tiersOf(made)).toEqual({ x: 'gold high', y: 'tin high' })
  })

  it('signs never lead into the strongest tier, and into none above the standard where that is it', () => {
    const vm = { id: 'x', name: 'dc-1', nics: [aNic({ hasPublicAddress: true })] }

    expect(tiersOf(propose([vm], { config: { defaultTier: '2' } }))).toEqual({ x: '1 medium' })
    expect(tiersOf(propose([vm], { config: { defaultTier: '1' } }))).toEqual({ x: '1 medium' })
    expect(tiersOf(propose([vm], { config: { defaultTier: '0' } }))).toEqual({ x: '0 medium' })
  })
})

it('signs that contradict one another are worth no more than one', () => {
  const vm = { id: 'x', name: 'jenkins', nics: [aNic({ hasPublicAddress: true })] }

  expect(tiersOf(propose([vm]))).toEqual({ x: '3 low' })
})

describe('companions', () => {
  it('of one application lead to the tier that most of them have', () => {
    const shop = (id: string, tier: string | null) => ({ id, tier, application: 'shop' })

    expect(tiersOf(propose([shop('a', '1'), shop('b', '1'), shop('c', null)]))).toEqual({ c: '1 high' })
    expect(tiersOf(propose([shop('a', '1'), shop('b', '2'), shop('d', '2'), shop('c', null)]))).toEqual({
      c: '2 medium',
    })
    expect(tiersOf(propose([shop('a', '1'), shop('b', '2'), shop('c', null)]))).toEqual({ c: '1 medium' })
  })

  it('of one protection group lead to the strongest of theirs', () => {
    const group = (id: string, tier: string | null) => ({ id, tier, protectionGroup: 'books' })

    const made = propose([group('a', '3'), group('b', '1'), group('d', '3'), group('c', null)])

    expect(tiersOf(made)).toEqual({ c: '1 high' })
    expect(reasonsOf(made, 'c')).toEqual(['Protection group books is recovered together, and is in tier 1.'])
  })
})

const aRule = (over: Partial<SecurityRule>): SecurityRule => ({
  id: 'rule-1',
  groupId: 'group-1',
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer: { kind: 'cidr', cidr: parseCidr('0.0.0.0/0') },
  description: '',
  ...over,
})

describe('exposure', () => {
  const inGroup = { id: 'x', nics: [aNic({ securityGroupIds: ['group-1'] })] }
  const withRule = (over: Partial<SecurityRule>) =>
    propose([inGroup], { site: { network: { ...emptyNetwork, securityRules: [aRule(over)], rulesKnown: true } } })

  it('is a public address', () => {
    const made = propose([{ id: 'x', nics: [aNic({ hasPublicAddress: true })] }])

    expect(tiersOf(made)).toEqual({ x: '2 low' })
    expect(reasonsOf(made, 'x')).toEqual(['It has a public address.'])
  })

  it.each([
    ['one port', {}, 'tcp 443'],
    ['IPv6', { peer: { kind: 'cidr', cidr: parseCidr('::/0') } }, 'tcp 443'],
    ['a range', { ports: { from: 8000, to: 8080 } }, 'tcp 8000 to 8080'],
    ['everything', { protocol: 'any', ports: null }, 'everything'],
  ] as const)('is a rule that lets everybody in: %s', (...[, over, service]) => {
    expect(reasonsOf(withRule(over), 'x')).toEqual([`A security rule lets the whole internet reach it (${service}).`])
  })

  it.each([
    ['a rule for what goes out', { direction: 'egress' }],
    ['a rule for a block', { peer: { kind: 'cidr', cidr: parseCidr('10.0.0.0/8') } }],
    ['administration', { ports: { from: 22, to: 22 } }],
    ['ping', { protocol: 'icmp', ports: { from: -1, to: -1 } }],
    ['a rule of another group', { groupId: 'group-2' }],
  ] as const)('is not %s', (...[, over]) => {
    expect(tiersOf(withRule(over))).toEqual({ x: '3 low' })
  })

  it('is a public load balancer in front of it, not an internal one', () => {
    const made = (internal: boolean) =>
      propose([{ id: 'x' }], {
        site: {
          network: {
            ...emptyNetwork,
            objects: [
              {
                kind: 'load-balancer',
                id: 'lb',
                name: 'shop-front',
                role: 'application',
                internal,
                vpcId: null,
                subnetIds: [],
                securityGroupIds: [],
                addresses: [],
                publicAddresses: [],
                dnsName: null,
                listeners: [{ id: 'l', protocol: 'HTTPS', port: 443, poolIds: ['pool'] }],
              },
              {
                kind: 'target-pool',
                id: 'pool',
                name: 'pool',
                vpcId: null,
                protocol: null,
                port: 8080,
                targets: [{ vmId: 'x', nicId: null, address: null, port: 8080 }],
                healthCheck: null,
              },
            ],
          },
        },
      })

    expect(reasonsOf(made(false), 'x')).toEqual(['It answers behind the public load balancer shop-front.'])
    expect(tiersOf(made(true))).toEqual({ x: '3 low' })
  })
})

describe('churn', () => {
  it('is a reason, and never decides: the tier is the same before the forecast', () => {
    const vm = { id: 'x', name: 'db-1' }

    const before = propose([vm])
    const after = propose([vm], { churn: new Map([['x', 4.25]]) })

    expect(tiersOf(before)).toEqual({ x: '2 low' })
    expect(tiersOf(after)).toEqual({ x: '2 medium' })
    expect(reasonsOf(after, 'x')[0]).toBe('It writes 4.3\u00a0GiB an hour, which is lost back to the recovery point.')
  })
})
