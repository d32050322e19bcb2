import { describe, expect, it } from 'vitest'
import { proveNetwork } from '../../../src/core/network/prove-network.ts'
import { formatCidr, parseCidr } from '../../../src/model/cidr.ts'
import type { Network } from '../../../src/model/network.ts'
import type { FilterEnd, FilterEntry } from '../../../src/model/packet-filter.ts'
import {
  aFilterEntry,
  aHost,
  aNetwork,
  aPacketFilter,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  aVpc,
  codesOf,
  messagesOf,
  someLimits,
  translate,
  type Result,
} from '../../builders-network.ts'

const [ingress, egress] = ['ingress', 'egress'] as const
const open = [aFilterEntry(ingress, 100), aFilterEntry(egress, 100)]

const filtered = (entries: Parameters<typeof aPacketFilter>[1], over: Partial<Network> = {}): Result =>
  translate({ network: { objects: [aPacketFilter('acl', entries)], ...over } })

const endText = (end: FilterEnd): string => (end.kind === 'cidr' ? formatCidr(end.cidr) : end.kind)
const rangesText = ({ ports }: FilterEntry): string => ports.map(({ from, to }) => `${from}-${to}`).join() || 'all'

const linesOf = ({ translation }: Result): readonly string[] =>
  translation.packetFilters.flatMap(({ entries }) =>
    entries.map((entry) => {
      const far = (entry.direction === ingress ? entry.sources : entry.destinations).map(endText).join()
      return `${entry.direction} ${entry.order} ${entry.action} ${String(entry.protocol)} ${rangesText(entry)} ${far}`
    }),
  )

describe('a stateless packet filter', () => {
  it('keeps its entries and their orders, and its blocks move', () => {
    const result = filtered([
      aFilterEntry(ingress, 90, { action: 'deny', peer: '198.51.100.0/24' }),
      aFilterEntry(ingress, 200, { protocol: 'tcp', ports: ['443'], peer: '10.0.0.0/24' }),
      aFilterEntry(egress, 100, { protocol: '6', ports: ['1024-65535'] }),
    ])

    expect(linesOf(result)).toEqual([
      'ingress 90 deny any all 198.51.100.0/24',
      'ingress 200 allow tcp 443-443 10.9.0.0/24',
      'egress 100 allow tcp 1024-65535 0.0.0.0/0',
    ])
    expect(result.translation.packetFilters).toMatchObject([{ key: 'acl', vpcKey: 'vpc-1', stateful: false }])
    expect(result.translation.packetFilters[0]?.subnetKeys).toEqual(
      result.translation.subnets.filter(({ from }) => from === 'subnet-1').map(({ key }) => key),
    )
    expect(codesOf(result.findings)).toEqual([])
  })

  it('leaves out the last entry of the platform, which cannot be written', () => {
    const last = [ingress, egress].map((way) => aFilterEntry(way, 32_767, { action: 'deny' }))

    expect(linesOf(filtered([aFilterEntry(ingress, 100), ...last]))).toEqual(['ingress 100 allow any all 0.0.0.0/0'])
  })

  /** The host 10.0.0.2 cannot stay on its place, so the block it leaves falls into several. */
  const splitting = { vms: [aHost('a', 'subnet-1', ['10.0.0.2'])] }

  it('makes an entry several in the room behind it', () => {
    const entries = [aFilterEntry(ingress, 100, { peer: '10.0.0.0/30' }), aFilterEntry(ingress, 200)]

    const result = translate({ ...splitting, network: { objects: [aPacketFilter('acl', entries)] } })

    const orders = result.translation.packetFilters.flatMap((filter) => filter.entries.map(({ order }) => order))
    expect(orders.length).toBeGreaterThan(2)
    expect(orders.slice(0, 2)).toEqual([100, 101])
    expect(orders.at(-1)).toBe(200)
  })

  it('is numbered anew where there is no room, in the same order', () => {
    const entries = [
      aFilterEntry(ingress, 100, { peer: '10.0.0.0/30' }),
      aFilterEntry(ingress, 101, { action: 'deny' }),
      aFilterEntry(egress, 7),
    ]

    const result = translate({ ...splitting, network: { objects: [aPacketFilter('acl', entries)] } })

    const numbers = result.translation.packetFilters.flatMap((filter) => filter.entries)
    const inwards = numbers.filter(({ direction }) => direction === ingress)
    expect(inwards.map(({ order }) => order)).toEqual(inwards.map((_, index) => (index + 1) * 10))
    expect(inwards.at(-1)?.action).toBe('deny')
    expect(numbers.filter(({ direction }) => direction === egress).map(({ order }) => order)).toEqual([7])
  })

  it('has one block and one range of ports in every entry', () => {
    const many = aFilterEntry(ingress, 100, {
      protocol: 'tcp',
      ports: ['80', '443'],
      sources: ['10.0.0.0/24', '203.0.113.0/24'],
    })

    expect(linesOf(filtered([many])).toSorted()).toEqual([
      'ingress 100 allow tcp 80-80 10.9.0.0/24',
      'ingress 101 allow tcp 443-443 10.9.0.0/24',
      'ingress 102 allow tcp 80-80 203.0.113.0/24',
      'ingress 103 allow tcp 443-443 203.0.113.0/24',
    ])
  })

  it.each([
    ['nothing at either end is both families', [], ['0.0.0.0/0', '::/0']],
    ['one family at the near end is that family', ['0.0.0.0/0'], ['0.0.0.0/0']],
    ['IPv6 at the near end is IPv6', ['::/0'], ['::/0']],
  ])('%s', (_, destinations, blocks) => {
    const result = filtered([aFilterEntry(ingress, 100, { protocol: 'tcp', sources: [], destinations })])

    expect(linesOf(result).map((line) => line.split(' ').at(-1))).toEqual(blocks)
  })

  it.each([
    ['an action', { action: 'always-allow' as const }, 'only allows or denies'],
    ['source ports', { protocol: 'tcp', sourcePorts: ['53'] }, 'does not know source ports'],
    ['ports of everything', { ports: ['53'] }, 'for tcp and udp only'],
    ['a tag', { peer: 'Internet' }, 'blocks only, not names'],
    ['a part of the subnet', { destinations: ['10.0.0.0/28'] }, 'the whole subnet'],
    ['a protocol', { protocol: 'carrier-pigeon' }, 'is not known'],
  ])('says when %s cannot be carried, and keeps the others', (_, over, why) => {
    const result = filtered([aFilterEntry(ingress, 90, over), aFilterEntry(ingress, 100, { protocol: 'tcp' })])

    expect(linesOf(result)).toEqual(['ingress 100 allow tcp all 0.0.0.0/0'])
    expect(messagesOf(result, 'network.rule-untranslated')).toContain(why)
  })

  it('is left out where it guards nothing that is planned', () => {
    const closed = [aFilterEntry(ingress, 100, { action: 'deny' })]
    const elsewhere = { objects: [aPacketFilter('acl', closed, { subnetIds: ['subnet-gone'] })] }

    expect(filtered(closed).translation.packetFilters).toHaveLength(1)
    expect(filtered(closed, elsewhere).translation.packetFilters).toEqual([])
  })

  it('guards a subnet alone: of two the first stays, and the other is said', () => {
    const closed = [aFilterEntry(ingress, 100, { action: 'deny' })]
    const both = { subnetIds: ['subnet-1', 'subnet-2'] }
    const network = {
      subnets: [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')],
      objects: [aPacketFilter('a', closed), aPacketFilter('b', closed, both), aPacketFilter('c', closed)],
    }

    const result = translate({ network })

    const guarded = result.translation.packetFilters.map(({ from, subnetKeys }) => [from, subnetKeys.length])
    expect(guarded).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect(messagesOf(result, 'network.rule-untranslated').split('\n')).toHaveLength(2)
  })
})

describe('a filter that lets everything pass', () => {
  const withIpv6 = {
    vpcs: [{ ...aVpc('vpc-1', '10.0.0.0/16'), blocks: ['10.0.0.0/16', '2001:db8::/56'].map(parseCidr) }],
  }
  const sixOpen = [ingress, egress].map((way) => aFilterEntry(way, 101, { peer: '::/0' }))

  it('is left out', () => {
    expect(linesOf(filtered(open))).toEqual([])
    expect(linesOf(filtered([...open, aFilterEntry(ingress, 200, { action: 'deny' })]))).toEqual([])
  })

  it.each([
    ['a denial comes first', [...open, aFilterEntry(ingress, 50, { action: 'deny', peer: '198.51.100.0/24' })]],
    [
      'a denial of blocks of both families comes first',
      [...open, aFilterEntry(ingress, 50, { action: 'deny', sources: ['198.51.100.0/24', '2001:db8::/32'] })],
    ],
    ['it is open one way only', [aFilterEntry(ingress, 100), aFilterEntry(egress, 100, { protocol: 'tcp' })]],
    ['it is open for half of the addresses', [aFilterEntry(ingress, 100, { peer: '0.0.0.0/1' }), ...open.slice(1)]],
    ['an entry cannot be read', [...open, aFilterEntry(ingress, 300, { protocol: 'carrier-pigeon' })]],
  ])('is not, when %s', (_, entries) => {
    expect(filtered(entries).translation.packetFilters).toHaveLength(1)
  })

  it('must let IPv6 pass too where its network has IPv6', () => {
    expect(filtered(open, withIpv6).translation.packetFilters).toHaveLength(1)
    expect(filtered([...open, ...sixOpen], withIpv6).translation.packetFilters).toEqual([])
    expect(filtered([...open, aFilterEntry(ingress, 90, { action: 'deny', peer: '::/0' })]).translation).toMatchObject({
      packetFilters: [],
    })
  })

  it('counts IPv6 of a subnet as that of its network', () => {
    const subnets = [aSubnet('subnet-1', '10.0.0.0/24', { moreBlocks: [parseCidr('2001:db8::/64')] })]

    expect(filtered(open, { subnets }).translation.packetFilters).toHaveLength(1)
  })
})

describe('the limit of entries', () => {
  const entries = (many: number, peer: string) =>
    Array.from({ length: many }, (_, index) =>
      aFilterEntry(ingress, index + 1, { peer, protocol: String(100 + index) }),
    )

  it('counts the last entry of the platform', () => {
    expect(messagesOf(filtered(entries(19, '0.0.0.0/0')), 'network.limit')).toBe('')
    expect(messagesOf(filtered(entries(20, '0.0.0.0/0')), 'network.limit')).toContain(
      'has 21 ingress IPv4 entries, the last of the platform counted; the target allows 20',
    )
  })

  it('counts each direction and family for itself', () => {
    const [four, six] = [entries(19, '0.0.0.0/0'), entries(19, '::/0')]
    const other = six.map((entry) => ({ ...entry, order: entry.order + 100 }))

    expect(messagesOf(filtered([...four, ...other, aFilterEntry(egress, 1)]), 'network.limit')).toBe('')
  })
})

describe('the proof', () => {
  const vms = [aHost('vm-1', 'subnet-1', ['10.0.0.10'])]
  const proven = (entries: Parameters<typeof aPacketFilter>[1]) => {
    const network = aNetwork({
      routeTables: [aTable('rtb-1')],
      routes: [aRoute('local', '10.0.0.0/16', 'local'), aRoute('out', '0.0.0.0/0', 'internet-gateway')],
      securityRules: [aRule('r', '0.0.0.0/0')],
      objects: [aPacketFilter('acl', entries)],
    })
    const { translation } = translate({ vms, network })
    return proveNetwork({ vms, network, translation, limits: someLimits() }).verdict
  }

  it('finds entries that were split and written anew the same', () => {
    const entries = [
      aFilterEntry(ingress, 10, { protocol: 'tcp', ports: ['22', '443'], sources: [], destinations: ['0.0.0.0/0'] }),
      aFilterEntry(ingress, 11, { action: 'deny', peer: '10.0.0.0/24' }),
      aFilterEntry(egress, 10),
    ]

    expect(['structural', 'equal']).toContain(proven(entries))
  })

  it('shows where an entry that cannot be carried makes a difference', () => {
    const entries = [aFilterEntry(ingress, 10, { protocol: 'tcp', sourcePorts: ['53'] }), aFilterEntry(egress, 10)]

    expect(proven(entries)).toBe('different')
  })
})
