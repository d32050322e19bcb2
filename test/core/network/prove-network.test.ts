import { describe, expect, it } from 'vitest'
import { proveNetwork, reachNetwork } from '../../../src/core/network/prove-network.ts'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { formatAddress, parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { Network } from '../../../src/model/network.ts'
import { packetText } from '../../../src/model/packet-text.ts'
import { parseService } from '../../../src/model/reach.ts'
import type { Vm } from '../../../src/model/site.ts'
import {
  aGroup,
  aHost,
  aNetwork,
  anAcl,
  anAclEntry,
  aPolicy,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  aVpc,
  inGroups,
  someLimits,
  someRegions,
} from '../../builders-network.ts'

const routed: Partial<Network> = {
  subnets: [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')],
  routeTables: [aTable('rtb-1')],
  routes: [aRoute('rtb-1-local', '10.0.0.0/16', 'local'), aRoute('rtb-1-out', '0.0.0.0/0', 'internet-gateway')],
  securityGroups: [aGroup('sg-web'), aGroup('sg-db')],
}
const web = aHost('web', 'subnet-1', ['10.0.0.10'])
const db = inGroups(aHost('db', 'subnet-2', ['10.0.1.20']), 'sg-db')
const fromWeb = aRule(
  'db-from-web',
  { kind: 'group', groupId: 'sg-web' },
  { groupId: 'sg-db', ports: { from: 5432, to: 5432 } },
)
const webOut = aRule('web-out', '10.0.1.0/24', { direction: 'egress', ports: { from: 5432, to: 5432 } })
const webIn = aRule('web-in', '0.0.0.0/0')

interface Case {
  readonly vms?: readonly Vm[]
  readonly network?: Partial<Network>
  readonly blocks?: readonly (readonly [string, string])[]
  readonly spoil?: (translation: NetworkTranslation) => NetworkTranslation
}

const prove = ({
  vms = [web, db],
  network = {},
  blocks = [['10.0.0.0/16', '10.9.0.0/16']],
  spoil = (t) => t,
}: Case = {}) => {
  const whole = aNetwork({ ...routed, securityRules: [webIn, webOut, fromWeb], ...network })
  const limits = someLimits()
  const { translation, findings } = translateNetwork({
    vms,
    network: whole,
    policy: aPolicy({ blocks }),
    limits,
    regions: someRegions,
  })
  const input = { vms, network: whole, translation: spoil(translation), limits }
  return { ...proveNetwork(input), findings, input }
}

const without =
  (from: string) =>
  (translation: NetworkTranslation): NetworkTranslation => ({
    ...translation,
    securityRules: translation.securityRules.filter((rule) => rule.from !== from),
  })

const said = ({ differences }: Pick<ReturnType<typeof prove>, 'differences'>): readonly string[] =>
  differences.map(
    ({ kind, packet, image, before, after }) =>
      `${kind}: ${packetText(packet)} (${formatAddress(image.source)} → ${formatAddress(image.destination)}), ${before.by} / ${after.by}`,
  )

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

describe('stateless filters', () => {
  const answers = anAclEntry('egress', 100, { peer: '0.0.0.0/0', ports: ['1024-65535'] })
  const acl = anAcl(['subnet-2'], [anAclEntry('ingress', 100, { peer: '10.0.0.0/24', ports: ['5432'] }), answers])
  const guarded = { network: { objects: [acl] } }

  it('are carried over, and the proof counts their answers', () => {
    expect(prove(guarded).verdict).toBe('structural')
  })

  it('stand between cards that come to different subnets, though the filter is the same', () => {
    const both = anAcl(['subnet-1', 'subnet-2'], [anAclEntry('ingress', 100, { peer: '192.0.2.0/24' }), answers])
    const near = inGroups(aHost('near', 'subnet-2', ['10.0.1.30']), 'sg-web')

    const apart = prove({
      vms: [near, db],
      network: { objects: [both] },
      spoil: (translation) => ({
        ...translation,
        addresses: translation.addresses.map((entry) =>
          entry.vmId === 'near' ? { ...entry, subnetKey: 'subnet-1' } : entry,
        ),
      }),
    })

    expect(prove({ vms: [near, db], network: { objects: [both] } }).verdict).toBe('structural')
    expect(apart.verdict).toBe('different')
  })

  it('stop a connection whose answer cannot leave, though its first packet may come', () => {
    const proof = prove({
      ...guarded,
      spoil: (translation) => ({
        ...translation,
        packetFilters: translation.packetFilters.map((filter) => ({
          ...filter,
          entries: filter.entries.map((entry) =>
            entry.direction === 'egress' ? { ...entry, ports: [{ from: 1024, to: 40_000 }] } : entry,
          ),
        })),
      }),
    })

    expect(proof.verdict).toBe('different')
    expect(said(proof)).toEqual([
      expect.stringMatching(
        /^now-denied: tcp 10\.0\.0\.10:50000 → 10\.0\.1\.20:5432 .* \/ acl-1, for answers: no rule$/,
      ),
    ])
  })

  it('do not stand between hosts of one subnet', () => {
    const near = inGroups(aHost('near', 'subnet-2', ['10.0.1.30']), 'sg-web')
    const { input } = prove({ ...guarded, vms: [near, db] })

    const { primary, recovery } = reachNetwork(input, {
      from: { kind: 'vm', vmId: 'near' },
      to: { kind: 'vm', vmId: 'db' },
      service: parseService('tcp/5432'),
    })

    expect([primary?.verdict, recovery?.verdict]).toEqual(['allowed', 'allowed'])
    expect(primary?.steps.at(-1)?.by).toContain('within subnet-2')
  })

  it('that cannot be read leave the proof open', () => {
    const odd = anAcl(['subnet-2'], [anAclEntry('ingress', 100, { peer: '10.0.0.0/24', ports: ['9-1'] }), answers])

    const { verdict, missing, findings } = prove({ network: { objects: [odd] } })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['entry acl-1: 100'])
    expect(findings.map(({ code }) => code)).toContain('network.rule-untranslated')
  })
})

it('a firewall that traffic has to be led to guards no card by itself, and makes no filter', () => {
  const firewall = anAcl(['subnet-2'], [anAclEntry('ingress', 1, { peer: '192.0.2.0/24' })], {
    ofFirewall: true,
    stateful: true,
  })

  const { verdict, input } = prove({ network: { objects: [firewall] } })

  expect(verdict).toBe('structural')
  expect(input.translation.packetFilters).toEqual([])
})

describe('routes', () => {
  it('that have no counterpart are shown by a destination that is lost', () => {
    const { verdict, differences, tables } = prove({
      network: { routes: [...(routed.routes ?? []), aRoute('rtb-1-vpn', '198.51.100.0/24', 'vpn-gateway')] },
    })

    expect(verdict).toBe('different')
    expect(tables).toEqual([{ name: 'rtb-1', verdict: 'different' }])
    expect(
      differences.map(({ kind, direction, before, after }) => [direction, kind, before.outcome, after.outcome]),
    ).toEqual([['route', 'changed', 'vpn-gateway', 'internet-gateway']])
  })

  it('of two lists that share a block and lead apart cannot be told: the platform takes either', () => {
    const list = (id: string): NetworkObjectOf<'prefix-list'> => ({
      kind: 'prefix-list',
      id,
      name: id,
      managed: false,
      maxEntries: 5,
      blocks: [parseCidr('198.51.100.0/24')],
    })
    const by = (id: string, kind: 'nat-gateway' | 'internet-gateway') => ({
      ...aRoute(`route-${id}`, '0.0.0.0/0', kind),
      destination: { prefixListId: id },
    })

    const { verdict, missing } = prove({
      network: {
        objects: [list('pl-1'), list('pl-2')],
        routes: [...(routed.routes ?? []), by('pl-1', 'nat-gateway'), by('pl-2', 'internet-gateway')],
      },
    })

    expect(verdict).toBe('undetermined')
    expect(missing).toEqual(['choice between route-pl-1 and route-pl-2'])
  })

  it('that nobody told leave the proof open', () => {
    expect(prove({ network: { routeTables: [], routes: [] } }).missing).toEqual(['the route tables of vpc-1'])
  })
})

describe('one connection', () => {
  const ask = (from: string, to: string, service: string) => {
    const end = (text: string) =>
      text.includes('.')
        ? { kind: 'address' as const, address: parseAddress(text) }
        : { kind: 'vm' as const, vmId: text }
    return reachNetwork(prove().input, { from: end(from), to: end(to), service: parseService(service) })
  }

  it('is walked through what lets it leave, its way, and what lets it arrive', () => {
    const { primary, recovery } = ask('web', 'db', 'tcp/5432')

    expect(primary?.verdict).toBe('allowed')
    expect(primary?.steps).toEqual([
      { at: 'leaves', outcome: 'allow', by: 'security groups: web-out' },
      { at: 'way', outcome: 'local', by: 'rtb-1-local' },
      { at: 'arrives', outcome: 'allow', by: 'security groups: db-from-web' },
    ])
    expect(recovery?.verdict).toBe('allowed')
    expect(recovery && formatAddress(recovery.destination)).toBe('10.9.1.20')
  })

  it.each([
    { from: 'web', to: 'db', service: 'tcp/5433', verdict: 'denied' },
    { from: 'web', to: 'db', service: 'udp/5432', verdict: 'denied' },
    { from: '203.0.113.9', to: 'web', service: 'tcp/443', verdict: 'allowed' },
    { from: '203.0.113.9', to: 'db', service: 'tcp/5432', verdict: 'denied' },
    { from: '10.0.0.10', to: '10.0.1.20', service: 'tcp/5432', verdict: 'allowed' },
  ])('from $from to $to, $service: $verdict at both sites', ({ from, to, service, verdict }) => {
    const { primary, recovery } = ask(from, to, service)

    expect([primary?.verdict, recovery?.verdict]).toEqual([verdict, verdict])
  })

  it.each(['tcp', 'tcp/70000', 'icmp/300', 'http/80', '300', ''])('is not asked for %j', (text) => {
    expect(() => parseService(text)).toThrow('is not a service')
  })
})
