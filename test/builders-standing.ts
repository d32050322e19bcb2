/** The recovery site of `aPlan()` as the source of AWS reads it after foundation/ was applied, written down apart from the plan. */
import { parseAddress } from '../src/model/address.ts'
import { parseCidr } from '../src/model/cidr.ts'
import type { NetworkObject, NetworkObjectOf } from '../src/model/network-objects.ts'
import type { Network, Route, RouteTable, SecurityRule, Subnet } from '../src/model/network.ts'
import type { SiteReading } from '../src/model/source.ts'
import type { Vm } from '../src/model/site.ts'
import { aDisk, aNic, aVm } from './builders.ts'
import { aFilterEntry } from './builders-network.ts'

export type Reading = Pick<SiteReading, 'vms' | 'network' | 'unread' | 'findings'>

/** The hop as kind and id. */
export const aStandingRoute = (
  tableId: string,
  text: string,
  [kind, id]: readonly [Route['hop']['kind'], string | null],
): Route => ({
  id: `${tableId}/${text}`,
  tableId,
  destination: text.startsWith('pl-') ? { prefixListId: text } : parseCidr(text),
  hop: { kind, id },
})

export const aStandingSubnet = (
  [id, vpcId, block]: readonly [string, string, string],
  over: Partial<Subnet> = {},
): Subnet => ({
  id: `subnet-${id}`,
  name: id,
  vpcId,
  block: parseCidr(block),
  zone: 'eu-west-1a',
  gateway: null,
  routeTableId: 'rtb-private',
  ...over,
})

const aTable = (id: string, vpcId: string, main = false): RouteTable => ({ id: `rtb-${id}`, name: id, vpcId, main })

export const aStandingRule = (groupId: string, peer: string, over: Partial<SecurityRule> = {}): SecurityRule => ({
  id: `${groupId}/${peer}/${JSON.stringify(over)}`,
  groupId,
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer: peer.startsWith('sg-')
    ? { kind: 'group', groupId: peer }
    : peer.startsWith('pl-')
      ? { kind: 'prefix-list', prefixListId: peer }
      : { kind: 'cidr', cidr: parseCidr(peer) },
  description: '',
  ...over,
})

const rules: readonly SecurityRule[] = [
  aStandingRule('sg-web', '10.64.0.0/16'),
  aStandingRule('sg-web', '0.0.0.0/0'),
  aStandingRule('sg-web', '2001:db8::/32'),
  aStandingRule('sg-data', 'sg-web'),
  aStandingRule('sg-web', 'sg-data', { ports: null }),
  aStandingRule('sg-web', 'sg-web', { protocol: 'any', ports: null }),
  aStandingRule('sg-web', '10.64.0.0/16', { direction: 'egress', protocol: 'udp', ports: { from: 53, to: 53 } }),
  aStandingRule('sg-web', '10.64.0.0/16', { protocol: 'icmp', ports: { from: 8, to: -1 } }),
  aStandingRule('sg-web', '10.64.0.0/16', { direction: 'egress', protocol: 50, ports: null }),
  ...['198.51.100.0/24', '203.0.113.0/25', '192.0.2.0/24', '2001:db8:1::/48'].map((block) =>
    aStandingRule('sg-web', block),
  ),
  aStandingRule('sg-web', 'pl-store', { direction: 'egress' }),
  aStandingRule('sg-web', '10.64.0.0/16', { direction: 'egress' }),
]

const routes: readonly Route[] = [
  ...(['public', 'private'] as const).flatMap((table) => [
    aStandingRoute(`rtb-${table}`, '10.64.0.0/16', ['local', null]),
    aStandingRoute(`rtb-${table}`, 'pl-store', ['endpoint', 'vpce-store']),
  ]),
  aStandingRoute('rtb-old', '10.80.0.0/16', ['local', null]),
  aStandingRoute('rtb-public', '0.0.0.0/0', ['internet-gateway', 'igw-shop']),
  aStandingRoute('rtb-public', '2001:db8:9::/48', ['internet-gateway', 'igw-shop']),
  aStandingRoute('rtb-private', '0.0.0.0/0', ['nat-gateway', 'nat-shop']),
  aStandingRoute('rtb-private', '10.80.0.0/16', ['peering', 'pcx-1']),
  aStandingRoute('rtb-private', '192.168.0.0/24', ['vpn-gateway', 'vgw-office']),
  { ...aStandingRoute('rtb-private', '192.168.20.0/24', ['vpn-gateway', 'vgw-office']), learned: true },
  aStandingRoute('rtb-private', '10.9.0.0/16', ['transit-gateway', 'tgw-0f00d0f00d0f00d00']),
  aStandingRoute('rtb-private', '198.18.0.0/24', ['interface', 'eni-orders-db']),
  aStandingRoute('rtb-old', '10.64.0.0/16', ['peering', 'pcx-1']),
  aStandingRoute('rtb-old', '192.168.40.0/24', ['vpn-gateway', 'vgw-0f00d0f00d0f00d00']),
  aStandingRoute('rtb-old', '10.9.0.0/16', ['transit-gateway', 'tgw-0f00d0f00d0f00d00']),
]

type Gateway = NetworkObjectOf<'gateway'>

export const aStandingGateway = (id: string, role: Gateway['role'], over: Partial<Gateway> = {}): Gateway => ({
  kind: 'gateway',
  id,
  name: id,
  role,
  vpcIds: ['vpc-shop'],
  subnetIds: [],
  addresses: [],
  publicAddresses: [],
  asn: null,
  ...over,
})

type Connection = NetworkObjectOf<'connection'>

const aConnection = (id: string, over: Partial<Connection>): Connection => ({
  kind: 'connection',
  id,
  name: id,
  gatewayId: 'vgw-office',
  remoteId: null,
  vpcId: 'vpc-shop',
  subnetIds: [],
  blocks: [],
  insideBlocks: [],
  translations: [],
  dynamic: null,
  ...over,
})

type Filter = NetworkObjectOf<'packet-filter'>

const aFilter = (id: string, over: Partial<Filter>): Filter => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: 'vpc-shop',
  subnetIds: [],
  nicIds: [],
  stateful: false,
  isDefault: false,
  entries: [],
  ...over,
})

/** Both directions of what AWS puts at the end. */
const last = (['ingress', 'egress'] as const).map((direction) => aFilterEntry(direction, 32_767, { action: 'deny' }))

const guard: readonly Filter['entries'][number][] = [
  aFilterEntry('ingress', 90, { action: 'deny', peer: '10.64.99.0/24' }),
  aFilterEntry('ingress', 100, { protocol: 'tcp', ports: ['443'], peer: '10.64.0.0/16' }),
  aFilterEntry('ingress', 110, { protocol: 'udp', peer: '10.64.0.0/16' }),
  aFilterEntry('ingress', 120, { protocol: 'icmp', ports: ['3/any'] }),
  aFilterEntry('ingress', 130, { protocol: 'icmpv6', peer: '2001:db8:2::/48' }),
  aFilterEntry('ingress', 140, { protocol: '50' }),
  aFilterEntry('egress', 100),
]

const aList = (id: string, name: string, blocks: readonly string[]): NetworkObjectOf<'prefix-list'> => ({
  kind: 'prefix-list',
  id,
  name,
  managed: false,
  maxEntries: 5,
  blocks: blocks.map(parseCidr),
})

const anEndpoint = (id: string, over: Partial<NetworkObjectOf<'endpoint'>>): NetworkObjectOf<'endpoint'> => ({
  kind: 'endpoint',
  id,
  name: id,
  role: 'gateway',
  service: 'com.amazonaws.eu-west-1.s3',
  vpcId: 'vpc-shop',
  subnetIds: [],
  routeTableIds: [],
  securityGroupIds: [],
  nicIds: [],
  addresses: [],
  privateNames: null,
  hasPolicy: false,
  ...over,
})

const aRemote = (id: string, name: string, address: string): NetworkObject => ({
  kind: 'remote-gateway',
  id,
  name,
  publicAddress: parseAddress(address),
  asn: 65_010,
  blocks: [],
})

const objects: readonly NetworkObject[] = [
  aStandingGateway('igw-shop', 'internet', { name: 'shop' }),
  aStandingGateway('nat-shop', 'nat', { name: 'shop', subnetIds: ['subnet-edge'] }),
  aStandingGateway('vgw-office', 'vpn', { name: 'office', asn: 64_520 }),
  aStandingGateway('vgw-0f00d0f00d0f00d00', 'vpn', { vpcIds: ['vpc-old'] }),
  aStandingGateway('tgw-0f00d0f00d0f00d00', 'transit', { vpcIds: ['vpc-old', 'vpc-shop'] }),
  aRemote('cgw-1', 'Berlin', '203.0.113.5'),
  aRemote('cgw-2', '_path.root_ Lyon', '203.0.113.6'),
  aConnection('vpn-1', {
    remoteId: 'cgw-1',
    dynamic: false,
    blocks: ['192.168.0.0/24', '192.168.9.0/24'].map(parseCidr),
  }),
  aConnection('vpn-2', { remoteId: 'cgw-2', dynamic: true }),
  aConnection('tgw-attach-old', {
    gatewayId: 'tgw-0f00d0f00d0f00d00',
    vpcId: 'vpc-old',
    subnetIds: ['subnet-old-a'],
  }),
  aConnection('tgw-attach-shop', {
    gatewayId: 'tgw-0f00d0f00d0f00d00',
    subnetIds: ['subnet-app-a', 'subnet-app-b'],
  }),
  {
    kind: 'peering',
    id: 'pcx-1',
    name: 'old-shop',
    vpcId: 'vpc-old',
    peerVpcId: 'vpc-shop',
    peerRegion: 'eu-west-1',
    peerAccount: '123456789012',
    peerBlocks: [],
    resolvesNames: false,
    forwards: false,
    usesPeerGateway: false,
  },
  aFilter('acl-guard', {
    name: 'guard',
    subnetIds: ['subnet-app-a', 'subnet-app-b'],
    entries: [...guard, ...last],
  }),
  aFilter('acl-shut', { name: '_path.root_', subnetIds: ['subnet-spare'], entries: last }),
  aFilter('acl-default', { isDefault: true, subnetIds: ['subnet-edge'], entries: last }),
  aFilter('acl-default-old', { vpcId: 'vpc-old', isDefault: true, subnetIds: ['subnet-old-a'], entries: last }),
  aList('pl-partners', 'drplan-partners', ['198.51.100.0/24', '203.0.113.0/25']),
  aList('pl-both-4', 'drplan-both-ipv4', ['192.0.2.0/24']),
  aList('pl-both-6', 'drplan-both-ipv6', ['2001:db8:1::/48']),
  { ...aList('pl-store', 'com.amazonaws.eu-west-1.s3', []), managed: true, maxEntries: null },
  anEndpoint('vpce-store', { name: 'store', routeTableIds: ['rtb-private', 'rtb-public'] }),
  anEndpoint('vpce-manage', {
    name: 'manage _it_',
    role: 'interface',
    service: 'com.amazonaws.eu-west-1.ssm',
    subnetIds: ['subnet-app-a', 'subnet-spare'],
    securityGroupIds: ['sg-web'],
    addresses: ['10.64.1.8', '10.65.0.8'].map(parseAddress),
    privateNames: true,
  }),
]

export const aStandingServer = (key: string, address: string, over: Partial<Vm> = {}): Vm =>
  aVm({
    id: `i-${key}`,
    name: key,
    source: 'aws',
    sourceType: 'm7i.large',
    tags: { Name: key, 'drplan:vm': key },
    disks: [aDisk({ id: `vol-${key}`, capacityGiB: 50, sourceClass: 'gp3', boot: true })],
    nics: [
      aNic({
        id: `eni-${key}`,
        subnetId: 'subnet-app-a',
        addresses: [parseAddress(address)],
        securityGroupIds: ['sg-web'],
        forwards: false,
      }),
    ],
    ...over,
  })

const forwarding = (vm: Vm): Vm => ({ ...vm, nics: vm.nics.map((nic) => ({ ...nic, forwards: true })) })

const group = (id: string, name: string, vpcId = 'vpc-shop') => ({ id, name, vpcId, description: '' })

const network: Network = {
  vpcs: [
    { id: 'vpc-shop', name: 'shop', blocks: ['10.64.0.0/16', '10.65.0.0/16'].map(parseCidr) },
    { id: 'vpc-old', name: 'old _terraform.workspace_', blocks: [parseCidr('10.80.0.0/16')] },
    { id: 'vpc-other', name: 'somebody', blocks: [parseCidr('172.31.0.0/16')] },
  ],
  subnets: [
    aStandingSubnet(['app-a', 'vpc-shop', '10.64.1.0/24']),
    aStandingSubnet(['app-b', 'vpc-shop', '10.64.2.0/24'], { zone: 'eu-west-1b' }),
    aStandingSubnet(['edge', 'vpc-shop', '10.64.0.0/24'], { routeTableId: 'rtb-public' }),
    aStandingSubnet(['spare', 'vpc-shop', '10.65.0.0/24'], { zone: 'eu-west-1c' }),
    aStandingSubnet(['old-a', 'vpc-old', '10.80.1.0/24'], { routeTableId: 'rtb-old' }),
    aStandingSubnet(['theirs', 'vpc-other', '172.31.0.0/20'], { routeTableId: null }),
  ],
  routeTables: [
    aTable('public', 'vpc-shop'),
    { ...aTable('private', 'vpc-shop'), learnsFrom: ['vgw-office'] },
    { ...aTable('old', 'vpc-old'), name: 'main' },
    ...['shop', 'old', 'other'].map((key) => aTable(`of-aws-${key}`, `vpc-${key}`, true)),
  ],
  routes,
  securityGroups: [
    group('sg-web', 'drplan-web'),
    group('sg-data', 'drplan-data'),
    group('sg-default', 'default'),
    group('sg-drill', 'test-site-drill-shop'),
    group('sg-drs', 'test-site-drill-drs-old', 'vpc-old'),
    group('sg-replication', 'test-site-replication'),
    group('sg-theirs', 'theirs', 'vpc-other'),
  ],
  securityRules: [...rules, aStandingRule('sg-theirs', '0.0.0.0/0')],
  dnsRecords: [],
  objects,
  rulesKnown: true,
}

/** With a VPC of somebody else beside it, which is nobody's business. */
export const aStandingReading = (): Reading => ({
  vms: [
    forwarding(aStandingServer('orders-db', '10.64.1.10')),
    aStandingServer('edge', '10.64.1.11'),
    {
      ...aStandingServer('shop-web', '10.64.1.12'),
      disks: [
        aDisk({ id: 'vol-1', capacityGiB: 50, sourceClass: 'gp3', boot: true }),
        aDisk({ id: 'vol-2', capacityGiB: 200, sourceClass: 'gp3', boot: false }),
      ],
    },
    aStandingServer('theirs', '172.31.0.5', {
      tags: { Name: 'theirs' },
      nics: [aNic({ id: 'eni-theirs', subnetId: 'subnet-theirs' })],
    }),
    aStandingServer('staging', '10.64.1.99', { tags: { 'drplan:role': 'replication' } }),
  ],
  network,
  findings: [],
})
