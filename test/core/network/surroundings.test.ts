import { describe, expect, it } from 'vitest'
import { formatCidr, overlaps, parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { awsNetworkLimits } from '../../../src/targets/aws/limits.ts'
import { azureNetworkLimits } from '../../../src/targets/azure/limits.ts'
import {
  aHost,
  aRoute,
  aSubnet,
  aTable,
  aVpc,
  blocksOf,
  codesOf,
  messagesOf,
  placesOf,
  translate,
} from '../../builders-network.ts'
import { aNic, aVm } from '../../builders.ts'
import { parseAddress } from '../../../src/model/address.ts'

const named = (id: string) => ({ id, name: id, tags: {} })

const aConnection = (blocks: readonly string[]): NetworkObject => ({
  kind: 'connection',
  ...named('to-office'),
  gatewayId: null,
  remoteId: null,
  vpcId: 'vpc-1',
  subnetIds: [],
  blocks: blocks.map(parseCidr),
  insideBlocks: [],
  translations: [],
  dynamic: null,
})

describe('ranges in use elsewhere', () => {
  it('that hold a recovery block are a collision that names both and lists the ways out', () => {
    const result = translate({
      network: { vpcs: [aVpc('vpc-1', '172.20.0.0/16')], subnets: [], objects: [aConnection(['10.0.0.0/8'])] },
      vms: [],
      policy: { blocks: [['172.20.0.0/16', '10.20.0.0/16']] },
    })

    const [finding] = result.findings
    expect(finding?.code).toBe('network.cidr-overlap')
    expect(finding?.message).toContain(
      '10.20.0.0/16 of vpc-1 at the recovery site lies in 10.0.0.0/8 of connection to-office',
    )
    expect(finding?.suggestion).toMatch(/another block.*NAT of the VPN gateway.*private NAT gateway/)
  })

  it.each([
    ['a connection', { objects: [aConnection(['10.0.0.0/9'])] }, {}],
    ['the account', {}, { existing: [['hub', '10.0.0.0/9']] as const }],
    [
      'a route to another network',
      { routeTables: [aTable('rtb-1')], routes: [aRoute('r', '10.0.0.0/9', 'transit-gateway')] },
      {},
    ],
  ])('are avoided by free choice: %s', (_, network, policy) => {
    const result = translate({
      network: { vpcs: [aVpc('vpc-1', '172.20.0.0/16')], subnets: [], ...network },
      vms: [],
      policy: { pool: ['10.0.0.0/8'], ...policy },
    })

    expect(result.translation.blocks.some(({ to }) => overlaps(to, parseCidr('10.0.0.0/9')))).toBe(false)
    expect(result.translation.blocks).toHaveLength(1)
  })
})

describe('the blocks of one VPC', () => {
  const three = {
    vms: [],
    network: { vpcs: [aVpc('vpc-1', '10.0.0.0/16', '100.64.0.0/16', '192.168.0.0/20')], subnets: [] },
    policy: {
      blocks: [
        ['10.0.0.0/16', '10.50.0.0/16'],
        ['100.64.0.0/16', '100.80.0.0/16'],
        ['192.168.0.0/20', '192.168.64.0/20'],
      ],
    },
  } as const

  it('of 10/8, 100.64/10 and 192.168/16 are refused by AWS, which names the row', () => {
    const result = translate({ ...three, limits: awsNetworkLimits })

    expect(codesOf(result.findings)).toEqual(['network.block-refused'])
    expect(messagesOf(result, 'network.block-refused')).toContain('192.168.64.0/20 beside 10.50.0.0/16')
  })

  it('of the same three ranges are taken by Azure', () => {
    expect(translate({ ...three, limits: azureNetworkLimits }).findings).toEqual([])
  })

  it.each([
    ['10.1.0.0/24', '10.0.0.0/24', false],
    ['172.20.0.0/16', '172.31.0.0/16', true],
  ])('%s and %s: refused by AWS in the order of their addresses %s', (one, other, refused) => {
    const result = translate({
      vms: [],
      network: { vpcs: [aVpc('vpc-1', '192.168.0.0/24', '192.168.1.0/24')], subnets: [] },
      policy: {
        blocks: [
          ['192.168.0.0/24', `${one.split('/')[0]}/24`],
          ['192.168.1.0/24', `${other.split('/')[0]}/24`],
        ],
      },
      limits: awsNetworkLimits,
    })

    expect(messagesOf(result, 'network.block-refused') !== '').toBe(refused)
  })

  it('that AWS discourages are taken and said', () => {
    const result = translate({ policy: { blocks: [['10.0.0.0/16', '172.17.0.0/16']] }, limits: awsNetworkLimits })

    expect(codesOf(result.findings)).toEqual(['network.block-discouraged'])
  })

  it('beyond the first may not hold a destination of its route tables, which is quoted', () => {
    const site = {
      vms: [],
      network: {
        vpcs: [aVpc('vpc-1', '10.0.0.0/16', '10.1.0.0/16')],
        subnets: [],
        routeTables: [aTable('rtb-1')],
        routes: [aRoute('r', '10.61.5.0/24', 'interface')],
      },
      policy: {
        blocks: [
          ['10.0.0.0/16', '10.60.0.0/16'],
          ['10.1.0.0/16', '10.61.0.0/16'],
        ],
      },
    } as const

    expect(messagesOf(translate({ ...site, limits: awsNetworkLimits }), 'network.block-refused')).toContain(
      '10.61.5.0/24 → interface interface-1 in rtb-1',
    )
    expect(messagesOf(translate({ ...site, limits: azureNetworkLimits }), 'network.block-refused')).toBe('')
  })
})

const aGateway = (role: 'vpn' | 'bastion'): NetworkObject => ({
  kind: 'gateway',
  ...named(`gw-${role}`),
  role,
  vpcIds: ['vpc-1'],
  subnetIds: [],
  addresses: [],
  publicAddresses: [],
  asn: null,
})

describe('subnets that Azure looks for by name', () => {
  it('are never smaller than it asks, when they move and when their block becomes smaller', () => {
    const small = translate({
      network: { subnets: [aSubnet('AzureBastionSubnet', '10.0.1.0/27')] },
      vms: [],
      limits: azureNetworkLimits,
    })
    const packed = translate({
      network: { subnets: [aSubnet('GatewaySubnet', '10.0.1.0/24'), aSubnet('app', '10.0.4.0/22')] },
      vms: [],
      policy: { blocks: [['10.0.0.0/16', '10.9.0.0/25']] },
      limits: azureNetworkLimits,
    })

    expect(small.translation.subnets[0]?.block.prefixLength).toBe(26)
    expect(messagesOf(small, 'network.special-subnet')).toContain('asks for /26')
    expect(
      packed.translation.subnets.find(({ name }) => name === 'GatewaySubnet')?.block.prefixLength,
    ).toBeLessThanOrEqual(27)
    expect(packed.findings).toEqual([])
  })

  it('are missed where a gateway needs one, and a free place is named', () => {
    const result = translate({
      network: { objects: [aGateway('vpn'), aGateway('bastion')] },
      limits: azureNetworkLimits,
    })

    expect(codesOf(result.findings)).toEqual(['network.special-subnet', 'network.special-subnet'])
    expect(messagesOf(result, 'network.special-subnet')).toMatch(
      /GatewaySubnet of at least \/27[^\n]*10\.9\.\d+\.\d+\/27 is free/,
    )
  })

  it('are not asked for where nothing needs them', () => {
    expect(translate({ limits: azureNetworkLimits }).findings).toEqual([])
  })
})

const anIpv6Site = {
  vms: [aHost('v6', 'six', ['10.0.0.9', '2001:db8:1:5::9'])],
  network: {
    vpcs: [aVpc('vpc-1', '10.0.0.0/16', '2001:db8:1::/56')],
    subnets: [aSubnet('six', '10.0.0.0/24', { moreBlocks: [parseCidr('2001:db8:1:5::/64')] })],
  },
} as const

describe('IPv6', () => {
  it('is not planned while nobody knows the block of the target, and that is said', () => {
    const result = translate({ ...anIpv6Site, vms: [...anIpv6Site.vms] })

    expect(codesOf(result.findings)).toEqual(['network.ipv6-untranslated'])
    expect(Object.keys(placesOf(result))).toEqual(['v6 10.0.0.9'])
  })

  it('moves by the block of drplan.yaml: addresses, subnets, rules, routes and records', () => {
    const result = translate({
      vms: [...anIpv6Site.vms],
      network: {
        ...anIpv6Site.network,
        securityRules: [
          {
            id: 'r1',
            groupId: 'sg-web',
            direction: 'ingress',
            protocol: 'tcp',
            ports: null,
            peer: { kind: 'cidr', cidr: parseCidr('2001:db8:1:5::/64') },
            description: '',
          },
        ],
        routeTables: [aTable('rtb-1')],
        routes: [aRoute('out', '::/0', 'internet-gateway')],
        dnsRecords: [{ id: 'n', zone: 'z', name: 'n', type: 'AAAA', ttlSeconds: 60, values: ['2001:db8:1:5::9'] }],
      },
      policy: { blocks: [['10.0.0.0/16', '10.9.0.0/16']], ipv6: [['2001:db8:1::/56', '2001:db8:2:100::/56']] },
    })

    expect(result.findings).toEqual([])
    expect(placesOf(result)).toEqual({ 'v6 10.0.0.9': '10.9.0.9', 'v6 2001:db8:1:5::9': '2001:db8:2:105::9' })
    expect(result.translation.subnets[0]?.moreBlocks?.map(({ to }) => formatCidr(to))).toEqual(['2001:db8:2:105::/64'])
    expect(result.translation.securityRules.map(({ peer }) => peer.kind === 'cidr' && formatCidr(peer.cidr))).toEqual([
      '2001:db8:2:105::/64',
    ])
    expect(result.translation.routes).toHaveLength(1)
    expect(result.translation.dnsRecords[0]?.values).toEqual(['2001:db8:2:105::9'])
  })

  it('alone in a subnet becomes both families, and only /64 subnets move', () => {
    const result = translate({
      vms: [aHost('v6', 'six', ['2001:db8:1:5::9'])],
      network: {
        vpcs: [aVpc('vpc-1', '10.0.0.0/16', '2001:db8:1::/56')],
        subnets: [aSubnet('six', '2001:db8:1:5::/64'), aSubnet('odd', '2001:db8:1:7::/80')],
      },
      policy: { blocks: [['10.0.0.0/16', '10.9.0.0/16']], ipv6: [['2001:db8:1::/56', '2001:db8:2:100::/56']] },
      limits: azureNetworkLimits,
    })

    const subnet = result.translation.subnets.find(({ name }) => name === 'six')
    expect(subnet?.block.family).toBe(4)
    expect(placesOf(result)).toEqual({ 'v6 -': 'platform', 'v6 2001:db8:1:5::9': '2001:db8:2:105::9' })
    expect(messagesOf(result, 'network.block-refused')).toContain('IPv6 subnets of /64 only')
  })

  it('of unequal blocks is refused', () => {
    const result = translate({ policy: { ipv6: [['2001:db8:1::/56', '2001:db8:2::/48']] } })

    expect(messagesOf(result, 'network.block-refused')).toContain('equally long')
  })
})

const aCardWith = (addresses: readonly string[], prefixes: readonly string[]) =>
  aVm({
    id: 'many',
    nics: [
      {
        ...aNic({
          id: 'nic',
          subnetId: 'subnet-1',
          addresses: addresses.map(parseAddress),
          securityGroupIds: ['sg-web'],
        }),
        prefixes: prefixes.map(parseCidr),
      },
    ],
  })

describe('blocks that a card has, or that are kept free', () => {
  const card = aCardWith(['10.0.0.10', '10.0.0.40', '10.0.0.20', '10.0.0.30'], ['10.0.0.64/28'])
  const reservation: NetworkObject = {
    kind: 'reservation',
    ...named('res'),
    subnetId: 'subnet-1',
    block: parseCidr('10.0.0.0/28'),
  }

  it('move with their subnet, and the addresses of the card keep their order', () => {
    const result = translate({ vms: [card], network: { objects: [reservation] } })

    expect(result.translation.heldBlocks?.map(({ kind, to }) => [kind, to && formatCidr(to)])).toEqual([
      ['prefix', '10.9.0.64/28'],
      ['reservation', '10.9.0.0/28'],
    ])
    expect(Object.values(placesOf(result))).toEqual(['10.9.0.10', '10.9.0.40', '10.9.0.20', '10.9.0.30'])
  })

  it('are never given to a host that has to move', () => {
    const displaced = aHost('low', 'subnet-1', ['10.0.0.2'])
    const result = translate({ vms: [card, displaced], network: { objects: [reservation] } })

    expect(placesOf(result)['low 10.0.0.2']).toBe('10.9.0.16')
  })

  it('stay as long and aligned in a smaller block', () => {
    const result = translate({
      vms: [card],
      network: { subnets: [aSubnet('subnet-1', '10.0.0.0/20')] },
      policy: { blocks: [['10.0.0.0/16', '10.9.0.0/26']] },
    })

    const [held] = result.translation.heldBlocks ?? []
    expect(held?.to?.prefixLength).toBe(28)
    const hosts = result.translation.addresses.flatMap(({ to }) => (to ? [to.value] : []))
    expect(hosts.some((value) => held?.to && held.to.network <= value && value < held.to.network + 16n)).toBe(false)
    expect(blocksOf(result)).toContain('10.0.0.64/28 → 10.9.0.16/28')
  })

  it('without any room are said', () => {
    const result = translate({
      vms: [aCardWith(['10.0.0.10'], ['10.0.0.0/24'])],
    })

    expect(codesOf(result.findings)).toEqual(['network.limit'])
  })
})
