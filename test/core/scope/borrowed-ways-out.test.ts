import { expect, test } from 'vitest'
import { borrowedWaysOut } from '../../../src/core/scope/borrowed-ways-out.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import { emptyNetwork, type Network, type Route, type Subnet } from '../../../src/model/network.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { aNic, aVm } from '../../builders.ts'

const subnet = (over: Partial<Subnet> = {}): Subnet => ({
  id: 'subnet-1',
  name: 'subnet-1',
  vpcId: 'vpc-1',
  block: null,
  zone: null,
  gateway: null,
  routeTableId: 'table-1',
  lendsWayOut: true,
  ...over,
})

const route = (destination: string, kind: Route['hop']['kind']): Route => ({
  id: `${destination} ${kind}`,
  tableId: 'table-1',
  destination: parseCidr(destination),
  hop: { kind, id: null },
})

const nat: NetworkObject = {
  kind: 'gateway',
  id: 'nat',
  name: 'nat',
  role: 'nat',
  vpcIds: [],
  subnetIds: ['subnet-1'],
  addresses: [],
  publicAddresses: [],
  asn: null,
}

const pool: NetworkObject = {
  kind: 'target-pool',
  id: 'pool',
  name: 'pool',
  vpcId: null,
  protocol: null,
  port: null,
  targets: [{ vmId: 'vm-1', nicId: null, address: null, port: null }],
  healthCheck: null,
}

const borrowed = (over: Partial<Network>, ...nics: readonly Parameters<typeof aNic>[0][]): readonly string[] =>
  borrowedWaysOut({ ...emptyNetwork, subnets: [subnet()], ...over }, [
    aVm({ nics: (nics.length > 0 ? nics : [{}]).map((nic) => aNic(nic)) }),
  ]).map(({ id }) => id)

test.each<{ name: string; over: Partial<Network>; expected: readonly string[] }>([
  { name: 'its subnet lends one and nothing else leads out', over: {}, expected: ['nic-1'] },
  { name: 'its subnet lends none', over: { subnets: [subnet({ lendsWayOut: false })] }, expected: [] },
  { name: 'a NAT gateway serves its subnet', over: { objects: [nat] }, expected: [] },
  { name: 'a load balancer leads to its VM', over: { objects: [pool] }, expected: [] },
  { name: 'a default route leads to a firewall', over: { routes: [route('0.0.0.0/0', 'address')] }, expected: [] },
  {
    name: 'a default route leads to the internet as such',
    over: { routes: [route('0.0.0.0/0', 'internet-gateway')] },
    expected: ['nic-1'],
  },
  {
    name: 'only a part of the internet, or IPv6, is led elsewhere',
    over: { routes: [route('10.0.0.0/8', 'address'), route('::/0', 'address')] },
    expected: ['nic-1'],
  },
])('an interface of which nothing is said: $name', ({ over, expected }) => {
  expect(borrowed(over)).toEqual(expected)
})

test('silence of the subnet is not a way out', () => {
  const { lendsWayOut: _, ...silent } = subnet()

  expect(borrowed({ subnets: [silent] })).toEqual([])
})

test('a public address of one interface is the way out of the whole VM', () => {
  expect(borrowed({}, { id: 'a' }, { id: 'b', hasPublicAddress: true })).toEqual([])
})

test('what interfaces say of themselves counts, whatever the network looks like', () => {
  expect(borrowed({ objects: [nat] }, { id: 'a', borrowsWayOut: true }, { id: 'b' })).toEqual(['a'])
  expect(borrowed({}, { id: 'a', borrowsWayOut: false }, { id: 'b' })).toEqual([])
})
