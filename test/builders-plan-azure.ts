/** A finished plan for Azure with something of everything that Terraform must express. */
import { parseAddress } from '../src/model/address.ts'
import { parseCidr } from '../src/model/cidr.ts'
import type {
  AddressTranslation,
  NetworkTranslation,
  PacketFilterTranslation,
} from '../src/model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../src/model/packet-filter.ts'
import type { Plan } from '../src/model/plan.ts'
import {
  aMappedDisk,
  aPlan,
  aPlannedServer,
  aTranslatedGateway,
  aTranslatedRecord,
  hostileNames,
  type PlannedServer,
  type PlanParts,
  type ServerParts,
} from './builders-plan.ts'

const SIZE = 'Standard_D2s_v5'

/** A server with the names of Azure; what tells it from others is stated. */
export function anAzureServer(parts: ServerParts & { readonly os?: 'linux' | 'windows' | 'unknown' }): PlannedServer {
  const server = aPlannedServer({
    ...parts,
    offering: { componentId: SIZE, region: 'westeurope', ...parts.offering },
    disks: parts.disks ?? [aMappedDisk({ classId: 'P10' })],
  })
  return {
    ...server,
    vm: { ...server.vm, os: parts.os ?? 'linux' },
    addresses: server.addresses.map((address) => ({ ...address, securityGroupKeys: [] })),
  }
}

/** With capacity that is paid for from now on. */
export const reserved = (server: PlannedServer): PlannedServer => ({
  ...server,
  assignment: { ...server.assignment, reservation: { perMonth: 70, reserved: true } },
})

export const block = (text: string): FilterEnd => ({ kind: 'cidr', cidr: parseCidr(text) })
export const tag = (text: string): FilterEnd => ({ kind: 'tag', tag: text })
export const group = (key: string): FilterEnd => ({ kind: 'group', group: key })

export const anOrderedEntry = (order: number, over: Partial<FilterEntry> = {}): FilterEntry => ({
  from: `rule-${order}`,
  name: `rule-${order}`,
  order,
  direction: 'ingress',
  action: 'allow',
  protocol: 'any',
  sourcePorts: [],
  ports: [],
  icmp: null,
  sources: [],
  destinations: [],
  ...over,
})

export const anOrderedFilter = (over: Partial<PacketFilterTranslation> = {}): PacketFilterTranslation => ({
  key: 'web-cards',
  from: 'sg-1',
  name: 'web',
  vpcKey: 'shop',
  subnetKeys: [],
  cards: [],
  stateful: true,
  entries: [
    anOrderedEntry(100, { protocol: 'tcp', ports: [{ from: 443, to: 443 }], sources: [tag('Internet')] }),
    anOrderedEntry(110, {
      protocol: 'tcp',
      ports: [
        { from: 80, to: 80 },
        { from: 8000, to: 8080 },
      ],
      sources: [group('web'), block('10.64.9.0/24'), block('10.64.8.0/24'), block('2001:db8::/32'), tag('Storage')],
      destinations: [group('data')],
    }),
    // oxlint-disable-next-line no-template-curly-in-string
    anOrderedEntry(120, { protocol: 'icmp', name: '${path.root} 🧾 "quoted"', sources: [block('10.64.0.0/16')] }),
    anOrderedEntry(130, { protocol: 50, sources: [block('10.64.0.0/16')] }),
    anOrderedEntry(4096, { action: 'deny', name: 'deny-all-ingress' }),
    anOrderedEntry(100, { direction: 'egress', protocol: 'udp', destinations: [block('10.64.0.0/16')] }),
    anOrderedEntry(4096, { direction: 'egress', action: 'deny', name: 'deny-all-egress' }),
  ],
  ...over,
})

const at = (to: string, over: Partial<AddressTranslation> = {}): Partial<AddressTranslation> => ({
  to: parseAddress(to),
  ...over,
})

export const azureServers: readonly PlannedServer[] = [
  anAzureServer({ id: 'orders-db', strategy: 'hot-standby', addresses: [at('10.64.1.10')] }),
  reserved(
    anAzureServer({
      id: 'shop-web',
      strategy: 'warm-standby',
      os: 'windows',
      offering: { componentId: 'Standard_D4s_v5', standbyComponentId: SIZE },
      disks: [
        aMappedDisk({ classId: 'P10' }),
        aMappedDisk({ diskId: 'data', classId: 'E15', sizeGiB: 200, boot: false }),
        aMappedDisk({ diskId: 'archive', classId: 'S10', sizeGiB: 100, boot: false }),
      ],
      addresses: [at('10.64.1.12')],
    }),
  ),
  anAzureServer({
    id: 'a-windows-server-with-a-long-name',
    os: 'windows',
    backupIntervalMinutes: 240,
    addresses: [
      at('10.64.1.20'),
      at('10.64.1.21', { addressIndex: 1 }),
      at('10.64.0.20', { subnetKey: 'edge', nicIndex: 2, nicId: 'nic-2' }),
    ],
  }),
  reserved(
    anAzureServer({
      id: 'fast',
      disks: [
        aMappedDisk({ classId: 'P10' }),
        aMappedDisk({ diskId: 'os', classId: 'PremiumV2_LRS', iops: 9000, throughputMiBps: 300, boot: false }),
      ],
      backupIntervalMinutes: 1440,
      addresses: [at('10.64.2.9', { subnetKey: 'app-b' })],
    }),
  ),
  anAzureServer({ id: 'wiki', os: 'unknown', backupIntervalMinutes: 60, addresses: [{ to: null, from: null }] }),
  anAzureServer({ id: 'reports', strategy: 'pilot-light', addresses: [at('10.64.1.30')] }),
  ...hostileNames.map((name, index) =>
    anAzureServer({
      id: `hostile-${index}`,
      name,
      application: name,
      backupIntervalMinutes: 720,
      addresses: [at(`10.64.2.${100 + index}`, { subnetKey: 'app-b' })],
    }),
  ),
]

const ofHub = '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/hub/providers/Microsoft.Network'
const base = aPlan().network

/** One balancer that stands, one that a recovery makes, and one that is public; each with one front. */
const azureServing: Pick<NetworkTranslation, 'balancers' | 'targetPools' | 'endpoints' | 'dnsZones' | 'dnsRecords'> = {
  balancers: [
    {
      key: 'orders-lb',
      from: 'lb-1',
      // oxlint-disable-next-line no-template-curly-in-string
      name: '${path.root} "orders"',
      role: 'network',
      internal: true,
      vpcKey: 'shop',
      subnetKeys: ['app-a'],
      addresses: [{ subnetKey: 'app-a', from: parseAddress('10.0.1.9'), to: parseAddress('10.64.1.9') }],
      securityGroupKeys: [],
      crossZone: null,
      listeners: [
        { key: 'orders-tcp', protocol: 'tcp', port: 5432, poolKey: 'orders', targetPort: 5432, keepsAddress: true },
        { key: 'orders-names', protocol: 'tcp-udp', port: 53, poolKey: 'orders', targetPort: 5353 },
      ],
    },
    {
      key: 'wiki-lb',
      from: 'lb-2',
      name: 'wiki',
      role: 'network',
      internal: true,
      vpcKey: 'shop',
      subnetKeys: ['app-b'],
      addresses: [],
      securityGroupKeys: [],
      crossZone: true,
      listeners: [{ key: 'wiki-udp', protocol: 'udp', port: 514, poolKey: 'wiki', targetPort: 514 }],
    },
    {
      key: 'open-lb',
      from: 'lb-3',
      name: 'open',
      role: 'network',
      internal: false,
      vpcKey: 'shop',
      subnetKeys: [],
      addresses: [],
      securityGroupKeys: [],
      crossZone: null,
      listeners: [
        { key: 'open-80', protocol: 'tcp', port: 80, poolKey: 'open', targetPort: 8080 },
        { key: 'open-443', protocol: 'tcp', port: 443, poolKey: 'open', targetPort: 8443 },
      ],
    },
  ],
  targetPools: [
    {
      key: 'orders',
      from: 'pool-1',
      name: 'orders',
      vpcKey: 'shop',
      protocol: 'tcp',
      port: 5432,
      by: 'address',
      targets: [
        { vmId: 'a-windows-server-with-a-long-name', address: parseAddress('10.64.1.21'), port: 5432 },
        { vmId: 'orders-db', address: parseAddress('10.64.1.10'), port: 5432 },
      ],
      healthCheck: { protocol: 'http', port: 9000, path: '/health?deep=1' },
    },
    {
      key: 'wiki',
      from: 'pool-2',
      name: 'wiki',
      vpcKey: 'shop',
      protocol: 'udp',
      port: 514,
      by: 'vm',
      targets: [
        { vmId: 'wiki', port: 514 },
        { vmId: 'reports', port: 514 },
      ],
      healthCheck: null,
    },
    {
      key: 'open',
      from: 'pool-3',
      name: 'open',
      vpcKey: 'shop',
      protocol: 'tcp',
      port: 8080,
      by: 'vm',
      targets: [
        { vmId: 'shop-web', port: 8080 },
        { vmId: 'hostile-0', port: 8080 },
      ],
      healthCheck: null,
    },
  ],
  endpoints: [],
  dnsZones: [
    { key: 'corp-example', from: 'zone-1', name: 'corp.example', private: true, vpcKeys: ['shop'] },
    { key: 'shop-example', from: 'zone-2', name: 'shop.example', private: false, vpcKeys: [] },
  ],
  dnsRecords: [
    aTranslatedRecord('db.corp.example'),
    aTranslatedRecord('orders.corp.example', { type: 'ALIAS', values: [], balancerKey: 'orders-lb' }),
    aTranslatedRecord('open.corp.example', { type: 'CNAME', values: ['old.example'], balancerKey: 'open-lb' }),
    aTranslatedRecord('www.shop.example', { zone: 'shop.example', zoneKey: 'shop-example' }),
  ],
}

const azureNetwork: Partial<NetworkTranslation> = {
  ...azureServing,
  subnets: [
    ...base.subnets,
    {
      key: 'shop-gatewaysubnet',
      from: null,
      name: 'GatewaySubnet',
      vpcKey: 'shop',
      fromBlock: null,
      block: parseCidr('10.64.255.0/27'),
      zone: 0,
      routeTableKey: 'shop-gatewaysubnet',
      rule: 'allocated',
    },
  ],
  routeTables: [...base.routeTables, { key: 'shop-gatewaysubnet', from: null, name: 'GatewaySubnet', vpcKey: 'shop' }],
  gateways: [
    aTranslatedGateway({ asn: 64_520, subnetKeys: ['shop-gatewaysubnet'], learningTableKeys: ['shop-private'] }),
    aTranslatedGateway({ key: 'line', vpcKeys: ['old'], use: `${ofHub}/virtualNetworkGateways/line` }),
    aTranslatedGateway({
      key: 'hub',
      role: 'transit',
      vpcKeys: ['old'],
      use: `${ofHub}/virtualHubs/wan`,
      learningTableKeys: ['old-main'],
    }),
  ],
  securityGroups: [],
  securityRules: [],
  prefixLists: [],
  routes: [
    ['public-default', 'shop-public', '0.0.0.0/0', 'internet-gateway'],
    ['private-default', 'shop-private', '0.0.0.0/0', 'nat-gateway'],
    ['old-default', 'old-main', '0.0.0.0/0', 'blackhole'],
    ['to-office', 'shop-public', '192.168.0.0/24', 'vpn-gateway', 'office'],
    ['to-line', 'old-main', '192.168.40.0/24', 'vpn-gateway', 'line'],
    ['to-hub', 'old-main', '10.9.0.0/16', 'transit-gateway', 'hub', 'learned'],
  ].map(([key = '', tableKey = '', destination = '', hop, gatewayKey, learned]) => ({
    key,
    from: key,
    tableKey,
    destination: parseCidr(destination),
    hop: hop as 'nat-gateway',
    ...(gatewayKey !== undefined && { gatewayKey }),
    ...(learned !== undefined && { learned: true }),
    rule: 'kept',
  })),
  packetFilters: [
    anOrderedFilter({
      cards: ['orders-db', 'shop-web', 'a-windows-server-with-a-long-name', 'wiki', 'reports'].map((vmId) => ({
        vmId,
        nicIndex: 0,
      })),
    }),
    anOrderedFilter({
      key: 'app-b-guard',
      // oxlint-disable-next-line no-template-curly-in-string
      name: '${path.root}',
      subnetKeys: ['app-b', 'edge', 'spare'],
      entries: [
        anOrderedEntry(200, {
          protocol: 'tcp',
          sourcePorts: [{ from: 1024, to: 65_535 }],
          ports: [{ from: 22, to: 22 }],
        }),
        anOrderedEntry(300, { action: 'deny' }),
      ],
    }),
    anOrderedFilter({
      key: 'first',
      name: 'first',
      goesFirst: true,
      subnetKeys: ['app-a', 'app-b'],
      entries: [
        anOrderedEntry(1, {
          action: 'deny',
          protocol: 'tcp',
          ports: [{ from: 3389, to: 3389 }],
          sources: [tag('Internet')],
        }),
        anOrderedEntry(2, { action: 'always-allow', direction: 'egress', destinations: [block('10.64.0.4/32')] }),
      ],
    }),
  ],
  memberGroups: [
    { key: 'web', from: 'sg-1', name: 'web', vpcKey: 'shop', cards: [{ vmId: 'shop-web', nicIndex: 0 }] },
    {
      key: 'data',
      from: 'sg-2',
      name: 'data',
      vpcKey: 'shop',
      cards: ['orders-db', 'a-windows-server-with-a-long-name'].map((vmId) => ({ vmId, nicIndex: 0 })),
    },
  ],
}

export function anAzurePlan({ servers = azureServers, network = {} }: PlanParts = {}): Plan {
  const plan = aPlan({ servers, network: { ...azureNetwork, ...network } })
  return {
    ...plan,
    target: { id: 'azure', region: 'westeurope' },
    mapping: { ...plan.mapping, target: 'azure', region: 'westeurope' },
  }
}

const subscription = '/subscriptions/00000000-1111-2222-3333-444444444444/resourcegroups/shop/providers'

/** Small, as the source azure holds it. */
export const anArmId = (type: string, name: string): string => `${subscription}/microsoft.${type}/${name}`

/** A replicated server of another region of Azure. */
export function aReplicatedServer(name: string, address: string): PlannedServer {
  return anAzureServer({
    id: anArmId('compute/virtualmachines', name),
    name,
    strategy: 'pilot-light',
    disks: [
      aMappedDisk({ classId: 'P10', diskId: anArmId('compute/disks', `${name}-os`) }),
      aMappedDisk({ classId: 'E15', diskId: anArmId('compute/disks', `${name}-data`), boot: false }),
    ],
    addresses: [at(address, { nicId: anArmId('network/networkinterfaces', name) })],
  })
}

/** A plan whose primary site is another region of Azure. */
export function aPlanFromAzure(servers: readonly PlannedServer[], network: Partial<NetworkTranslation> = {}): Plan {
  const plan = anAzurePlan({ servers, network })
  const vnet = (key: string): string => anArmId('network/virtualnetworks', key)
  return {
    ...plan,
    site: { ...plan.site, region: 'northeurope' },
    network: {
      ...plan.network,
      vpcs: plan.network.vpcs.map((vpc) => ({ ...vpc, from: vnet(vpc.key) })),
      subnets: plan.network.subnets.map((subnet) => ({
        ...subnet,
        from: `${vnet(subnet.vpcKey)}/subnets/${subnet.name}`,
      })),
    },
  }
}
