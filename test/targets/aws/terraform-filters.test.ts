import { expect, test } from 'vitest'
import { BugError } from '../../../src/errors.ts'
import type { FilterEntry } from '../../../src/model/packet-filter.ts'
import { networkAclEntries, networkAcls } from '../../../src/targets/aws/terraform-filters.ts'
import { aPlan, aTranslatedEntry, aTranslatedFilter } from '../../builders-plan.ts'

const networkWith = (...entries: readonly FilterEntry[]) =>
  aPlan({ network: { packetFilters: [aTranslatedFilter({ entries })] } }).network

const one = (entry: FilterEntry) => Object.values(networkAclEntries(networkWith(entry)))[0]

test('an entry goes by its list, direction and number', () => {
  const entries = networkAclEntries(networkWith(aTranslatedEntry(100), aTranslatedEntry(100, { direction: 'egress' })))

  expect(entries).toEqual({
    'guard-ingress-100': {
      acl_key: 'guard',
      direction: 'ingress',
      order: 100,
      action: 'allow',
      protocol: '-1',
      cidr_ipv4: '0.0.0.0/0',
    },
    'guard-egress-100': {
      acl_key: 'guard',
      direction: 'egress',
      order: 100,
      action: 'allow',
      protocol: '-1',
      cidr_ipv4: '0.0.0.0/0',
    },
  })
})

test('a new name changes nothing, and a new entry nothing but itself', () => {
  const before = networkAclEntries(networkWith(aTranslatedEntry(100), aTranslatedEntry(200)))

  const renamed = networkWith(aTranslatedEntry(100, { name: 'web', from: 'x' }), aTranslatedEntry(200))
  const more = networkWith(aTranslatedEntry(100), aTranslatedEntry(150), aTranslatedEntry(200))

  expect(networkAclEntries(renamed)).toEqual(before)
  const { 'guard-ingress-150': added, ...others } = networkAclEntries(more)
  expect(added).toBeDefined()
  expect(others).toEqual(before)
})

test.each([
  ['tcp', [{ from: 443, to: 443 }], { protocol: '6', from_port: 443, to_port: 443 }],
  ['tcp', [], { protocol: '6', from_port: 0, to_port: 65_535 }],
  ['udp', [{ from: 53, to: 60 }], { protocol: '17', from_port: 53, to_port: 60 }],
  ['icmp', [], { protocol: '1', icmp_type: -1, icmp_code: -1 }],
  ['icmpv6', [], { protocol: '58', icmp_type: -1, icmp_code: -1 }],
  [132, [], { protocol: '132' }],
] as const)('%s with ports %j is written with its number', (protocol, ports, value) => {
  expect(one(aTranslatedEntry(100, { protocol, ports }))).toMatchObject(value)
})

test('a type of ICMP is written, and every code is -1', () => {
  const entry = aTranslatedEntry(100, { protocol: 'icmp', icmp: { type: 8, code: null } })

  expect(one(entry)).toMatchObject({ icmp_type: 8, icmp_code: -1 })
})

test('an IPv6 block is written as one', () => {
  expect(one(aTranslatedEntry(100, { far: '::/0' }))).toMatchObject({ cidr_ipv6: '::/0' })
  expect(one(aTranslatedEntry(100, { far: '::/0' }))).not.toHaveProperty('cidr_ipv4')
})

const somewhere = aTranslatedEntry(100).sources

test.each([
  ['two ranges of ports', { protocol: 'tcp', ports: [1, 2].map((port) => ({ from: port, to: port })) }],
  ['ports of every protocol', { ports: [{ from: 1, to: 1 }] }],
  ['source ports', { protocol: 'tcp', sourcePorts: [{ from: 1, to: 1 }] }],
  ['no block', { sources: [] }],
  ['two blocks', { sources: [...somewhere, ...somewhere] }],
  ['a name', { sources: [{ kind: 'tag', tag: 'Internet' }] }],
  ['a part of the subnet', { destinations: somewhere }],
  ['an action that AWS lacks', { action: 'always-allow' }],
] as const)('an entry with %s is a bug of the translation', (_, over) => {
  expect(() => networkAclEntries(networkWith(aTranslatedEntry(100, over)))).toThrow(BugError)
})

test('two entries with one number are a bug of the translation', () => {
  expect(() => networkAclEntries(networkWith(aTranslatedEntry(100), aTranslatedEntry(100)))).toThrow(BugError)
})

test('a stateful filter is no network ACL, and a subnet that is not made has none', () => {
  const network = aPlan({
    network: { packetFilters: [aTranslatedFilter({ stateful: true, key: 'other' }), aTranslatedFilter()] },
  }).network

  expect(networkAcls(network, new Set(['app-b']))).toEqual({
    guard: { name: 'guard', vpc_key: 'shop', subnet_keys: ['app-b'] },
  })
})
