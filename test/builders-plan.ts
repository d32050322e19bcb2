/** A finished plan with something of everything that Terraform must express; a test states only what it is about. */
import { parseAddress } from '../src/model/address.ts'
import { parseCidr } from '../src/model/cidr.ts'
import type {
  ConnectionTranslation,
  GatewayTranslation,
  RemoteGatewayTranslation,
} from '../src/model/gateway-translation.ts'
import { stableKey } from '../src/model/key.ts'
import type { Assignment, MappedDisk, Offering } from '../src/model/mapping.ts'
import type {
  AddressTranslation,
  DnsTranslation,
  NetworkTranslation,
  PacketFilterTranslation,
  PeeringTranslation,
  PrefixListTranslation,
  RouteTranslation,
  SecurityRuleTranslation,
} from '../src/model/network-translation.ts'
import type { FilterEntry } from '../src/model/packet-filter.ts'
import type { Plan, PlannedVm } from '../src/model/plan.ts'
import { defaultTiers, type RecoveryStrategy } from '../src/model/tier.ts'
import { anEquivalence } from './builders-network.ts'
import { aDemand } from './builders.ts'

export const aMappedDisk = (over: Partial<MappedDisk> = {}): MappedDisk => ({
  diskId: 'disk-1',
  classId: 'gp3',
  sizeGiB: 50,
  iops: null,
  throughputMiBps: null,
  boot: true,
  ...over,
})

export const anOffering = (over: Partial<Offering> = {}): Offering => ({
  componentId: 'm7i.large',
  region: 'eu-west-1',
  strategy: 'backup-restore',
  standbyComponentId: null,
  standbyPerMonth: 5,
  recoveredPerHour: 0.1,
  ...over,
})

export const anAssignment = (over: Partial<Assignment> = {}): Assignment => ({
  vmId: 'vm-1',
  tierId: '3',
  offering: anOffering(),
  disks: [aMappedDisk()],
  backupIntervalMinutes: null,
  cost: [],
  share: { vcpus: 0.5, memory: 0.5 },
  achieved: { rtoMinutes: 60, rpoMinutes: 60, terms: [] },
  reason: 'the cheapest that keeps the promise',
  runnerUp: null,
  cheaper: null,
  ...over,
})

export const anAddress = (over: Partial<AddressTranslation> = {}): AddressTranslation => ({
  vmId: 'vm-1',
  nicId: 'nic-1',
  nicIndex: 0,
  addressIndex: 0,
  subnetKey: 'app-a',
  securityGroupKeys: ['web'],
  from: parseAddress('10.0.1.10'),
  to: parseAddress('10.64.1.10'),
  rule: 'offset',
  ...over,
})

/** One VM as the plan, the mapping and the network translation know it. */
export interface PlannedServer {
  readonly vm: PlannedVm
  readonly assignment: Assignment
  readonly addresses: readonly AddressTranslation[]
}

export interface ServerParts {
  readonly id: string
  readonly name?: string
  readonly application?: string
  readonly strategy?: RecoveryStrategy
  readonly offering?: Partial<Offering>
  readonly disks?: readonly MappedDisk[]
  readonly backupIntervalMinutes?: number
  readonly addresses?: readonly Partial<AddressTranslation>[]
}

export function aPlannedServer(parts: ServerParts): PlannedServer {
  const { id, name = id, application = 'shop', strategy = 'backup-restore', offering = {}, addresses = [{}] } = parts
  return {
    vm: {
      vmId: id,
      key: stableKey(name, id),
      name,
      application,
      tierId: '3',
      os: 'linux',
      firmware: 'uefi',
      dependsOn: [],
    },
    assignment: anAssignment({
      vmId: id,
      offering: anOffering({ strategy, ...offering }),
      disks: parts.disks ?? [aMappedDisk()],
      backupIntervalMinutes: parts.backupIntervalMinutes ?? null,
    }),
    addresses: addresses.map((address) => anAddress({ vmId: id, ...address })),
  }
}

const at = (to: string, over: Partial<AddressTranslation> = {}): Partial<AddressTranslation> => ({
  to: parseAddress(to),
  ...over,
})

/** Text that an interpreter of templates, paths or markup would act on. */
export const hostileNames = [
  // oxlint-disable-next-line no-template-curly-in-string
  '${file("/etc/passwd")}',
  '%{for x in [1]}loop%{endfor}',
  `it's "quoted" \\ and back\\slashed`,
  'first line\nsecond line\ttabbed',
  'ledger 🧾 main',
  'n'.repeat(300),
  'right\u200Fto-left \u202Etxt.exe',
  '__proto__',
]

const someServers: readonly PlannedServer[] = [
  aPlannedServer({ id: 'orders-db', strategy: 'hot-standby', addresses: [at('10.64.1.10', { forwards: true })] }),
  aPlannedServer({ id: 'edge', strategy: 'active-active', addresses: [at('10.64.1.11')] }),
  aPlannedServer({
    id: 'shop-web',
    strategy: 'warm-standby',
    offering: { componentId: 'm7i.xlarge', standbyComponentId: 'm7i.large' },
    disks: [aMappedDisk(), aMappedDisk({ diskId: 'data', sizeGiB: 200, boot: false })],
    addresses: [at('10.64.1.12')],
  }),
  aPlannedServer({
    id: 'reports',
    disks: [
      aMappedDisk({ iops: 2000, throughputMiBps: 125 }),
      aMappedDisk({ diskId: 'scratch', classId: 'st1', sizeGiB: 500, boot: false }),
      aMappedDisk({ diskId: 'log', classId: 'io2', iops: 4000, boot: false }),
    ],
    addresses: [
      at('10.64.1.20'),
      at('10.64.1.21', { addressIndex: 1 }),
      at('10.64.0.20', {
        nicIndex: 2,
        nicId: 'nic-2',
        subnetKey: 'edge',
        securityGroupKeys: ['data', 'web'],
        forwards: true,
      }),
    ],
  }),
  aPlannedServer({
    id: 'ledger',
    strategy: 'pilot-light',
    disks: [aMappedDisk(), aMappedDisk({ diskId: 'journal', classId: 'io2', iops: 4000, boot: false })],
    addresses: [
      at('10.64.1.40'),
      at('10.64.1.41', { addressIndex: 1 }),
      at('10.64.0.40', { nicIndex: 2, nicId: 'nic-2', subnetKey: 'edge', securityGroupKeys: [], forwards: true }),
    ],
  }),
  aPlannedServer({
    id: 'i-0f00d0f00d0f00d00',
    name: 'archive',
    backupIntervalMinutes: 1440,
    addresses: [at('10.64.1.30')],
  }),
  aPlannedServer({ id: 'wiki', backupIntervalMinutes: 1440, addresses: [{ to: null, from: null }] }),
  aPlannedServer({ id: 'files', backupIntervalMinutes: 240, addresses: [at('10.80.1.9', { subnetKey: 'old-a' })] }),
  ...hostileNames.map((name, index) =>
    aPlannedServer({
      id: `hostile-${index}`,
      name,
      application: name,
      backupIntervalMinutes: 1440,
      addresses: [at(`10.64.2.${100 + index}`, { subnetKey: 'app-b' })],
    }),
  ),
]

export const aSecurityRule = (over: Partial<SecurityRuleTranslation> = {}): SecurityRuleTranslation => ({
  key: 'web-https',
  from: 'sgr-1',
  groupKey: 'web',
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer: { kind: 'cidr', cidr: parseCidr('10.64.0.0/16') },
  description: 'shop front',
  rule: 'offset',
  ...over,
})

const someRules: readonly SecurityRuleTranslation[] = [
  aSecurityRule(),
  aSecurityRule({ key: 'web-public', from: 'sgr-2', peer: { kind: 'cidr', cidr: parseCidr('0.0.0.0/0') } }),
  aSecurityRule({ key: 'web-v6', from: 'sgr-3', peer: { kind: 'cidr', cidr: parseCidr('2001:db8::/32') } }),
  aSecurityRule({ key: 'data-from-web', groupKey: 'data', peer: { kind: 'group', groupKey: 'web' } }),
  aSecurityRule({ key: 'web-from-data', peer: { kind: 'group', groupKey: 'data' }, ports: null }),
  aSecurityRule({ key: 'web-self', peer: { kind: 'group', groupKey: 'web' }, protocol: 'any', ports: null }),
  aSecurityRule({ key: 'web-dns', direction: 'egress', protocol: 'udp', ports: { from: 53, to: 53 } }),
  aSecurityRule({ key: 'web-ping', protocol: 'icmp', ports: { from: 8, to: -1 } }),
  aSecurityRule({ key: 'web-esp', direction: 'egress', protocol: 50, ports: null }),
  aSecurityRule({ key: 'web-partners', peer: { kind: 'prefix-list', listKey: 'partners' } }),
  aSecurityRule({ key: 'web-both', peer: { kind: 'prefix-list', listKey: 'both' } }),
  aSecurityRule({ key: 'web-store', direction: 'egress', peer: { kind: 'prefix-list', listKey: 'store' } }),
  // oxlint-disable-next-line no-template-curly-in-string
  aSecurityRule({ key: 'web-hostile', direction: 'egress', description: '${path.root} 🧾 "quoted"' }),
]

export const aTranslatedList = (over: Partial<PrefixListTranslation> = {}): PrefixListTranslation => ({
  key: 'partners',
  from: 'pl-1',
  name: 'partners',
  managed: false,
  maxEntries: 5,
  blocks: ['198.51.100.0/24', '203.0.113.0/25'].map(parseCidr),
  ...over,
})

/** `far` is the block outside the subnet. */
export const aTranslatedEntry = (
  order: number,
  { far = '0.0.0.0/0', ...over }: Partial<FilterEntry> & { readonly far?: string } = {},
): FilterEntry => {
  const direction = over.direction ?? 'ingress'
  const end = [{ kind: 'cidr' as const, cidr: parseCidr(far) }]
  return {
    from: `acl-1#${direction}#${order}`,
    name: String(order),
    order,
    direction,
    action: 'allow',
    protocol: 'any',
    sourcePorts: [],
    ports: [],
    icmp: null,
    sources: direction === 'ingress' ? end : [],
    destinations: direction === 'egress' ? end : [],
    ...over,
  }
}

export const aTranslatedFilter = (over: Partial<PacketFilterTranslation> = {}): PacketFilterTranslation => ({
  key: 'guard',
  from: 'acl-1',
  name: 'guard',
  vpcKey: 'shop',
  subnetKeys: ['app-a', 'app-b'],
  cards: [],
  stateful: false,
  entries: [
    aTranslatedEntry(90, { action: 'deny', far: '10.64.99.0/24' }),
    aTranslatedEntry(100, { protocol: 'tcp', ports: [{ from: 443, to: 443 }], far: '10.64.0.0/16' }),
    aTranslatedEntry(110, { protocol: 'udp', far: '10.64.0.0/16' }),
    aTranslatedEntry(120, { protocol: 'icmp', icmp: { type: 3, code: null } }),
    aTranslatedEntry(130, { protocol: 'icmpv6', far: '2001:db8:2::/48' }),
    aTranslatedEntry(140, { protocol: 50 }),
    aTranslatedEntry(100, { direction: 'egress' }),
  ],
  ...over,
})

/** Of shop-private, to an appliance, unless the test says otherwise. */
export const aTranslatedRoute = (
  key: string,
  destination: string,
  over: Partial<RouteTranslation> = {},
): RouteTranslation => ({
  key,
  from: `r-${key}`,
  tableKey: 'shop-private',
  destination: parseCidr(destination),
  hop: 'appliance',
  rule: 'kept',
  ...over,
})

export const aTranslatedPeering = (
  key: string,
  [vpcKey, peerVpcKey]: readonly [string, string],
  over: Partial<PeeringTranslation> = {},
): PeeringTranslation => ({
  key,
  from: `pcx-${key}`,
  name: key,
  vpcKey,
  peerVpcKey,
  forwards: false,
  resolvesNames: true,
  lendsGateway: null,
  usesPeerGateway: false,
  ...over,
})

export const aTranslatedGateway = (over: Partial<GatewayTranslation>): GatewayTranslation => ({
  key: 'office',
  from: 'vgw-1',
  name: 'office',
  role: 'vpn',
  use: null,
  vpcKeys: ['shop'],
  subnetKeys: [],
  asn: null,
  learningTableKeys: [],
  ...over,
})

const aTranslatedRemote = (over: Partial<RemoteGatewayTranslation>): RemoteGatewayTranslation => ({
  key: 'berlin',
  from: 'cgw-1',
  name: 'Berlin',
  publicAddress: parseAddress('203.0.113.5'),
  asn: 65_010,
  blocks: [],
  ...over,
})

const aTranslatedConnection = (over: Partial<ConnectionTranslation>): ConnectionTranslation => ({
  key: 'to-berlin',
  from: 'vpn-1',
  name: 'to Berlin',
  gatewayKey: 'office',
  remoteKey: 'berlin',
  dynamic: false,
  blocks: ['192.168.0.0/24', '192.168.9.0/24'].map(parseCidr),
  ...over,
})

export const aTranslatedRecord = (name: string, over: Partial<DnsTranslation> = {}): DnsTranslation => ({
  from: name,
  zone: 'corp.example',
  name,
  type: 'A',
  ttlSeconds: 60,
  fromValues: ['10.0.1.10'],
  values: ['10.64.1.10'],
  zoneKey: 'corp-example',
  rule: 'offset',
  ...over,
})

const ofPublic = { zone: 'shop.example', zoneKey: 'shop-example', rule: 'kept' } as const

const toHttps = {
  kind: 'redirect',
  protocol: 'https',
  port: 443,
  host: 'wiki.example',
  path: '/new/#{path}',
  query: '',
  status: 301,
} as const

const shared = {
  kind: 'forward',
  pools: [
    { poolKey: 'wiki-pool', weight: 90 },
    { poolKey: 'wiki-files', weight: 10 },
  ],
  stickySeconds: 600,
} as const

type Listener = NonNullable<NetworkTranslation['balancers']>[number]['listeners'][number]

/** One of each condition and action, with texts that must stay texts. */
const someListenerRules: Listener['rules'] = [
  {
    key: 'wiki-https-rule-1',
    from: 'rule-1',
    order: 10,
    conditions: [
      { kind: 'host', values: ['wiki.example', '*.wiki.example'] },
      // oxlint-disable-next-line no-template-curly-in-string
      { kind: 'path', values: ['/${file("x")}/*'], expressions: ['^/v[0-9]+$'] },
    ],
    action: shared,
  },
  {
    key: 'wiki-https-rule-2',
    from: 'rule-2',
    order: 20,
    conditions: [
      { kind: 'header', name: 'X-Group', values: ['a', 'b'] },
      {
        kind: 'query',
        pairs: [
          { key: 'lang', value: 'en' },
          { key: null, value: 'beta' },
        ],
      },
    ],
    action: { kind: 'forward', pools: [{ poolKey: 'wiki-files', weight: 1 }], stickySeconds: null },
  },
  {
    key: 'wiki-https-rule-3',
    from: 'rule-3',
    order: 30,
    conditions: [
      { kind: 'source', blocks: [parseCidr('10.64.1.0/24'), parseCidr('2001:db8::/32')] },
      { kind: 'method', values: ['PUT', 'DELETE'] },
    ],
    action: { kind: 'answer', status: 403, contentType: 'text/plain', body: null },
  },
]

const someMoreRules: Listener['rules'] = [
  {
    key: 'wiki-http-8081-rule-4',
    from: 'rule-4',
    order: 10,
    conditions: [{ kind: 'path', values: ['/old/*'] }],
    action: { ...toHttps, port: null, host: '#{host}.new', query: 'from=#{query}', status: 302 },
  },
  {
    key: 'wiki-http-8081-rule-5',
    from: 'rule-5',
    order: 10,
    conditions: [{ kind: 'path', values: ['/admin/*'] }],
    action: { kind: 'refuse' },
  },
]

/** One balancer that stands, with a fixed address, and one of a recovery, with TLS; one endpoint of each sort. */
const someServing: Pick<NetworkTranslation, 'balancers' | 'targetPools' | 'endpoints' | 'dnsZones' | 'dnsRecords'> = {
  balancers: [
    {
      key: 'orders-0a0a0a0',
      from: 'lb-1',
      name: 'orders',
      role: 'network',
      internal: true,
      vpcKey: 'shop',
      subnetKeys: ['app-a', 'app-b'],
      addresses: [{ subnetKey: 'app-a', from: parseAddress('10.0.1.9'), to: parseAddress('10.64.1.9') }],
      securityGroupKeys: [],
      crossZone: true,
      listeners: [{ key: 'orders-tcp', protocol: 'tcp', port: 5432, poolKey: 'orders-pool' }],
    },
    {
      key: `wiki-${'long-'.repeat(7)}0b0b0b0`,
      from: 'lb-2',
      // oxlint-disable-next-line no-template-curly-in-string
      name: '${path.root} wiki',
      role: 'application',
      internal: false,
      vpcKey: 'shop',
      subnetKeys: ['app-a', 'app-b'],
      addresses: [],
      securityGroupKeys: ['web'],
      crossZone: null,
      listeners: [
        { key: 'wiki-http', protocol: 'http', port: 80, action: toHttps },
        {
          key: 'wiki-https',
          protocol: 'https',
          port: 443,
          action: { kind: 'answer', status: 404, contentType: 'text/html', body: '<b>none</b>' },
          rules: someListenerRules,
        },
        { key: 'wiki-http-8080', protocol: 'http', port: 8080, poolKey: 'wiki-pool' },
        { key: 'wiki-http-8081', protocol: 'http', port: 8081, action: shared, rules: someMoreRules },
      ],
    },
  ],
  targetPools: [
    {
      key: 'orders-pool',
      from: 'tg-1',
      name: 'orders',
      vpcKey: 'shop',
      protocol: 'tcp',
      port: 5432,
      by: 'address',
      targets: [
        { vmId: 'orders-db', address: parseAddress('10.64.1.10'), port: 5432 },
        { vmId: 'reports', address: parseAddress('10.64.1.20'), port: 5433 },
      ],
      healthCheck: { protocol: 'tcp', port: null, path: null },
    },
    {
      key: 'wiki-pool',
      from: 'tg-2',
      name: 'wiki',
      vpcKey: 'shop',
      protocol: 'http',
      port: 8080,
      by: 'vm',
      targets: [
        { vmId: 'wiki', port: 8080 },
        { vmId: 'hostile-0', port: 8081 },
        { vmId: 'ledger', port: 8082 },
      ],
      healthCheck: { protocol: 'http', port: 9000, path: '/health?deep=1' },
    },
    {
      key: 'wiki-files',
      from: 'tg-3',
      name: 'files of the wiki',
      vpcKey: 'shop',
      protocol: 'http',
      port: 8090,
      by: 'vm',
      targets: [{ vmId: 'wiki', port: 8090 }],
      healthCheck: null,
    },
  ],
  endpoints: [
    {
      key: 'store',
      from: 'vpce-1',
      name: 'store',
      role: 'gateway',
      service: 'com.amazonaws.eu-west-1.s3',
      vpcKey: 'shop',
      routeTableKeys: ['shop-private', 'shop-public'],
      subnetKeys: [],
      addresses: [],
      securityGroupKeys: [],
      privateNames: false,
    },
    {
      key: 'manage',
      from: 'vpce-2',
      name: 'manage "it"',
      role: 'interface',
      service: 'com.amazonaws.eu-west-1.ssm',
      vpcKey: 'shop',
      routeTableKeys: [],
      subnetKeys: ['app-a', 'spare'],
      addresses: [
        { subnetKey: 'app-a', from: parseAddress('10.0.1.8'), to: parseAddress('10.64.1.8') },
        { subnetKey: 'spare', from: parseAddress('10.1.0.8'), to: parseAddress('10.65.0.8') },
      ],
      securityGroupKeys: ['web'],
      privateNames: true,
    },
  ],
  dnsZones: [
    { key: 'corp-example', from: 'Z1', name: 'corp.example', private: true, vpcKeys: ['old', 'shop'] },
    { key: 'shop-example', from: 'Z2', name: 'shop.example', private: false, vpcKeys: [] },
  ],
  dnsRecords: [
    aTranslatedRecord('db.corp.example'),
    aTranslatedRecord('corp.example', {
      type: 'TXT',
      fromValues: ['"a \\"b\\""'],
      values: ['"a \\"b\\""'],
      rule: 'kept',
    }),
    aTranslatedRecord('corp.example', { type: 'SOA' }),
    aTranslatedRecord('wiki.corp.example', { type: 'ALIAS', balancerKey: 'orders-0a0a0a0' }),
    aTranslatedRecord('help.corp.example', { type: 'CNAME', balancerKey: `wiki-${'long-'.repeat(7)}0b0b0b0` }),
    aTranslatedRecord('many.corp.example', { routing: 'weighted 10' }),
    aTranslatedRecord('shop.example', {
      ...ofPublic,
      type: 'ALIAS',
      fromValues: ['wiki-1.eu-central-1.elb.amazonaws.com'],
      balancerKey: `wiki-${'long-'.repeat(7)}0b0b0b0`,
    }),
    aTranslatedRecord('inner.shop.example', {
      ...ofPublic,
      type: 'CNAME',
      fromValues: ['orders-1.elb.eu-central-1.amazonaws.com'],
      balancerKey: 'orders-0a0a0a0',
    }),
    aTranslatedRecord('www.shop.example', {
      ...ofPublic,
      type: 'CNAME',
      fromValues: ['wiki-1.eu-central-1.elb.amazonaws.com'],
      balancerKey: `wiki-${'long-'.repeat(7)}0b0b0b0`,
    }),
    aTranslatedRecord('mail.shop.example', { ...ofPublic, fromValues: ['203.0.113.7'] }),
  ],
}

/** A VPN gateway that is built, one that is there, and a transit gateway that both networks are attached to. */
const someGateways: Pick<NetworkTranslation, 'gateways' | 'remoteGateways' | 'connections'> = {
  gateways: [
    aTranslatedGateway({ asn: 64_520, learningTableKeys: ['shop-private'] }),
    aTranslatedGateway({ key: 'line', from: 'vgw-2', vpcKeys: ['old'], use: 'vgw-0f00d0f00d0f00d00' }),
    aTranslatedGateway({
      key: 'hub',
      from: 'tgw-1',
      role: 'transit',
      vpcKeys: ['old', 'shop'],
      subnetKeys: ['app-a', 'app-b', 'old-a'],
      use: 'tgw-0f00d0f00d0f00d00',
    }),
  ],
  remoteGateways: [
    aTranslatedRemote({}),
    // oxlint-disable-next-line no-template-curly-in-string
    aTranslatedRemote({
      key: 'lyon',
      from: 'cgw-2',
      name: '${path.root} Lyon',
      publicAddress: parseAddress('203.0.113.6'),
    }),
  ],
  connections: [
    aTranslatedConnection({}),
    aTranslatedConnection({ key: 'to-lyon', from: 'vpn-2', remoteKey: 'lyon', dynamic: true, blocks: [] }),
  ],
}

const twoVpcs: NetworkTranslation = {
  blocks: [
    { vpcKey: 'shop', from: parseCidr('10.0.0.0/16'), to: parseCidr('10.64.0.0/16'), rule: 'allocated' },
    { vpcKey: 'shop', from: parseCidr('10.1.0.0/16'), to: parseCidr('10.65.0.0/16'), rule: 'allocated' },
    { vpcKey: 'old', from: parseCidr('10.20.0.0/16'), to: parseCidr('10.80.0.0/16'), rule: 'allocated' },
  ],
  moved: [],
  vpcs: [
    { key: 'shop', from: 'vpc-1', name: 'shop', blocks: [parseCidr('10.64.0.0/16'), parseCidr('10.65.0.0/16')] },
    // oxlint-disable-next-line no-template-curly-in-string
    { key: 'old', from: 'vpc-2', name: 'old ${terraform.workspace}', blocks: [parseCidr('10.80.0.0/16')] },
  ],
  subnets: [
    ['app-a', 'shop', '10.64.1.0/24', 'shop-private', 0],
    ['app-b', 'shop', '10.64.2.0/24', 'shop-private', 1],
    ['edge', 'shop', '10.64.0.0/24', 'shop-public', 0],
    ['spare', 'shop', '10.65.0.0/24', 'shop-private', 2],
    ['old-a', 'old', '10.80.1.0/24', 'old-main', 0],
  ].map(([key, vpcKey, block, routeTableKey, zone]) => ({
    key: String(key),
    from: `subnet-${key}`,
    name: String(key),
    vpcKey: String(vpcKey),
    fromBlock: null,
    block: parseCidr(String(block)),
    zone: Number(zone),
    routeTableKey: String(routeTableKey),
    rule: 'offset',
  })),
  addresses: [],
  routeTables: [
    { key: 'shop-public', from: 'rtb-1', name: 'public', vpcKey: 'shop' },
    { key: 'shop-private', from: 'rtb-2', name: 'private', vpcKey: 'shop' },
    { key: 'old-main', from: 'rtb-3', name: 'main', vpcKey: 'old' },
  ],
  routes: [
    {
      key: 'public-default',
      from: 'r-1',
      tableKey: 'shop-public',
      destination: parseCidr('0.0.0.0/0'),
      hop: 'internet-gateway',
      rule: 'kept',
    },
    {
      key: 'private-default',
      from: 'r-2',
      tableKey: 'shop-private',
      destination: parseCidr('0.0.0.0/0'),
      hop: 'nat-gateway',
      rule: 'kept',
    },
    aTranslatedRoute('public-six', '2001:db8:9::/48', { tableKey: 'shop-public', hop: 'internet-gateway' }),
    aTranslatedRoute('to-old', '10.80.0.0/16', { hop: 'peering', peeringKey: 'shop-old' }),
    aTranslatedRoute('to-shop', '10.64.0.0/16', { tableKey: 'old-main', hop: 'peering', peeringKey: 'old-shop' }),
    aTranslatedRoute('to-office', '192.168.0.0/24', { hop: 'vpn-gateway', gatewayKey: 'office' }),
    aTranslatedRoute('to-lyon', '192.168.20.0/24', { hop: 'vpn-gateway', gatewayKey: 'office', learned: true }),
    aTranslatedRoute('to-line', '192.168.40.0/24', { tableKey: 'old-main', hop: 'vpn-gateway', gatewayKey: 'line' }),
    aTranslatedRoute('to-hub', '10.9.0.0/16', { hop: 'transit-gateway', gatewayKey: 'hub' }),
    aTranslatedRoute('hub-from-old', '10.9.0.0/16', {
      tableKey: 'old-main',
      hop: 'transit-gateway',
      gatewayKey: 'hub',
    }),
    aTranslatedRoute('by-standing', '198.18.0.0/24', { card: { vmId: 'orders-db', nicIndex: 0 } }),
    aTranslatedRoute('by-recovered', '198.19.0.0/24', { card: { vmId: 'reports', nicIndex: 2 } }),
    aTranslatedRoute('by-launched', '198.19.1.0/24', { card: { vmId: 'ledger', nicIndex: 2 } }),
    aTranslatedRoute('by-recovered-six', '2001:db8:8::/48', { card: { vmId: 'reports', nicIndex: 0 } }),
  ],
  peerings: [
    aTranslatedPeering('shop-old', ['shop', 'old']),
    aTranslatedPeering('old-shop', ['old', 'shop'], { resolvesNames: false }),
  ],
  ...someGateways,
  securityGroups: [
    { key: 'web', from: 'sg-1', name: 'web', vpcKey: 'shop', description: 'web servers' },
    { key: 'data', from: 'sg-2', name: 'sg-data', vpcKey: 'shop', description: '' },
  ],
  securityRules: someRules,
  prefixLists: [
    aTranslatedList(),
    aTranslatedList({ key: 'both', from: 'pl-2', blocks: ['192.0.2.0/24', '2001:db8:1::/48'].map(parseCidr) }),
    aTranslatedList({
      key: 'store',
      from: 'pl-3',
      name: 'com.amazonaws.eu-west-1.s3',
      managed: true,
      maxEntries: null,
      blocks: [],
    }),
  ],
  packetFilters: [
    aTranslatedFilter(),
    // oxlint-disable-next-line no-template-curly-in-string
    aTranslatedFilter({ key: 'shut', from: 'acl-2', name: '${path.root}', subnetKeys: ['spare'], entries: [] }),
  ],
  memberGroups: [],
  objects: [],
  ...someServing,
}

export interface PlanParts {
  readonly servers?: readonly PlannedServer[]
  readonly network?: Partial<NetworkTranslation>
}

export function aPlan({ servers = someServers, network = {} }: PlanParts = {}): Plan {
  return {
    site: { id: 'test-site', region: 'eu-central-1', capturedAt: null, vms: servers.length },
    target: { id: 'aws', region: 'eu-west-1' },
    tiers: defaultTiers,
    vms: servers.map(({ vm }) => vm),
    demands: servers.map(({ vm }) => aDemand({ vmId: vm.vmId })),
    mapping: {
      target: 'aws',
      region: 'eu-west-1',
      assignments: servers.map(({ assignment }) => assignment),
      unmapped: [],
      excluded: [],
      standbyPerMonth: 0,
      recoveredPerHour: 0,
      currency: 'USD',
      hoursPerMonth: 730,
      catalogueAsOf: '2026-01-01',
      ledger: [],
      solution: {
        objective: 'least-cost',
        status: 'optimal',
        gap: 0,
        value: 0,
        bound: 0,
        method: 'enumeration',
        stopped: null,
      },
    },
    network: { ...twoVpcs, addresses: servers.flatMap(({ addresses }) => addresses), ...network },
    equivalence: anEquivalence(),
    waves: [],
    promises: [],
    dependencies: [],
    findings: [],
  }
}

export { someServers as defaultPlannedServers }
