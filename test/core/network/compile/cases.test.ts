import { describe, expect, it } from 'vitest'
import { formatAddress } from '../../../../src/model/address.ts'
import { parseCidr } from '../../../../src/model/cidr.ts'
import type { SecurityRule } from '../../../../src/model/network.ts'
import {
  anAcl,
  anAsg,
  anEntry,
  anNsg,
  carryToAws,
  carryToAzure,
  orderedNetwork,
  someHosts,
  twoSubnets,
} from '../../../builders-filters.ts'
import {
  aGroup,
  aHost,
  aNetwork,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  aVpc,
  codesOf,
  inGroups,
  messagesOf,
} from '../../../builders-network.ts'

const permissions = (rules: readonly SecurityRule[], objects: Parameters<typeof orderedNetwork>[0] = []) =>
  aNetwork({
    subnets: twoSubnets,
    routeTables: [aTable('rtb-1')],
    routes: [aRoute('local', '10.0.0.0/16', 'local')],
    securityRules: rules,
    objects,
  })

const openBothWays = [
  aRule('all-in', '0.0.0.0/0', { protocol: 'any', ports: null }),
  aRule('all-out', '0.0.0.0/0', { protocol: 'any', ports: null, direction: 'egress' }),
]

describe('a group of permissions on a platform of ordered filters', () => {
  it('that allows nothing to leave denies it by an entry, because the platform lets the internet be reached', () => {
    const { translation, proof, prove } = carryToAzure({ network: permissions([aRule('r1', '198.51.100.0/24')]) })

    const [filter] = translation.packetFilters
    expect(filter?.entries.map(({ order, direction, action }) => `${order} ${direction} ${action}`)).toEqual([
      '100 ingress allow',
      '4096 ingress deny',
      '4096 egress deny',
    ])
    expect(proof.verdict).toBe('equal')
    const open = translation.packetFilters.map((each) => ({
      ...each,
      entries: each.entries.filter(({ direction }) => direction === 'ingress'),
    }))
    const without = prove({ ...translation, packetFilters: open })
    expect(without.verdict).toBe('different')
    expect(without.differences[0]).toMatchObject({ kind: 'newly-allowed', direction: 'egress', packet: { port: 443 } })
  })

  it('that names itself names a group of its members, of which every card is one', () => {
    const { translation, proof } = carryToAzure({
      network: permissions([aRule('self', { kind: 'group', groupId: 'sg-web' })]),
    })

    expect(translation.memberGroups).toMatchObject([{ from: 'sg-web', vpcKey: 'vpc-1', cards: [{}, {}, {}] }])
    expect(translation.packetFilters[0]?.entries[0]?.sources).toEqual([
      { kind: 'group', group: translation.memberGroups[0]?.key },
    ])
    expect(translation.addresses.flatMap(({ securityGroupKeys }) => securityGroupKeys)).toEqual([])
    expect(proof.verdict).toBe('equal')
  })

  it.each([
    ['GRE', { protocol: 47, ports: null }, 'protocol 47'],
    ['SCTP', { protocol: 132, ports: null }, 'protocol 132'],
    ['one ICMP type', { protocol: 'icmp', ports: { from: 8, to: 0 } }, 'ICMP type 8, code 0'],
  ] as const)('cannot say %s: the rule is left out, said, and shown by a packet', (_, service, what) => {
    const { translation, proof, ...result } = carryToAzure({
      network: permissions([aRule('r1', '0.0.0.0/0', service)]),
    })

    expect(messagesOf({ translation, ...result }, 'network.rule-untranslated')).toContain(what)
    expect(proof.verdict).toBe('different')
    expect(new Set(proof.differences.map(({ kind }) => kind))).toEqual(new Set(['now-denied']))
  })

  it('is widened where the user wants so, and the packets that it lets in are shown', () => {
    const ping = aRule('r1', '0.0.0.0/0', { protocol: 'icmp', ports: { from: 8, to: 0 } })
    const { proof, findings } = carryToAzure({ network: permissions([ping]), policy: { widen: true } })

    expect(codesOf(findings)).toContain('network.rule-widened')
    expect(proof.differences[0]).toMatchObject({ kind: 'newly-allowed', packet: { protocol: 1 } })
  })

  it('says ESP as it is, and leaves ICMPv6 out even where it may widen', () => {
    const esp = carryToAzure({ network: permissions([aRule('r1', '0.0.0.0/0', { protocol: 50, ports: null })]) })
    const neighbour = aRule('r1', '::/0', { protocol: 'icmpv6', ports: { from: 135, to: -1 } })
    const icmpv6 = carryToAzure({ network: permissions([neighbour]), policy: { widen: true } })

    expect(esp.proof.verdict).toBe('equal')
    expect(messagesOf(icmpv6, 'network.rule-untranslated')).toContain('ICMPv6')
  })

  it('whose list the platform keeps names the tag of the like service, and says that it is another', () => {
    const s3 = {
      kind: 'prefix-list' as const,
      id: 'pl-s3',
      name: 'net.west.s3',
      managed: true,
      maxEntries: null,
      blocks: [],
    }
    const rule = aRule('r1', { kind: 'prefix-list', prefixListId: 'pl-s3' }, { direction: 'egress' })
    const { translation, proof, findings } = carryToAzure({ network: permissions([rule], [s3]) })

    expect(translation.packetFilters[0]?.entries.map(({ destinations }) => destinations)).toContainEqual([
      { kind: 'tag', tag: 'Storage.east' },
    ])
    expect(codesOf(findings)).toContain('network.list-unclear')
    expect(proof.verdict).toBe('different')
    expect(proof.differences[0]?.conditions.length).toBeGreaterThan(0)
  })
})

describe('a stateless filter on a platform of ordered filters', () => {
  const inAndOut = (out: string) => [
    anEntry(100, { sources: ['0.0.0.0/0'] }),
    anEntry(100, { name: 'o100', direction: 'egress', ports: [out], destinations: ['0.0.0.0/0'] }),
  ]

  it('keeps its entries where all answers pass', () => {
    const { translation, proof } = carryToAzure({
      network: permissions(openBothWays, [anAcl('acl-1', inAndOut('0-65535'))]),
    })

    const own = translation.packetFilters.find(({ from }) => from === 'acl-1')
    expect(own).toMatchObject({ stateful: true, subnetKeys: ['subnet-1'] })
    expect(own?.entries.filter(({ from }) => from === 'acl-1#ingress#e100')).toMatchObject([
      { protocol: 'tcp', ports: [{ from: 443, to: 443 }], sourcePorts: [] },
    ])
    expect(own?.entries[0]?.name).toBe('within-subnet-1-ingress')
    expect(proof.verdict).toBe('equal')
  })

  it('that repeats a permission behind a denial keeps the first where it is', () => {
    const narrow = { ports: ['443'], sources: ['198.51.100.0/25'] }
    const entries = [
      anEntry(100, narrow),
      anEntry(110, { ...narrow, action: 'deny', sources: ['198.51.100.0/24'] }),
      anEntry(120, narrow),
      anEntry(100, { name: 'o100', direction: 'egress', ports: [], destinations: ['0.0.0.0/0'] }),
    ]
    const { translation, proof } = carryToAzure({ network: permissions(openBothWays, [anAcl('acl-1', entries)]) })

    const own = translation.packetFilters.find(({ from }) => from === 'acl-1')
    expect(own?.entries.slice(1, 3).map(({ action }) => action)).toEqual(['allow', 'deny'])
    expect(proof.verdict).toBe('equal')
  })

  it('without the range of answers is not said by its entries alone: the ports of senders are', () => {
    const network = permissions(openBothWays, [anAcl('acl-1', inAndOut('1024-65535'))])
    const { translation, proof, prove, findings } = carryToAzure({ network })

    const own = translation.packetFilters.find(({ from }) => from === 'acl-1')
    const allowed = own?.entries.filter(
      ({ action, direction, from }) => action === 'allow' && direction === 'ingress' && from !== 'drplan',
    )
    expect(allowed).toMatchObject([{ ports: [{ from: 443, to: 443 }], sourcePorts: [{ from: 1024, to: 65_535 }] }])
    expect(codesOf(findings)).toContain('network.filter-reworded')
    expect(proof.verdict).toBe('equal')
    const packetFilters = translation.packetFilters.map((filter) => ({
      ...filter,
      entries: filter.entries.map((entry) => ({ ...entry, sourcePorts: [] })),
    }))
    expect(prove({ ...translation, packetFilters }).differences[0]).toMatchObject({
      kind: 'newly-allowed',
      packet: { port: 443 },
    })
  })
})

describe('ordered filters on a platform of permissions', () => {
  const ssh = { ports: ['22'], sources: ['10.0.0.0/8'] }

  it('with a denial inside a broad permission say the rest in disjoint rules', () => {
    const network = orderedNetwork([
      anNsg(
        'nsg-1',
        [
          anEntry(100, { action: 'deny', ports: ['22'], sources: ['10.0.0.8/30'] }),
          anEntry(110, ssh),
          anEntry(4000, { action: 'deny', protocol: 'any', ports: [] }),
        ],
        { subnetIds: ['subnet-1', 'subnet-2'] },
      ),
    ])
    const { translation, proof, prove, findings } = carryToAws({ network })

    const ingress = translation.securityRules.filter(({ direction }) => direction === 'ingress')
    expect(ingress.length).toBeGreaterThan(5)
    expect(ingress.every(({ ports }) => ports?.from === 22 && ports.to === 22)).toBe(true)
    expect(proof.verdict).toBe('equal')
    expect(codesOf(findings)).toContain('network.filter-reworded')
    const without = ingress.map((rule) =>
      prove({ ...translation, securityRules: translation.securityRules.filter((each) => each !== rule) }),
    )
    expect(new Set(without.map(({ verdict }) => verdict))).toEqual(new Set(['different']))
  })

  it('that take more rules than a group holds are split over groups, and every card is in all of them', () => {
    const denied = Array.from({ length: 20 }, (_, index) =>
      anEntry(100 + index, { action: 'deny', ports: ['22'], sources: [`10.200.${index * 7 + 1}.${index * 5 + 1}`] }),
    )
    const end = anEntry(4000, { action: 'deny', protocol: 'any', ports: [] })
    const { translation, proof, findings } = carryToAws({
      network: orderedNetwork([
        anNsg('nsg-1', [...denied, anEntry(3000, ssh), end], { subnetIds: ['subnet-1', 'subnet-2'] }),
      ]),
    })

    const perGroup = Map.groupBy(
      translation.securityRules.filter(({ direction }) => direction === 'ingress'),
      ({ groupKey }) => groupKey,
    )
    expect(perGroup.size).toBeGreaterThan(1)
    expect(Math.max(...[...perGroup.values()].map(({ length }) => length))).toBeLessThanOrEqual(60)
    expect(new Set(translation.addresses.map(({ securityGroupKeys }) => securityGroupKeys.length))).toEqual(
      new Set([translation.securityGroups.length]),
    )
    expect(findings.some(({ message }) => message.includes('groups; its cards are in all of them'))).toBe(true)
    expect(proof.verdict).toBe('equal')
  })

  it('on the subnet and on the card must both allow', () => {
    const network = orderedNetwork([
      anNsg(
        'outer',
        [anEntry(100, { ports: ['0-1023'] }), anEntry(200, { action: 'deny', protocol: 'any', ports: [] })],
        {
          subnetIds: ['subnet-1'],
        },
      ),
      anNsg(
        'inner',
        [anEntry(100, { ports: ['443-2000'] }), anEntry(200, { action: 'deny', protocol: 'any', ports: [] })],
        {
          nicIds: ['nic-vm-1'],
        },
      ),
    ])
    const { translation, proof } = carryToAws({ network })

    const [key] = translation.addresses.find(({ vmId }) => vmId === 'vm-1')?.securityGroupKeys ?? []
    const ingress = translation.securityRules.filter(
      ({ groupKey, direction }) => groupKey === key && direction === 'ingress',
    )
    expect(ingress.map(({ ports }) => ports)).toEqual([{ from: 443, to: 1023 }])
    expect(proof.verdict).toBe('equal')
  })

  it.each([
    ['permissions', carryToAws],
    ['ordered filters', carryToAzure],
  ] as const)('under one that always allows are passed by what it allows: as %s', (_, carry) => {
    const admin = {
      ...anNsg('admin', []),
      goesFirst: true,
      entries: [anEntry(1, { action: 'always-allow', ports: ['8443'], sources: ['198.51.100.0/24'] })],
    }
    const closed = anNsg('closed', [anEntry(100, { action: 'deny', protocol: 'any', ports: [] })], {
      subnetIds: ['subnet-1', 'subnet-2'],
    })
    const { translation, proof, prove } = carry({ network: orderedNetwork([admin, closed]) })

    expect(proof.verdict).toBe('equal')
    const packetFilters = translation.packetFilters.filter(({ goesFirst }) => goesFirst !== true)
    const securityRules = translation.securityRules.filter(({ ports }) => ports?.from !== 8443)
    expect(prove({ ...translation, packetFilters, securityRules }).differences[0]).toMatchObject({
      kind: 'now-denied',
      packet: { port: 8443 },
    })
  })

  it('that name a group of cards name a group without rules, which its cards are in', () => {
    const network = orderedNetwork([
      anAsg('asg-web', 'nic-vm-1'),
      anNsg(
        'nsg-1',
        [anEntry(100, { sources: ['asg-web'] }), anEntry(200, { action: 'deny', protocol: 'any', ports: [] })],
        {
          subnetIds: ['subnet-1', 'subnet-2'],
        },
      ),
    ])
    const { translation, proof } = carryToAws({ network })

    const members = translation.securityGroups.find(({ from }) => from === 'asg-web')
    expect(translation.securityRules.filter(({ groupKey }) => groupKey === members?.key)).toEqual([])
    expect(translation.securityRules).toContainEqual(
      expect.objectContaining({ peer: { kind: 'group', groupKey: members?.key } }),
    )
    expect(
      translation.addresses.map(({ securityGroupKeys }) => securityGroupKeys.includes(members?.key ?? '')),
    ).toEqual([true, false, false])
    expect(proof.verdict).toBe('equal')
  })

  it.each([
    ['a tag of the platform', { sources: ['Storage.WestEurope'] }, 'Storage.WestEurope'],
    ['the probes of its load balancer', { sources: ['AzureLoadBalancer'] }, 'AzureLoadBalancer'],
    ['ports of senders', { sourcePorts: ['53'] }, 'ports of senders'],
  ] as const)('that depend on %s lose the entry, and it is said', (_, over, what) => {
    const network = orderedNetwork([anNsg('nsg-1', [anEntry(100, over)], { subnetIds: ['subnet-1', 'subnet-2'] })])
    const result = carryToAws({ network })

    expect(messagesOf(result, 'network.rule-untranslated')).toContain(what)
  })

  it('close a card of which nobody knows the subnet, and so the filters', () => {
    const network = orderedNetwork([anNsg('nsg-1', [], { subnetIds: ['subnet-1'] })])
    const vms = [...someHosts(), inGroups(aHost('vm-8', 'subnet-gone', ['10.0.7.10']))]
    const [azure, aws] = [carryToAzure, carryToAws].map((carry) => carry({ vms, network }).translation)

    const keys = aws?.addresses.find(({ vmId }) => vmId === 'vm-8')?.securityGroupKeys ?? []
    expect(keys.length).toBe(1)
    expect(aws?.securityRules.filter(({ groupKey }) => keys.includes(groupKey))).toEqual([])
    const filter = azure?.packetFilters.find(({ cards }) => cards.some(({ vmId }) => vmId === 'vm-8'))
    expect(filter?.entries.map(({ action }) => action)).toEqual(['deny', 'deny'])
  })

  it('with a denial that cannot be read deny what comes after it, and the proof leaves it open', () => {
    const unread = anEntry(100, { action: 'deny', protocol: 'quic' })
    const network = orderedNetwork([anNsg('nsg-1', [unread, anEntry(110)], { subnetIds: ['subnet-1', 'subnet-2'] })])
    const { translation, proof, ...result } = carryToAws({ network })

    expect(translation.securityRules.filter(({ direction }) => direction === 'ingress')).toEqual([])
    expect(messagesOf({ translation, ...result }, 'network.rule-untranslated')).toContain('"quic" is not known')
    expect(proof.verdict).toBe('undetermined')
  })

  it('are not closed where its source has no permissions for them', () => {
    const { findings } = carryToAws({ network: orderedNetwork([anNsg('nsg-1', [], { subnetIds: ['subnet-1'] })]) })

    expect(codesOf(findings)).not.toContain('network.rules-unknown')
  })
})

describe('ordered filters on a platform that has them too', () => {
  it('that name a group of cards without members allow nobody, and not everybody', () => {
    const entry = anEntry(100, { sources: ['asg-none'] })
    const objects = [anAsg('asg-none'), anNsg('nsg-1', [entry], { subnetIds: ['subnet-1', 'subnet-2'] })]
    const [azure, aws] = [carryToAzure, carryToAws].map((carry) => carry({ network: orderedNetwork(objects) }))

    expect(azure?.translation.packetFilters[0]?.entries[0]?.sources).toMatchObject([{ kind: 'group' }])
    expect(aws?.translation.securityRules.filter(({ ports }) => ports?.from === 443)).toEqual([])
    expect([azure?.proof.verdict, aws?.proof.verdict]).toEqual(['equal', 'equal'])
  })

  it('that name a group with cards in two networks name those of the other one by address, as of today', () => {
    const network = orderedNetwork(
      [
        anAsg('asg-1', 'nic-vm-1', 'nic-vm-9'),
        anNsg('nsg-1', [anEntry(100, { sources: ['asg-1'] })], { subnetIds: ['subnet-1'] }),
      ],
      {
        vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.1.0.0/16')],
        subnets: [...twoSubnets, aSubnet('subnet-9', '10.1.0.0/24', { vpcId: 'vpc-2' })],
      },
    )
    const vms = [...someHosts(), aHost('vm-9', 'subnet-9', ['10.1.0.10'])]
    const blocks = [
      ['10.0.0.0/16', '10.9.0.0/16'],
      ['10.1.0.0/16', '10.8.0.0/16'],
    ].map(([from = '', to = '']) => ({ from: parseCidr(from), to: parseCidr(to) }))
    const { translation, findings } = carryToAzure({ vms, network, policy: { blocks } })

    expect(translation.packetFilters[0]?.entries[0]?.sources).toEqual([
      { kind: 'group', group: 'asg-1' },
      { kind: 'cidr', cidr: parseCidr('10.8.0.10/32') },
    ])
    expect(codesOf(findings)).toContain('network.membership-frozen')
  })

  it.each([
    ['rewrite', 'Storage.northeurope'],
    ['keep', 'Storage.WestEurope'],
  ] as const)('that name a set of the primary region are told to %s the region', (tagRegions, tag) => {
    const network = orderedNetwork([
      anNsg('nsg-1', [anEntry(100, { direction: 'egress', destinations: ['Storage.WestEurope'] })], {
        subnetIds: ['subnet-1', 'subnet-2'],
      }),
    ])
    const regions = { primary: 'West Europe', recovery: 'northeurope' }
    const { translation, proof, findings } = carryToAzure({ network, regions, policy: { tagRegions } })

    expect(translation.packetFilters[0]?.entries[0]?.destinations).toEqual([{ kind: 'tag', tag }])
    expect(codesOf(findings).includes('network.tag-moved')).toBe(tagRegions === 'rewrite')
    expect(proof.verdict).toBe('equal')
  })

  it('leave the entries of the platform to the platform', () => {
    const network = orderedNetwork([anNsg('nsg-1', [anEntry(100)], { subnetIds: ['subnet-1'] })])
    const { translation } = carryToAzure({ network })

    expect(translation.packetFilters[0]?.entries.map(({ name }) => name)).toEqual(['e100'])
  })

  it('go by group and filter in one site that has networks of both kinds', () => {
    const network = orderedNetwork([anNsg('nsg-1', [anEntry(100)], { vpcId: 'vpc-2', subnetIds: ['subnet-9'] })], {
      vpcs: [aVpc('vpc-1', '10.0.0.0/16'), aVpc('vpc-2', '10.1.0.0/16')],
      subnets: [...twoSubnets, aSubnet('subnet-9', '10.1.0.0/24', { vpcId: 'vpc-2' })],
      securityGroups: [aGroup('sg-web')],
      securityRules: [aRule('r1', '198.51.100.0/24')],
      rulesKnown: true,
    })
    const vms = [...someHosts().map((vm) => inGroups(vm, 'sg-web')), inGroups(aHost('vm-9', 'subnet-9', ['10.1.0.10']))]
    const { translation } = carryToAws({ vms, network })

    const groupOf = new Map(translation.securityGroups.map(({ key, from }) => [key, from]))
    expect(
      translation.addresses.map(({ vmId, securityGroupKeys }) => [
        vmId,
        ...securityGroupKeys.map((key) => groupOf.get(key)),
      ]),
    ).toEqual([
      ['vm-1', 'sg-web'],
      ['vm-2', 'sg-web'],
      ['vm-3', 'sg-web'],
      ['vm-9', 'nsg-1'],
    ])
  })
})

describe('an ordered filter that speaks of "the network"', () => {
  it('lets in whoever joins the network at the recovery site later, and the proof shows a packet of theirs', () => {
    const nsg = anNsg('nsg-1', [], { subnetIds: ['subnet-1', 'subnet-2'] })
    const { translation, proof, prove } = carryToAzure({ network: orderedNetwork([nsg]) })
    const [table] = translation.routeTables

    const peered = prove({
      ...translation,
      routes: [
        {
          key: 'to-partner',
          from: 'added',
          tableKey: table?.key ?? '',
          destination: parseCidr('192.168.0.0/16'),
          hop: 'peering',
          rule: 'kept',
        },
      ],
    })

    expect(proof.differences).toEqual([])
    expect(peered.verdict).toBe('different')
    const opened = peered.differences.find(({ direction, kind }) => direction === 'ingress' && kind === 'newly-allowed')
    expect(opened?.after.by).toContain('AllowVnetInBound')
    expect(opened && formatAddress(opened.packet.source)).toBe('192.168.0.0')
  })
})
