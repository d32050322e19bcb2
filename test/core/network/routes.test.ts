import { describe, expect, it } from 'vitest'
import { proveNetwork } from '../../../src/core/network/prove-network.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { Network, Route } from '../../../src/model/network.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import {
  type Result,
  aHost,
  aNetwork,
  aPrefixList,
  aRoute,
  aSubnet,
  aTable,
  codesOf,
  messagesOf,
  someLimits,
  translate,
} from '../../builders-network.ts'

describe('routes', () => {
  const tables = [aTable('rtb-1')]

  it.each([
    ['internet-gateway', 1, []],
    ['nat-gateway', 0, ['network.route-untranslated']],
    ['local', 0, []],
    ['vpn-gateway', 0, ['network.route-untranslated']],
    ['transit-gateway', 0, ['network.route-untranslated']],
    ['peering', 0, ['network.route-untranslated']],
    ['endpoint', 0, ['network.route-untranslated']],
    ['interface', 0, ['network.route-untranslated']],
    ['address', 0, ['network.route-untranslated']],
    ['blackhole', 0, ['network.route-untranslated']],
    ['other', 0, ['network.route-untranslated']],
  ] as const)('through a %s', (kind, many, codes) => {
    const result = translate({ network: { routeTables: tables, routes: [aRoute('r', '0.0.0.0/0', kind)] } })

    expect(result.translation.routes).toHaveLength(many)
    expect(codesOf(result.findings)).toEqual(codes)
  })

  it('through a NAT gateway are kept where the VPC has a public subnet for it', () => {
    const result = translate({
      network: {
        subnets: [
          aSubnet('open', '10.0.1.0/24', { routeTableId: 'rtb-1' }),
          aSubnet('closed', '10.0.2.0/24', { routeTableId: 'rtb-2' }),
        ],
        routeTables: [aTable('rtb-1'), aTable('rtb-2', { main: false })],
        routes: [
          aRoute('out', '0.0.0.0/0', 'internet-gateway'),
          { ...aRoute('nat', '0.0.0.0/0', 'nat-gateway'), tableId: 'rtb-2' },
        ],
      },
    })

    expect(result.translation.routes.map(({ hop }) => hop).sort()).toEqual(['internet-gateway', 'nat-gateway'])
    expect(codesOf(result.findings)).not.toContain('network.route-untranslated')
  })

  it.each([
    ['an unknown table', { ...aRoute('r', '0.0.0.0/0', 'internet-gateway'), tableId: 'rtb-gone' }],
    ['IPv6', aRoute('r', '::/0', 'internet-gateway')],
    ['a prefix list', { ...aRoute('r', '0.0.0.0/0', 'nat-gateway'), destination: { prefixListId: 'pl-1' } }],
    ['addresses that others take', aRoute('r', '10.0.0.4/32', 'internet-gateway')],
  ])('with %s are said', (_, route) => {
    const result = translate({
      vms: [aHost('a', 'subnet-1', ['10.0.0.2'])],
      network: { routeTables: tables, routes: [route] },
    })

    expect(result.translation.routes).toEqual([])
    expect(codesOf(result.findings)).toContain('network.route-untranslated')
  })

  it('lead to where the block went', () => {
    const result = translate({
      network: { routeTables: tables, routes: [aRoute('r', '10.0.0.0/24', 'internet-gateway')] },
    })

    expect(result.translation.routes.map(({ destination, rule }) => `${formatCidr(destination)} ${rule}`)).toEqual([
      '10.9.0.0/24 offset',
    ])
  })

  it('of a subnet are its own table, else the main one, else one that is made', () => {
    const network = {
      subnets: [aSubnet('s1', '10.0.1.0/24', { routeTableId: 'rtb-2' }), aSubnet('s2', '10.0.2.0/24')],
      routeTables: [aTable('rtb-1'), aTable('rtb-2', { main: false })],
    }

    const keysOf = ({ translation }: Result) => translation.subnets.map(({ routeTableKey }) => routeTableKey)
    expect(keysOf(translate({ vms: [], network }))).toEqual(['rtb-2', 'rtb-1'])
    expect(keysOf(translate({ vms: [], network: { ...network, routeTables: [] } }))).toEqual([
      'vpc-1-main',
      'vpc-1-main',
    ])
  })

  it('more than a table may have are said', () => {
    const routes = Array.from({ length: 51 }, (_, index) =>
      aRoute(`r${index}`, `203.0.113.${index}/32`, 'internet-gateway'),
    )

    expect(messagesOf(translate({ network: { routeTables: tables, routes } }), 'network.limit')).toContain(
      '51 routes; the target allows 50',
    )
  })
})

describe('a route to a prefix list', () => {
  const tables = [aTable('rtb-1')]
  const toList = (id: string, listId: string, kind: Route['hop']['kind'] = 'internet-gateway'): Route => ({
    ...aRoute(id, '0.0.0.0/0', kind),
    destination: { prefixListId: listId },
  })
  const routed = (
    routes: readonly Route[],
    objects: readonly NetworkObjectOf<'prefix-list'>[],
    over: Partial<Network> = {},
  ): Result => translate({ network: { routeTables: tables, routes, objects, ...over } })
  const destinationsOf = ({ translation }: Result): readonly string[] =>
    translation.routes.map(({ destination, rule, from }) => `${from}: ${formatCidr(destination)} ${rule}`).sort()

  it('of the user leads to the image of each of its blocks', () => {
    const list = aPrefixList('pl-1', ['10.0.0.0/24', '203.0.113.0/24'])

    const result = routed([toList('r', 'pl-1')], [list])

    expect(destinationsOf(result)).toEqual(['r: 10.9.0.0/24 offset', 'r: 203.0.113.0/24 kept'])
    expect(codesOf(result.findings)).toEqual([])
    expect(result.translation.prefixLists).toEqual([])
  })

  it('is proven to lead everything by the same hop', () => {
    const list = aPrefixList('pl-1', ['10.0.8.0/24', '203.0.113.0/24'])
    const routes = [aRoute('local', '10.0.0.0/16', 'local'), toList('r', 'pl-1')]
    const vms = [aHost('vm-1', 'subnet-1', ['10.0.0.10'])]
    const network = aNetwork({ routeTables: tables, routes, objects: [list] })
    const { translation } = translate({ vms, network })

    const verdictsOf = (made: Result['translation']) =>
      proveNetwork({ vms, network, translation: made, limits: someLimits() }).tables.map(({ verdict }) => verdict)

    expect(verdictsOf(translation)).toEqual(['structural'])
    for (const route of translation.routes)
      expect(verdictsOf({ ...translation, routes: translation.routes.filter((each) => each !== route) })).toEqual([
        'different',
      ])
  })

  it('has keys that do not depend on the other blocks', () => {
    const keysOf = (...blocks: string[]): readonly string[] =>
      routed([toList('r', 'pl-1')], [aPrefixList('pl-1', blocks)]).translation.routes.map(({ key }) => key)

    const after = keysOf('198.51.100.0/24', '203.0.113.0/24')

    expect(after).toEqual(expect.arrayContaining([...keysOf('203.0.113.0/24')]))
    expect(new Set(after).size).toBe(2)
  })

  it.each([
    ['a route', aRoute('z', '203.0.113.0/24', 'nat-gateway')],
    ['a route that cannot be carried', aRoute('z', '203.0.113.0/24', 'vpn-gateway')],
    ['the network itself', aRoute('z', '10.0.0.0/16', 'local')],
  ])('gives way to %s to the very same block', (_, other) => {
    const block = 'family' in other.destination ? formatCidr(other.destination) : ''
    const list = aPrefixList('pl-1', [block, '198.51.100.0/24'])
    const open = aRoute('open', '0.0.0.0/0', 'internet-gateway')

    const result = routed([open, toList('list', 'pl-1'), other], [list])

    const byList = destinationsOf(result).filter((text) => text.startsWith('list'))
    expect(byList).toEqual(['list: 198.51.100.0/24 kept'])
  })

  it('does not give way to a shorter or longer block, or to another table', () => {
    const list = aPrefixList('pl-1', ['203.0.113.0/24'])
    const others = [
      aRoute('a', '203.0.113.0/25', 'internet-gateway'),
      aRoute('b', '203.0.112.0/20', 'internet-gateway'),
      { ...aRoute('c', '203.0.113.0/24', 'internet-gateway'), tableId: 'rtb-2' },
    ]

    const result = routed([...others, toList('list', 'pl-1')], [list], {
      routeTables: [...tables, aTable('rtb-2', { main: false })],
    })

    expect(destinationsOf(result)).toContain('list: 203.0.113.0/24 kept')
  })

  it('leads to a block once where two lists have it', () => {
    const lists = [aPrefixList('pl-1', ['203.0.113.0/24']), aPrefixList('pl-2', ['203.0.113.0/24'])]

    const result = routed([toList('a', 'pl-1'), toList('b', 'pl-2')], lists)

    expect(destinationsOf(result)).toEqual(['a: 203.0.113.0/24 kept'])
  })

  it('says which of its blocks are not carried', () => {
    const list = aPrefixList('pl-1', ['10.0.0.4/32', '2001:db8::/32', '203.0.113.0/24'])

    const result = translate({
      vms: [aHost('a', 'subnet-1', ['10.0.0.2'])],
      network: { routeTables: tables, routes: [toList('r', 'pl-1')], objects: [list] },
    })

    const said = messagesOf(result, 'network.route-untranslated')
    expect(destinationsOf(result)).toEqual(['r: 203.0.113.0/24 kept'])
    expect(said).toContain('of 10.0.0.4/32 other hosts take all of its addresses')
    expect(said).toContain('of 2001:db8::/32, IPv6 routes wait')
  })

  it.each([
    ['that the platform keeps', [{ ...aPrefixList('pl-1', []), managed: true }], 'has no counterpart'],
    ['that the inventory lacks', [], 'is not in the inventory'],
  ] as const)('%s is said', (_, objects, why) => {
    const result = routed([toList('r', 'pl-1', 'endpoint')], objects)

    expect(result.translation.routes).toEqual([])
    expect(messagesOf(result, 'network.route-untranslated')).toContain(why)
  })

  it('through a hop that the recovery site lacks is said like any other', () => {
    const result = routed([toList('r', 'pl-1', 'peering')], [aPrefixList('pl-1', ['203.0.113.0/24'])])

    expect(result.translation.routes).toEqual([])
    expect(messagesOf(result, 'network.route-untranslated')).toContain('the peered VPC is not part of this plan')
  })

  it('that is empty leads nowhere, and nothing is lost', () => {
    const result = routed([toList('r', 'pl-1')], [aPrefixList('pl-1', [])])

    expect(result.translation.routes).toEqual([])
    expect(codesOf(result.findings)).toEqual([])
  })
})
