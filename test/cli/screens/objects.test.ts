import { expect, test } from 'vitest'
import { countByKind, objectsLine } from '../../../src/cli/screens/objects.ts'
import type { NetworkObject, NetworkObjectOf } from '../../../src/model/network-objects.ts'

const gateway = (id: string, role: NetworkObjectOf<'gateway'>['role']): NetworkObject => ({
  kind: 'gateway',
  id,
  name: id,
  role,
  vpcIds: [],
  subnetIds: [],
  addresses: [],
  publicAddresses: [],
  asn: null,
})
const zone = (id: string): NetworkObject => ({ kind: 'dns-zone', id, name: id, private: true, vpcIds: [] })
const group = (id: string): NetworkObject => ({ kind: 'member-group', id, name: id, nicIds: [] })

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('objects are counted in words, gateways by what they do', () => {
  const objects = [zone('z'), gateway('a', 'nat'), gateway('b', 'nat'), gateway('c', 'egress-only'), group('g')]

  expect(plain(objectsLine(objects))).toBe('2 NAT gateways, 1 egress-only gateway, 1 DNS zone, 1 member group')
  expect(countByKind(objects)).toEqual({ gateway: 3, 'dns-zone': 1, 'member-group': 1 })
})

test('more sorts than fit are a number', () => {
  const objects = [
    ...(['internet', 'nat', 'vpn', 'private-nat'] as const).map((role) => gateway(role, role)),
    zone('z'),
    group('g'),
  ]

  expect(plain(objectsLine(objects))).toMatch(
    /^1 internet gateway, 1 NAT gateway, 1 VPN gateway, 1 private NAT gateway/,
  )
  expect(plain(objectsLine(objects))).toMatch(/ and 2 others$/)
})

test('nothing is said of nothing', () => {
  expect(objectsLine([])).toBe('')
  expect(countByKind([])).toEqual({})
})
