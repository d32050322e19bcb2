import { describe, expect, test } from 'vitest'
import { formatCidr } from '../../src/model/cidr.ts'
import { readHop, readRouting, type AzureRouteTable } from '../../src/sources/azure-routes.ts'
import { createReport } from '../../src/sources/report.ts'

const aTable = (id: string, over: Partial<AzureRouteTable> = {}): AzureRouteTable => ({
  id,
  name: id,
  routes: [],
  ...over,
})
const aUse = (id: string, vpcId: string, routeTableId: string | null) => ({ id, vpcId, routeTableId })

function read(...input: [readonly AzureRouteTable[], Parameters<typeof readRouting>[1]]) {
  const { report, findings } = createReport()
  return { ...readRouting(...input, report), findings: findings() }
}

describe('route tables', () => {
  test('used in two networks are given once for each, and every subnet names its own', () => {
    const routing = read(
      [aTable('t', { routes: [{ name: 'All', destination: '0.0.0.0/0', ...readHop('Internet', null) }] })],
      [aUse('a', '/x/north', 't'), aUse('b', '/x/south', 't'), aUse('c', '/x/south', 't'), aUse('d', '/x/south', null)],
    )

    expect(routing.routeTables).toEqual([
      { id: 't', name: 't', vpcId: '/x/north', main: false },
      { id: 't@south', name: 't', vpcId: '/x/south', main: false },
    ])
    expect([...routing.tableOfSubnet]).toEqual([
      ['a', 't'],
      ['b', 't@south'],
      ['c', 't@south'],
    ])
    expect(routing.routes.map(({ id, tableId }) => [id, tableId])).toEqual([
      ['t/routes/all', 't'],
      ['t@south/routes/all', 't@south'],
    ])
    expect(routing.findings).toEqual([])
  })

  test('that are used by nobody, or not there, are said', () => {
    const { routeTables, tableOfSubnet, findings } = read([aTable('idle')], [aUse('a', 'v', 'elsewhere')])

    expect([routeTables, [...tableOfSubnet]]).toEqual([[], []])
    expect(findings.map(({ code, affected }) => [code, affected])).toEqual([
      ['site.reference-missing', ['a']],
      ['site.not-a-vm', ['idle']],
    ])
  })
})

test.each([
  ['VirtualAppliance', '10.0.0.4', { kind: 'address', id: '10.0.0.4' }],
  ['virtualnetworkgateway', null, { kind: 'vpn-gateway', id: null }],
  ['VnetLocal', null, { kind: 'local', id: null }],
  ['Internet', null, { kind: 'internet-gateway', id: null }],
  ['None', null, { kind: 'blackhole', id: null }],
  ['HyperNetGateway', null, { kind: 'other', id: null }],
])('the hop %s is ours', (type, address, hop) => {
  expect(readHop(type, address)).toEqual({ hop })
})

test.each([
  ['10.1.0.0/16', '10.1.0.0/16'],
  ['Storage.WestEurope', 'Storage.WestEurope'],
])('a destination is a block, or the list that a tag stands for: %s', (destination, expected) => {
  const { routes } = read(
    [aTable('t', { routes: [{ name: 'r', destination, ...readHop('Internet', null) }] })],
    [aUse('a', 'v', 't')],
  )

  expect(
    routes.map((route) =>
      'prefixListId' in route.destination ? route.destination.prefixListId : formatCidr(route.destination),
    ),
  ).toEqual([expected])
})
