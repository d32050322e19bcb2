/** Small networks; a test states only what it is about. */
import { translateNetwork, type TranslationInput } from '../src/core/network/translate.ts'
import { formatAddress, parseAddress } from '../src/model/address.ts'
import { formatCidr, parseCidr } from '../src/model/cidr.ts'
import type { GatewayRule, NetworkPolicy } from '../src/model/network-policy.ts'
import type { Equivalence } from '../src/model/equivalence.ts'
import type { Finding } from '../src/model/finding.ts'
import type { NetworkObjectOf } from '../src/model/network-objects.ts'
import {
  emptyNetwork,
  type DnsRecord,
  type Network,
  type Route,
  type RouteTable,
  type SecurityGroup,
  type SecurityRule,
  type Subnet,
  type Vpc,
} from '../src/model/network.ts'
import type { Vm } from '../src/model/site.ts'
import type { Limit } from '../src/model/limit.ts'
import type { NetworkLimits } from '../src/model/target.ts'
import { aNic, aVm } from './builders.ts'

const quota = (value: number): Limit => ({ value, source: 'a guide', asOf: '2023-06' })

/** Figures like those of AWS. */
export const someLimits = (over: Partial<NetworkLimits> = {}): NetworkLimits => ({
  filters: 'permissions',
  filterWords: null,
  vpcPrefix: { shortest: 16, longest: 28 },
  subnetPrefix: { shortest: 16, longest: 28 },
  reservedFirst: 4,
  reservedLast: 1,
  blocksPerVpc: quota(5),
  subnetsPerVpc: quota(200),
  routesPerTable: quota(50),
  rulesPerGroup: quota(60),
  groupsPerNic: quota(5),
  entriesPerFilter: quota(20),
  listWeights: [{ nameEndsWith: 'cdn', weight: 55 }],
  activation: null,
  routing: { platformRoutes: [], natNeedsPublicSubnet: true, appliancesOfPeers: false },
  forbidden: [{ block: parseCidr('127.0.0.0/8'), why: 'it is the loopback range' }],
  notBeside: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((within, _, all) => ({
    within: parseCidr(within),
    refused: all.filter((other) => other !== within).map(parseCidr),
    why: 'a guide, 2023-06',
  })),
  routesBarBlocks: quota(0),
  specialSubnets: [],
  routerPlace: 1,
  ipv6SubnetPrefix: quota(64),
  discouraged: [{ block: parseCidr('172.17.0.0/16'), why: 'containers use it' }],
  gateways: {
    sorts: [
      { idPattern: /^hub-/, example: 'hub-1', role: 'transit', ofOneVpc: false, alwaysTeaches: false },
      { idPattern: /^own-/, example: 'own-1', role: 'vpn', ofOneVpc: true, alwaysTeaches: false },
    ],
    subnet: null,
    attachesSubnets: true,
  },
  serving: {
    balancers: 'zonal',
    applicationZones: quota(2),
    valuesPerListenerRule: quota(5),
    endpointPrefixes: ['com.cloud.'],
  },
  ...over,
})

export const someRegions = { primary: 'eu-west-1', recovery: 'eu-central-1' }

export const aVpc = (id: string, ...blocks: string[]): Vpc => ({ id, name: id, blocks: blocks.map(parseCidr) })

export const aSubnet = (id: string, block: string | null, over: Partial<Subnet> = {}): Subnet => ({
  id,
  name: id,
  vpcId: 'vpc-1',
  block: block === null ? null : parseCidr(block),
  zone: null,
  gateway: null,
  routeTableId: null,
  ...over,
})

export const aGroup = (id: string, vpcId: string | null = 'vpc-1'): SecurityGroup => ({
  id,
  name: id,
  vpcId,
  description: '',
})

export const aRule = (
  id: string,
  peer: string | SecurityRule['peer'],
  over: Partial<SecurityRule> = {},
): SecurityRule => ({
  id,
  groupId: 'sg-web',
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer: typeof peer === 'string' ? { kind: 'cidr', cidr: parseCidr(peer) } : peer,
  description: '',
  ...over,
})

export const aTable = (id: string, over: Partial<RouteTable> = {}): RouteTable => ({
  id,
  name: id,
  vpcId: 'vpc-1',
  main: true,
  ...over,
})

export const aRoute = (id: string, destination: string, kind: Route['hop']['kind']): Route => ({
  id,
  tableId: 'rtb-1',
  destination: parseCidr(destination),
  hop: { kind, id: `${kind}-1` },
})

/** A list of the user's own. */
export const aPrefixList = (
  id: string,
  blocks: readonly string[],
  over: Partial<NetworkObjectOf<'prefix-list'>> = {},
): NetworkObjectOf<'prefix-list'> => ({
  kind: 'prefix-list',
  id,
  name: id,
  managed: false,
  maxEntries: null,
  blocks: blocks.map(parseCidr),
  ...over,
})

type WrittenEntry = NetworkObjectOf<'packet-filter'>['entries'][number]

/** Everything of IPv4 is allowed, unless the test says otherwise; `peer` is the end outside the subnet. */
export const aFilterEntry = (
  direction: WrittenEntry['direction'],
  order: number,
  { peer = '0.0.0.0/0', ...over }: Partial<WrittenEntry> & { readonly peer?: string } = {},
): WrittenEntry => ({
  name: String(order),
  order,
  direction,
  action: 'allow',
  protocol: 'any',
  sourcePorts: [],
  ports: [],
  sources: direction === 'ingress' ? [peer] : [],
  destinations: direction === 'egress' ? [peer] : [],
  ...over,
})

/** A stateless filter over subnet-1. */
export const aPacketFilter = (
  id: string,
  entries: readonly WrittenEntry[],
  over: Partial<NetworkObjectOf<'packet-filter'>> = {},
): NetworkObjectOf<'packet-filter'> => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1'],
  nicIds: [],
  stateful: false,
  isDefault: false,
  entries,
  ...over,
})

export const aRecord = (name: string, values: readonly string[], over: Partial<DnsRecord> = {}): DnsRecord => ({
  id: name,
  zone: 'example.test',
  name,
  type: 'A',
  ttlSeconds: 60,
  values,
  ...over,
})

/** In the group sg-web. */
export const aHost = (id: string, subnetId: string | null, addresses: readonly string[]): Vm =>
  aVm({
    id,
    nics: [aNic({ id: `nic-${id}`, subnetId, addresses: addresses.map(parseAddress), securityGroupIds: ['sg-web'] })],
  })

/** A host that passes on what is not for it. */
export const anAppliance = (id: string, subnetId: string, addresses: readonly string[]): Vm => {
  const vm = aHost(id, subnetId, addresses)
  return { ...vm, nics: vm.nics.map((nic) => ({ ...nic, forwards: true })) }
}

export const aPeering = (
  id: string,
  [vpcId, peerVpcId]: readonly [string, string],
  peerBlocks: readonly string[],
): NetworkObjectOf<'peering'> => ({
  kind: 'peering',
  id,
  name: id,
  vpcId,
  peerVpcId,
  peerRegion: null,
  peerAccount: null,
  peerBlocks: peerBlocks.map(parseCidr),
  resolvesNames: true,
  forwards: false,
  usesPeerGateway: false,
})

/** The same host with other groups. */
export const inGroups = (vm: Vm, ...securityGroupIds: string[]): Vm => ({
  ...vm,
  nics: vm.nics.map((nic) => ({ ...nic, securityGroupIds })),
})

/** One VPC 10.0.0.0/16 with one subnet 10.0.0.0/24 and one group, whose rules are known. */
export const aNetwork = (over: Partial<Network> = {}): Network => ({
  ...emptyNetwork,
  vpcs: [aVpc('vpc-1', '10.0.0.0/16')],
  subnets: [aSubnet('subnet-1', '10.0.0.0/24')],
  securityGroups: [aGroup('sg-web')],
  rulesKnown: true,
  ...over,
})

type Acl = NetworkObjectOf<'packet-filter'>

/** An entry that allows TCP; `peer` is the sender of what comes in, the receiver of what goes out. */
export const anAclEntry = (
  direction: 'ingress' | 'egress',
  order: number,
  { peer, ...over }: { readonly peer: string } & Partial<Acl['entries'][number]>,
): Acl['entries'][number] => ({
  name: String(order),
  order,
  direction,
  action: 'allow',
  protocol: 'tcp',
  sourcePorts: [],
  ports: [],
  sources: direction === 'ingress' ? [peer] : [],
  destinations: direction === 'egress' ? [peer] : [],
  ...over,
})

/** A stateless filter of vpc-1. */
export const anAcl = (subnetIds: readonly string[], entries: Acl['entries'], over: Partial<Acl> = {}): Acl => ({
  kind: 'packet-filter',
  id: 'acl-1',
  name: 'acl-1',
  vpcId: 'vpc-1',
  subnetIds,
  nicIds: [],
  stateful: false,
  isDefault: false,
  entries,
  ...over,
})

type PolicyText = {
  /** From, to, and the VPC where one is named. */
  readonly blocks?: readonly (readonly [string, string, string?])[]
  readonly hosts?: readonly (readonly [string, string, string?])[]
  readonly ipv6?: readonly (readonly [string, string])[]
  readonly existing?: readonly (readonly [name: string, block: string])[]
  readonly drill?: readonly string[]
  readonly pool?: readonly string[]
  readonly avoid?: readonly string[]
  readonly gateways?: readonly GatewayRule[]
}

export const aPolicy = ({ blocks = [], pool = [], avoid = [], ...more }: PolicyText = {}): NetworkPolicy => ({
  blocks: blocks.map(([from, to, vpc]) => ({ from: parseCidr(from), to: parseCidr(to), ...(vpc && { vpc }) })),
  ...(more.hosts && {
    hosts: more.hosts.map(([from, to, vpc]) => ({
      from: parseAddress(from),
      to: parseAddress(to),
      ...(vpc && { vpc }),
    })),
  }),
  ...(more.ipv6 && { ipv6: { blocks: more.ipv6.map(([from, to]) => ({ from: parseCidr(from), to: parseCidr(to) })) } }),
  ...(more.existing && { existing: more.existing.map(([name, block]) => ({ name, block: parseCidr(block) })) }),
  ...(more.drill && { drill: { pool: more.drill.map(parseCidr) } }),
  ...(more.gateways && { gateways: more.gateways }),
  pool: pool.map(parseCidr),
  avoid: avoid.map(parseCidr),
  waivers: [],
  widen: false,
  tagRegions: 'rewrite',
})

/** The network moved to 10.9.0.0/16, unless the test says otherwise. */
export const translate = ({
  vms = [aHost('vm-1', 'subnet-1', ['10.0.0.10'])],
  network = {},
  policy = { blocks: [['10.0.0.0/16', '10.9.0.0/16']] },
  limits = {},
}: {
  readonly vms?: readonly Vm[]
  readonly network?: Partial<Network>
  readonly policy?: PolicyText
  readonly limits?: Partial<NetworkLimits>
} = {}): ReturnType<typeof translateNetwork> => {
  const input: TranslationInput = {
    vms,
    network: aNetwork(network),
    policy: aPolicy(policy),
    limits: someLimits(limits),
    regions: someRegions,
  }
  return translateNetwork(input)
}

export const codesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code).sort()

/** One class of cards, proven. */
export const anEquivalence = (over: Partial<Equivalence> = {}): Equivalence => ({
  verdict: 'structural',
  accepted: true,
  classes: [{ name: 'subnet-1 (sg-web)', vmIds: ['vm-1'], ingress: 'structural', egress: 'structural' }],
  tables: [{ name: 'rtb-1', verdict: 'structural' }],
  differences: [],
  more: false,
  missing: [],
  hosts: { proven: 1, unplaced: 0 },
  ...over,
})

export type Result = ReturnType<typeof translateNetwork>

export const placesOf = ({ translation }: Result): Record<string, string> =>
  Object.fromEntries(
    translation.addresses.map(({ vmId, from, to }) => [
      `${vmId} ${from ? formatAddress(from) : '-'}`,
      to ? formatAddress(to) : 'platform',
    ]),
  )

export const blocksOf = ({ translation }: Result): readonly string[] =>
  translation.blocks.map(({ from, to }) => `${from ? formatCidr(from) : '-'} → ${formatCidr(to)}`)

const nameOfPeer = (peer: Result['translation']['securityRules'][number]['peer']): string => {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  return peer.kind === 'group' ? peer.groupKey : peer.listKey
}

export const peersOf = ({ translation }: Result): readonly string[] =>
  translation.securityRules.map(({ from, peer }) => `${from}: ${nameOfPeer(peer)}`).sort()

export const messagesOf = ({ findings }: Result, code: string): string =>
  findings
    .filter((finding) => finding.code === code)
    .map(({ message }) => message)
    .join('\n')
