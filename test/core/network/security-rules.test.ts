import { describe, expect, it } from 'vitest'
import {
  aGroup,
  aHost,
  aRule,
  aVpc,
  codesOf,
  inGroups,
  messagesOf,
  peersOf,
  translate,
} from '../../builders-network.ts'

describe('security rules', () => {
  const two = [aGroup('sg-db'), aGroup('sg-web')]

  it('that name their own group, or one another, stay references', () => {
    const result = translate({
      network: {
        securityGroups: two,
        securityRules: [
          aRule('self', { kind: 'group', groupId: 'sg-web' }),
          aRule('to-db', { kind: 'group', groupId: 'sg-db' }),
          aRule('from-web', { kind: 'group', groupId: 'sg-web' }, { groupId: 'sg-db' }),
        ],
      },
    })

    expect(peersOf(result)).toEqual(['from-web: sg-web', 'self: sg-web', 'to-db: sg-db'])
    expect(result.findings).toEqual([])
  })

  it.each([
    ['a prefix list', aRule('r1', { kind: 'prefix-list', prefixListId: 'pl-1' })],
    ['an unknown group', aRule('r1', { kind: 'group', groupId: 'sg-gone' })],
    ['places that others take', aRule('r1', '10.0.0.4/32')],
    ['no known group of their own', aRule('r1', '10.0.0.0/24', { groupId: 'sg-gone' })],
  ])('with %s are not carried over, and it is said', (_, rule) => {
    const result = translate({
      vms: [aHost('vm-1', 'subnet-1', ['10.0.0.2'])],
      network: { securityRules: [rule] },
    })

    expect(peersOf(result)).toEqual([])
    expect(codesOf(result.findings)).toContain('network.rule-untranslated')
  })

  it.each([
    ['0.0.0.0/0', ['r1: 0.0.0.0/0']],
    ['::/0', ['r1: ::/0']],
    ['10.0.0.0/8', ['r1: 10.0.0.0/8']],
    ['203.0.113.7/32', ['r1: 203.0.113.7/32']],
  ])('for %s stay as they are', (cidr, peers) => {
    const result = translate({ network: { securityRules: [aRule('r1', cidr)] } })

    expect(peersOf(result)).toEqual(peers)
    expect(result.findings).toEqual([])
    expect(result.translation.securityRules[0]?.rule).toBe('kept')
  })

  it('partly outside the VPC keep the part outside', () => {
    const result = translate({
      network: { securityRules: [aRule('r1', '10.0.0.0/8')] },
      policy: { blocks: [['10.0.0.0/16', '172.20.0.0/16']] },
    })

    expect(peersOf(result)).toEqual(['r1: 10.0.0.0/8', 'r1: 172.20.0.0/16'])
  })

  it('for IPv6 of the primary site are said to name it still', () => {
    const result = translate({
      network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16', '2001:db8::/56')], securityRules: [aRule('r1', '2001:db8::/64')] },
    })

    expect(codesOf(result.findings)).toEqual(['network.ipv6-untranslated', 'network.ipv6-untranslated'])
  })

  it('that come to allow the same are one', () => {
    const result = translate({
      vms: [aHost('vm-1', 'subnet-1', ['10.0.0.10'])],
      network: { securityRules: [aRule('r1', '10.0.0.0/24'), aRule('r2', '10.9.0.0/24')] },
    })

    expect(result.translation.securityRules).toHaveLength(1)
  })

  it('are counted against the quota for each direction and family apart', () => {
    const rules = (many: number, family: 4 | 6, direction: 'ingress' | 'egress') =>
      Array.from({ length: many }, (_, index) =>
        aRule(`${direction}-${family}-${index}`, family === 4 ? `203.0.113.${index}/32` : `2001:db8::${index}/128`, {
          direction,
        }),
      )
    const limit = { rulesPerGroup: { value: 3, source: 'a guide', asOf: '2023-06' } }

    const within = translate({
      network: { securityRules: [...rules(3, 4, 'ingress'), ...rules(3, 4, 'egress'), ...rules(3, 6, 'ingress')] },
      limits: limit,
    })
    const group = aRule('self', { kind: 'group', groupId: 'sg-web' })
    const over = translate({
      network: { securityRules: [...rules(3, 4, 'ingress'), ...rules(2, 6, 'ingress'), group] },
      limits: limit,
    })

    expect(within.findings).toEqual([])
    expect(over.findings.map(({ subject }) => subject)).toEqual([expect.stringMatching(/ingress IPv4/)])
  })

  it('nobody knows leave closed groups, and cards without a group are closed too', () => {
    const unknown = translate({ network: { rulesKnown: false, securityGroups: [] } })
    const bare = translate({
      vms: [
        inGroups(aHost('vm-1', 'subnet-1', ['10.0.0.10'])),
        inGroups(aHost('vm-2', 'subnet-1', ['10.0.0.11']), 'sg-gone'),
      ],
    })

    for (const { translation, findings } of [unknown, bare]) {
      const keys = new Set(translation.securityGroups.map(({ key }) => key))
      expect(
        translation.addresses.every(
          ({ securityGroupKeys }) => securityGroupKeys.length === 1 && keys.has(securityGroupKeys[0] ?? ''),
        ),
      ).toBe(true)
      expect(codesOf(findings)).toEqual(['network.rules-unknown'])
    }
    expect(bare.findings[0]?.affected).toEqual(['vm-1', 'vm-2'])
  })

  it('of more groups than a card may have are said', () => {
    const ids = Array.from({ length: 6 }, (_, index) => `sg-${index}`)

    const result = translate({
      vms: [inGroups(aHost('vm-1', 'subnet-1', ['10.0.0.10']), ...ids)],
      network: { securityGroups: ids.map((id) => aGroup(id)) },
    })

    expect(messagesOf(result, 'network.limit')).toContain('6 security groups; the target allows 5')
  })
})
