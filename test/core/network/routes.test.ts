import { describe, expect, it } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import { type Result, aHost, aRoute, aSubnet, aTable, codesOf, messagesOf, translate } from '../../builders-network.ts'

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
