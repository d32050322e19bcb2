/** The network of a site in neutral words; a VNet or an NSG is called so only in its vendor's folder. */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'
import { networkObjectSchema } from './network-objects.ts'

export const hopKinds = [
  'local',
  'internet-gateway',
  'nat-gateway',
  'vpn-gateway',
  'transit-gateway',
  'peering',
  'endpoint',
  'interface',
  'address',
  'blackhole',
  'other',
] as const

/** A route that a platform adds to tables by itself. One that people write to the same block comes before it. */
const platformRouteSchema = z.strictObject({
  destination: cidrSchema,
  hop: z.enum(hopKinds),
  /** Taken out of a table where people write a route to all addresses. */
  yieldsToDefault: z.boolean(),
})
export type PlatformRoute = Immutable<z.infer<typeof platformRouteSchema>>

const vpcSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  blocks: z.array(cidrSchema),
  /** Its VMs have hosts of their own; absent when the source does not say, as are the others below. */
  dedicated: z.boolean().optional(),
  /** Does the platform answer questions for names here, and give public addresses names? */
  resolvesNames: z.boolean().optional(),
  namesHosts: z.boolean().optional(),
  /** Does traffic between its VMs travel encrypted by the platform: where both can, or else not at all? */
  encryption: z.enum(['none', 'where-possible', 'required']).optional(),
  /** The BGP communities that its routes carry on private lines (RFC 1997). */
  bgpCommunities: z.array(z.string()).optional(),
  /**
   * Its platform adds these to the table of every subnet, and routes home, to peers and to what gateways lead to, and the
   * source states none of them; absent where the source states whole tables.
   */
  platformRoutes: z.array(platformRouteSchema).optional(),
})
export type Vpc = Immutable<z.infer<typeof vpcSchema>>
export type VpcTraits = Pick<Vpc, 'encryption' | 'bgpCommunities' | 'platformRoutes'>

export const subnetSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  vpcId: z.string(),
  /** Null when the source knows the network by name only (a port group, say). */
  block: cidrSchema.nullable(),
  /** The failure domain, as the source names it. */
  zone: z.string().nullable(),
  gateway: addressSchema.nullable(),
  routeTableId: z.string().nullable(),
  /** Further blocks, such as of IPv6; absent when the source does not say, as are the others below. */
  moreBlocks: z.array(cidrSchema).optional(),
  /** The failure domain by a name that is the same in every account. */
  zoneId: z.string().optional(),
  /** New interfaces get a public address. */
  givesPublicAddresses: z.boolean().optional(),
  /** Names of IPv4 hosts are answered with IPv6 addresses (DNS64, RFC 6147). */
  translatesNames: z.boolean().optional(),
  /** What the platform's host names are made of. */
  hostNames: z.enum(['address', 'resource']).optional(),
  /** VMs without a way out of their own reach the internet by an address that the platform lends them. */
  lendsWayOut: z.boolean().optional(),
  /** Do packet filters and routes hold for endpoints in it too, and for services offered from it? */
  filtersEndpoints: z.boolean().optional(),
  routesEndpoints: z.boolean().optional(),
  filtersOfferedServices: z.boolean().optional(),
})
export type Subnet = Immutable<z.infer<typeof subnetSchema>>
export type SubnetTraits = Pick<
  Subnet,
  'lendsWayOut' | 'filtersEndpoints' | 'routesEndpoints' | 'filtersOfferedServices'
>

const routeTableSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  vpcId: z.string(),
  /** Used by every subnet of the VPC that names no table of its own. */
  main: z.boolean(),
  /** Gateways whose incoming traffic it directs; absent when there are none, or the source does not say. */
  gatewayIds: z.array(z.string()).optional(),
  /** Gateways that add what they learn to it; absent when there are none, or the source does not say. */
  learnsFrom: z.array(z.string()).optional(),
})
export type RouteTable = Immutable<z.infer<typeof routeTableSchema>>

const routeSchema = z.strictObject({
  id: z.string(),
  tableId: z.string(),
  /** A block, or the id of a prefix list. */
  destination: z.union([cidrSchema, z.strictObject({ prefixListId: z.string() })]),
  hop: z.strictObject({ kind: z.enum(hopKinds), id: z.string().nullable() }),
  /** Nobody wrote it: a gateway learned it from the other end. Absent where somebody did, or the source does not say. */
  learned: z.boolean().optional(),
})
export type Route = Immutable<z.infer<typeof routeSchema>>

const securityGroupSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  vpcId: z.string().nullable(),
  description: z.string(),
})
export type SecurityGroup = Immutable<z.infer<typeof securityGroupSchema>>

/** Who may talk: a block, a group's members, the members of a prefix list. */
const peerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cidr'), cidr: cidrSchema }),
  z.strictObject({ kind: z.literal('group'), groupId: z.string() }),
  z.strictObject({ kind: z.literal('prefix-list'), prefixListId: z.string() }),
])
export type Peer = Immutable<z.infer<typeof peerSchema>>

/** One permission: rules only ever allow. Several peers or port ranges are several rules. */
export const securityRuleSchema = z.strictObject({
  /** Stable: made of the group's id and what the rule allows, where the vendor gives none. */
  id: z.string(),
  groupId: z.string(),
  direction: z.enum(['ingress', 'egress']),
  /** `any`, a name, or an IANA protocol number. */
  protocol: z.union([z.enum(['any', 'tcp', 'udp', 'icmp', 'icmpv6']), z.int().min(0).max(255)]),
  /** For tcp and udp, both ends included; null = all ports. For icmp `from` is the type and `to` the code, -1 = all. */
  ports: z.strictObject({ from: z.int().min(-1).max(65535), to: z.int().min(-1).max(65535) }).nullable(),
  peer: peerSchema,
  description: z.string(),
})
export type SecurityRule = Immutable<z.infer<typeof securityRuleSchema>>

const dnsRecordSchema = z.strictObject({
  id: z.string(),
  zone: z.string(),
  name: z.string(),
  type: z.string(),
  ttlSeconds: z.int().min(0).nullable(),
  values: z.array(z.string()),
  /** Of several zones with one name, which; absent when the source does not say. */
  zoneId: z.string().optional(),
  /** How the platform picks among records of one name, such as `failover PRIMARY`; absent for a record alone. */
  routing: z.string().optional(),
})
export type DnsRecord = Immutable<z.infer<typeof dnsRecordSchema>>

export const networkSchema = z.strictObject({
  vpcs: z.array(vpcSchema),
  subnets: z.array(subnetSchema),
  routeTables: z.array(routeTableSchema),
  routes: z.array(routeSchema),
  securityGroups: z.array(securityGroupSchema),
  securityRules: z.array(securityRuleSchema),
  dnsRecords: z.array(dnsRecordSchema),
  /** Gateways, load balancers, packet filters and whatever else stands in the network. */
  objects: z.array(networkObjectSchema),
  /** Does the source know the security rules at all? False is not "everything is denied". */
  rulesKnown: z.boolean(),
})
export type Network = Immutable<z.infer<typeof networkSchema>>

export const emptyNetwork: Network = {
  vpcs: [],
  subnets: [],
  routeTables: [],
  routes: [],
  securityGroups: [],
  securityRules: [],
  dnsRecords: [],
  objects: [],
  rulesKnown: false,
}
