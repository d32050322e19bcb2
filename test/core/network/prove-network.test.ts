import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import { aGroup, aHost, aRoute, aRule, aSubnet, aTable, aVpc, inGroups } from '../../builders-network.ts'
import { routed, web, db, fromWeb, webOut, webIn, prove, without, said } from '../../builders-proof.ts'

describe('the proof of a translation', () => {
  it('holds for future members where the rules are the same under other names', () => {
    const { verdict, classes, differences, hosts } = prove()

    expect(verdict).toBe('structural')
    expect(classes.map(({ ingress, egress }) => [ingress, egress])).toEqual([
      ['structural', 'structural'],
      ['structural', 'structural'],
    ])
    expect(differences).toEqual([])
    expect(hosts).toEqual({ proven: 2, unplaced: 0 })
  })

  it('holds for groups that name themselves and one another', () => {
    const self = aRule('web-self', { kind: 'group', groupId: 'sg-web' }, { ports: null })
    const back = aRule('web-from-db', { kind: 'group', groupId: 'sg-db' })

    expect(prove({ network: { securityRules: [webIn, webOut, fromWeb, self, back] } }).verdict).toBe('structural')
  })

  it('shows the packet that is lost, at both sites, and the rule that let it through', () => {
    const proof = prove({ spoil: without('db-from-web') })

    expect(proof.verdict).toBe('different')
    expect(said(proof)).toEqual([
      'now-denied: tcp 10.0.0.10:50000 → 10.0.1.20:5432 (10.9.0.10 → 10.9.1.20), security groups: web-out and security groups: db-from-web / security groups: no rule',
    ])
  })

  it('shows the packet that is let in, and the rule that does so', () => {
    const proof = prove({
      spoil: (translation) => ({
        ...translation,
        securityRules: translation.securityRules.map((rule) =>
          rule.from === 'web-in' ? { ...rule, ports: { from: 442, to: 443 } } : rule,
        ),
      }),
    })

    expect(proof.verdict).toBe('different')
    expect(proof.differences.map(({ kind, packet }) => [kind, packet.port])).toEqual([['newly-allowed', 442]])
    expect(proof.differences[0]?.after.by).toMatch(/ \(from web-in\)$/)
  })

  it('is not troubled by what the other end stops at both sites', () => {
    const { verdict, classes } = prove({
      network: { securityRules: [webIn, fromWeb, webOut, aRule('db-spare', '10.0.0.10/32', { groupId: 'sg-db' })] },
      spoil: without('db-spare'),
    })

    expect(verdict).toBe('equal')
    expect(classes.map(({ ingress }) => ingress)).toContain('equal')
  })

  it('notices a card that is not in a group any more which rules of others name', () => {
    const second = inGroups(aHost('web-2', 'subnet-1', ['10.0.0.11']), 'sg-web', 'sg-out')
    const out = aRule('out', '10.0.1.0/24', { groupId: 'sg-out', direction: 'egress', ports: { from: 5432, to: 5432 } })
    const proof = prove({
      vms: [web, second, db],
      network: {
        securityGroups: [aGroup('sg-web'), aGroup('sg-db'), aGroup('sg-out')],
        securityRules: [webOut, fromWeb, out],
      },
      spoil: (translation) => ({
        ...translation,
        addresses: translation.addresses.map((entry) =>
          entry.vmId === 'web-2' ? { ...entry, securityGroupKeys: ['sg-out'] } : entry,
        ),
      }),
    })

    expect(proof.verdict).toBe('different')
    expect(proof.differences.map(({ kind, packet }) => `${kind} ${formatAddress(packet.source)}`)).toEqual([
      'now-denied 10.0.0.11',
    ])
  })

  it('notices a prefix list whose blocks are not those of the primary site', () => {
    const list: NetworkObjectOf<'prefix-list'> = {
      kind: 'prefix-list',
      id: 'pl-1',
      name: 'partners',
      managed: false,
      maxEntries: 5,
      blocks: [parseCidr('203.0.113.0/24')],
    }
    const partners = aRule('partners', { kind: 'prefix-list', prefixListId: 'pl-1' })
    const network = { objects: [list], securityRules: [partners] }

    const proof = prove({
      network,
      spoil: (translation) => ({
        ...translation,
        prefixLists: translation.prefixLists.map((each) => ({ ...each, blocks: [parseCidr('203.0.113.0/25')] })),
      }),
    })

    expect(prove({ network }).verdict).toBe('structural')
    expect(proof.differences.map(({ kind, packet }) => `${kind} ${formatAddress(packet.source)}`)).toEqual([
      'now-denied 203.0.113.128',
    ])
  })

  it('follows a host that loses its place, and leaves the rule for its block exact', () => {
    const moved = aHost('web', 'subnet-1', ['10.0.0.2'])
    const rules = [aRule('one', '10.0.0.2/32', { groupId: 'sg-db' }), aRule('all', '10.0.0.0/24', { groupId: 'sg-db' })]

    const { verdict, input } = prove({ vms: [moved, db], network: { securityRules: [...rules, webOut] } })

    expect(verdict).toBe('structural')
    expect(input.translation.moved.map(({ to }) => formatAddress(to))).toEqual(['10.9.0.4'])
  })

  it('keeps the part of a rule that is outside the network', () => {
    const wide = aRule('wide', '10.0.0.0/8', { groupId: 'sg-db' })
    const { verdict } = prove({ network: { securityRules: [wide] } })
    const cut = prove({
      network: { securityRules: [wide] },
      spoil: (translation) => ({
        ...translation,
        securityRules: translation.securityRules.map((rule) => ({
          ...rule,
          peer: { kind: 'cidr', cidr: parseCidr('10.9.0.0/16') },
        })),
      }),
    })

    expect(verdict).toBe('structural')
    expect(cut.differences.map(({ kind }) => kind)).toEqual(['now-denied'])
  })

  it('cannot tell what a group means that the inventory lacks, and names it', () => {
    const stranger = aRule('stranger', { kind: 'group', groupId: 'sg-elsewhere' }, { groupId: 'sg-db' })

    const { verdict, missing, differences } = prove({ network: { securityRules: [webIn, webOut, fromWeb, stranger] } })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['group sg-elsewhere'])
    expect(differences).toEqual([])
  })

  it('finds a difference that does not depend on what is missing', () => {
    const stranger = aRule('stranger', { kind: 'group', groupId: 'sg-elsewhere' }, { groupId: 'sg-db' })

    const { verdict } = prove({
      network: { securityRules: [webIn, webOut, fromWeb, stranger] },
      spoil: without('db-from-web'),
    })

    expect(verdict).toBe('different')
  })

  it('holds only for the members of today where a group of another network is named', () => {
    const other = inGroups(aHost('far', 'subnet-9', ['10.5.0.10']), 'sg-far')
    const { verdict, findings } = prove({
      vms: [web, db, other],
      network: {
        vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.5.0.0/16')],
        subnets: [...(routed.subnets ?? []), aSubnet('subnet-9', '10.5.0.0/24', { vpcId: 'vpc-2' })],
        routeTables: [aTable('rtb-1'), aTable('rtb-2', { vpcId: 'vpc-2' })],
        routes: [...(routed.routes ?? []), { ...aRoute('rtb-2-local', '10.5.0.0/16', 'local'), tableId: 'rtb-2' }],
        securityGroups: [aGroup('sg-web'), aGroup('sg-db'), aGroup('sg-far', 'vpc-2')],
        securityRules: [
          webIn,
          webOut,
          fromWeb,
          aRule('db-from-far', { kind: 'group', groupId: 'sg-far' }, { groupId: 'sg-db' }),
        ],
      },
      blocks: [
        ['10.0.0.0/16', '10.9.0.0/16'],
        ['10.5.0.0/16', '10.10.0.0/16'],
      ],
    })

    expect(verdict).toBe('equal')
    expect(findings.map(({ code }) => code)).toContain('network.membership-frozen')
  })

  it('knows the hosts of two networks with one block apart', () => {
    const twin = inGroups(aHost('twin', 'subnet-9', ['10.0.0.10']), 'sg-far')
    const { verdict } = prove({
      vms: [web, db, twin],
      network: {
        vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.0.0.0/16')],
        subnets: [...(routed.subnets ?? []), aSubnet('subnet-9', '10.0.0.0/24', { vpcId: 'vpc-2' })],
        routeTables: [aTable('rtb-1'), aTable('rtb-2', { vpcId: 'vpc-2' })],
        routes: [...(routed.routes ?? []), { ...aRoute('rtb-2-local', '10.0.0.0/16', 'local'), tableId: 'rtb-2' }],
        securityGroups: [aGroup('sg-web'), aGroup('sg-db'), aGroup('sg-far', 'vpc-2')],
        securityRules: [webIn, webOut, fromWeb, aRule('far-in', '10.0.0.10/32', { groupId: 'sg-far' })],
      },
      blocks: [],
    })

    expect(verdict).toBe('structural')
  })

  it('says that nothing is proven where the inventory has no rules', () => {
    const { verdict, missing } = prove({ network: { rulesKnown: false, securityRules: [] } })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['the rules of cards in subnet-1', 'the rules of cards in subnet-2'])
  })

  it('does not hold for hosts that have no place yet', () => {
    const { verdict, missing, hosts } = prove({ vms: [web, db, aHost('new', 'subnet-1', [])] })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['the addresses of new'])
    expect(hosts).toEqual({ proven: 2, unplaced: 1 })
  })
})

it('says nothing of cards none of which has a known address', () => {
  const { verdict, classes, hosts } = prove({ vms: [aHost('new', 'subnet-1', [])], network: { rulesKnown: false } })

  expect(verdict).toBe('undetermined')
  expect(classes.map(({ ingress, egress }) => [ingress, egress])).toEqual([['undetermined', 'undetermined']])
  expect(hosts).toEqual({ proven: 0, unplaced: 1 })
})
