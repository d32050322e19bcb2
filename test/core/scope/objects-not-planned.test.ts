import { describe, expect, test } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { parseAddress } from '../../../src/model/address.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { NetworkObject, NetworkObjectOf } from '../../../src/model/network-objects.ts'
import { emptyNetwork, type Network } from '../../../src/model/network.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aSubnet } from '../../builders-network.ts'
import { aNic, aVm } from '../../builders.ts'

const found = (objects: readonly NetworkObject[], over: Partial<Network> = {}, vms: readonly Vm[] = []) =>
  objectsNotPlanned({ ...emptyNetwork, objects, ...over }, vms)
const subjects = (...from: Parameters<typeof found>) => found(...from).map(({ subject }) => subject)

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

const connection = (id: string, gatewayId: string, remoteId: string | null): NetworkObject => ({
  kind: 'connection',
  id,
  name: id,
  gatewayId,
  remoteId,
  vpcId: null,
  subnetIds: [],
  blocks: [],
  insideBlocks: [],
  translations: [],
  dynamic: null,
})

type Filter = NetworkObjectOf<'packet-filter'>

const entry = (direction: 'ingress' | 'egress', over: Partial<Filter['entries'][number]> = {}) => ({
  name: '100',
  order: 100,
  direction,
  action: 'allow' as const,
  protocol: 'any',
  sourcePorts: [],
  ports: [],
  sources: direction === 'ingress' ? ['0.0.0.0/0'] : [],
  destinations: direction === 'egress' ? ['0.0.0.0/0'] : [],
  ...over,
})

const filter = (id: string, entries: Filter['entries'], stateful = false): Filter => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: null,
  subnetIds: [],
  nicIds: [],
  stateful,
  isDefault: false,
  entries,
})

describe('gateways', () => {
  const route = (id: string) => ({
    id: `route to ${id}`,
    tableId: 'table-1',
    destination: parseCidr('0.0.0.0/0'),
    hop: { kind: 'internet-gateway' as const, id },
  })

  test('that a route leads to are made by the plan, others are said', () => {
    const objects = [gateway('used', 'internet'), gateway('idle', 'internet'), gateway('nat-1', 'nat')]

    expect(found(objects, { routes: [route('used'), route('nat-1')] })).toMatchObject([
      { code: 'site.not-a-vm', subject: 'internet gateways', affected: ['idle'] },
    ])
  })

  test('of other kinds are never made, whatever leads to them', () => {
    expect(subjects([gateway('vgw-1', 'vpn')], { routes: [route('vgw-1')] })).toEqual(['VPN gateways'])
  })

  test('tell tunnels from attachments by what they connect', () => {
    const remote = {
      kind: 'remote-gateway',
      id: 'cgw',
      name: 'cgw',
      publicAddress: null,
      asn: null,
      blocks: [],
    } as const
    const objects = [gateway('tgw', 'transit'), remote, connection('vpn', 'tgw', 'cgw'), connection('att', 'tgw', null)]

    expect(subjects([...objects, connection('line', 'unknown', null)])).toEqual([
      'VPN connections',
      'connections',
      'customer gateways',
      'transit gateway attachments',
      'transit gateways',
    ])
  })
})

describe('packet filters', () => {
  test('are said when they close something that the groups do not', () => {
    const closed = entry('ingress', { order: 50, action: 'deny', sources: ['10.0.0.0/8'] })
    const open = [entry('ingress'), entry('egress')]

    expect(found([filter('open', open), filter('closed', [...open, closed])])).toMatchObject([
      { code: 'site.not-planned', subject: 'restricting packet filters', affected: ['closed'] },
    ])
  })

  test('over a subnet of the inventory are carried with it', () => {
    const subnets = [aSubnet('subnet-1', '10.0.0.0/24')]
    const over = (...subnetIds: string[]): Filter => ({ ...filter(subnetIds.join(), []), subnetIds })

    expect(found([over('subnet-1'), over('subnet-gone')], { subnets })).toMatchObject([{ affected: ['subnet-gone'] }])
  })

  test('that are stateful are security rules too', () => {
    expect(found([filter('nsg', [], true)])).toEqual([])
  })

  test('without an entry close everything', () => {
    expect(subjects([filter('empty', [])])).toEqual(['restricting packet filters'])
  })
})

test('what the platform would say by itself is no name service of its own', () => {
  const service = (id: string, over: Partial<NetworkObjectOf<'name-service'>> = {}): NetworkObject => ({
    kind: 'name-service',
    id,
    name: id,
    vpcIds: [],
    domain: null,
    nameServers: [],
    timeServers: [],
    netbiosServers: [],
    ...over,
  })

  const objects = [service('plain'), service('own', { nameServers: [parseAddress('10.0.0.53')] })]

  expect(found(objects)).toMatchObject([{ subject: 'name services', affected: ['own'] }])
})

test('a load balancer and its listeners are not said here: what becomes of them depends on the target', () => {
  const balancer: NetworkObject = {
    kind: 'load-balancer',
    id: 'lb-1',
    name: 'shop',
    role: 'application',
    internal: false,
    vpcId: null,
    subnetIds: [],
    securityGroupIds: [],
    addresses: [],
    publicAddresses: [],
    dnsName: null,
    listeners: [
      { id: 'a', protocol: 'HTTPS', port: 443, poolIds: [] },
      { id: 'b', protocol: 'HTTP', port: 80, poolIds: [] },
    ],
  }

  expect(found([balancer])).toEqual([])
})

test('interfaces that hold whole blocks are said by their ids, and not those that forward, which the plan carries', () => {
  const nics = [
    aNic({ id: 'eni-1', forwards: true }),
    aNic({ id: 'eni-2', forwards: false, prefixes: [parseCidr('10.0.0.16/28')] }),
    aNic({ id: 'eni-3' }),
  ]

  expect(found([], {}, [aVm({ nics })]).map(({ subject, affected }) => [subject, affected])).toEqual([
    ['prefix-delegated interfaces', ['eni-2']],
  ])
})

test('an empty network leaves nothing out', () => {
  expect(found([])).toEqual([])
})

test('listeners that keep the address of their front are said: their targets must change too', () => {
  const listener = { protocol: 'all', port: null, poolIds: [] }
  const balancer: NetworkObject = {
    kind: 'load-balancer',
    id: 'lb',
    name: 'lb',
    role: 'network',
    internal: true,
    vpcId: null,
    subnetIds: [],
    securityGroupIds: [],
    addresses: [],
    publicAddresses: [],
    dnsName: null,
    listeners: [
      { ...listener, id: 'a', keepsAddress: true, allPorts: true },
      { ...listener, id: 'b', keepsAddress: false },
    ],
  }

  const findings = found([balancer])

  expect(findings).toMatchObject([
    { subject: 'listeners with direct server return', code: 'site.not-planned', affected: ['a'] },
  ])
  expect(findings[0]?.message).toContain('lb all all ports')
})

test('networks that drop what is not encrypted are said, those that only encrypt where they can are not', () => {
  const vpc = (id: string, over: Partial<Network['vpcs'][number]>) => ({ id, name: id, blocks: [], ...over })
  const vpcs = [vpc('a', { encryption: 'required' }), vpc('b', { encryption: 'where-possible' }), vpc('c', {})]

  expect(found([], { vpcs })).toMatchObject([{ subject: 'networks that insist on encryption', affected: ['a'] }])
})

test('launch templates are said with how many VMs came from each', () => {
  const template = {
    kind: 'template',
    id: 'lt-1',
    name: 'web',
    subnetIds: [],
    securityGroupIds: [],
    versions: [],
    vmIds: ['vm-1'],
  } as const

  expect(found([template])).toMatchObject([
    { subject: 'launch templates', message: '1 launch template not carried into the plan: "web: 1 VM".' },
  ])
})

test('interfaces that borrow their way out are one finding, however many there are', () => {
  const vms = Array.from({ length: 1000 }, (_, index) =>
    aVm({ id: `vm-${index}`, nics: [aNic({ id: `nic-${index}`, borrowsWayOut: true })] }),
  )

  const findings = found([], {}, vms)

  expect(findings).toMatchObject([{ subject: 'interfaces without a way out of their own' }])
  expect(findings[0]?.affected).toHaveLength(1000)
  expect(findings[0]?.message.length).toBeLessThan(300)
})

test('a filter that stands above security groups is named, although it is stateful, and even when it is open', () => {
  const first: NetworkObject = { ...filter('f', [entry('ingress'), entry('egress')], true), goesFirst: true }

  expect(found([first])).toMatchObject([
    { code: 'site.not-planned', subject: 'rule lists above security groups', affected: ['f'] },
  ])
})

const service = (id: string, over: Partial<NetworkObjectOf<'service'>>): NetworkObject => ({
  kind: 'service',
  id,
  name: id,
  type: 'firewall policy',
  vpcId: null,
  subnetIds: [],
  securityGroupIds: [],
  addresses: [],
  dnsName: null,
  port: null,
  vmIds: [],
  facts: {},
  ...over,
})

test('a service is named, and again when its own firewall lets in subnets or addresses', () => {
  const storage = (id: string, admits?: NetworkObjectOf<'service'>['admits']): NetworkObject =>
    service(id, { type: 'Storage account', ...(admits && { admits }) })

  const findings = found([
    storage('open'),
    storage('shut', { subnetIds: [], blocks: [] }),
    storage('picky', { subnetIds: ['subnet-1'], blocks: [parseCidr('203.0.113.0/24'), parseCidr('198.51.100.7/32')] }),
  ])

  expect(findings).toMatchObject([
    { code: 'site.not-a-vm', subject: 'Storage accounts', affected: ['open', 'picky', 'shut'] },
    {
      code: 'site.not-planned',
      subject: 'services with firewalls of their own',
      message: '1 service with a firewall of its own not carried into the plan: "picky: 1\u00A0subnet, 2\u00A0blocks".',
      affected: ['picky'],
    },
  ])
})

test('a service that names networks and endpoints, or keeps somebody out, is said too', () => {
  const none = { subnetIds: [], blocks: [] }

  const [, finding] = found([
    service('lets-in', { admits: { ...none, vpcIds: ['vpc-1'], endpointIds: ['vpce-1', 'vpce-2'] } }),
    service('keeps-out', { admits: none, refuses: { ...none, blocks: [parseCidr('203.0.113.0/24')] } }),
    service('neither', { admits: none }),
  ])

  expect(finding?.affected).toEqual(['keeps-out', 'lets-in'])
  expect(finding?.message.replaceAll('\u00A0', ' ')).toContain(
    '"keeps-out: 0 subnets, 1 block", "lets-in: 0 subnets, 0 blocks, 1 network, 2 endpoints"',
  )
})

test('prefix lists are said when a service goes by them; those that only rules name are carried with the rules', () => {
  const list = (id: string): NetworkObject => ({
    kind: 'prefix-list',
    id,
    name: id,
    managed: false,
    maxEntries: null,
    blocks: [],
  })

  const said = found([list('own'), list('of-rules'), service('edge', { prefixListIds: ['own'] })])

  expect(said.map(({ subject, affected }) => [subject, affected])).toEqual([
    ['address lists of firewalls', ['own']],
    ['firewall policies', ['edge']],
  ])
})

test('what starts VMs is said with how many it started', () => {
  const [finding] = found([service('web', { type: 'scaling group', vmIds: ['vm-1', 'vm-2'] })])

  expect(finding?.message).toContain('web: 2 VMs')
  expect(finding?.suggestion).toContain('one by one')
})

test('rules that forward names, filters of names and connections over private lines are sorts of their own', () => {
  const resolver = { vpcIds: [], subnetIds: [], addresses: [], forwardsTo: [] }

  const said = subjects([
    { kind: 'resolver', id: 'in', name: 'in', direction: 'inbound', domain: null, ...resolver },
    { kind: 'resolver', id: 'rule', name: 'rule', direction: 'rule', domain: 'office.example', ...resolver },
    { kind: 'name-filter', id: 'filter', name: 'filter', vpcIds: [], entries: [] },
    { ...(connection('line', 'gw', null) as NetworkObjectOf<'connection'>), overLine: true },
  ])

  expect(said).toEqual(['DNS firewalls', 'DNS forwarding rules', 'DNS resolvers', 'connections over private lines'])
})
