/**
 * What a network has besides subnets, routes, rules and records: whatever holds an address, stands in a path, or would
 * have to be built again at the recovery site. Neutral words; each names the vendors' own. A field is null, or a list
 * empty, where the source does not say.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'
import {
  endpointSchema,
  loadBalancerSchema,
  named,
  serviceSchema,
  targetPoolSchema,
  templateSchema,
} from './network-services.ts'

/** A way out of a VPC, or into it. */
const gatewayKinds = [
  'internet',
  'egress-only',
  'nat',
  'private-nat',
  'vpn',
  'private-line',
  'transit',
  'firewall',
  'application',
  'bastion',
  'route-server',
  'other',
] as const

const gatewaySchema = z.strictObject({
  kind: z.literal('gateway'),
  ...named,
  role: z.enum(gatewayKinds),
  vpcIds: z.array(z.string()),
  subnetIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  publicAddresses: z.array(addressSchema),
  asn: z.int().nullable(),
  /** Rules of one network behind it may name security groups of another; absent when the source does not say. */
  sharesSecurityGroups: z.boolean().optional(),
  /** The transit gateway that it is a part of; absent when there is none, or the source does not say. */
  hubId: z.string().optional(),
  /** The endpoints in its subnets that routes lead to; absent when it has none, or the source does not say. */
  endpointIds: z.array(z.string()).optional(),
})

/** The other end of VPNs: a customer gateway, a local network gateway. */
const remoteGatewaySchema = z.strictObject({
  kind: z.literal('remote-gateway'),
  ...named,
  publicAddress: addressSchema.nullable(),
  /** Of its further lines; absent when it has none, or the source does not say. */
  morePublicAddresses: z.array(addressSchema).optional(),
  asn: z.int().nullable(),
  blocks: z.array(cidrSchema),
})

/** A site-to-site VPN, a private line, or an attachment to a transit gateway or hub. */
const connectionSchema = z.strictObject({
  kind: z.literal('connection'),
  ...named,
  gatewayId: z.string().nullable(),
  remoteId: z.string().nullable(),
  vpcId: z.string().nullable(),
  subnetIds: z.array(z.string()),
  /** Networks behind it, as routes or traffic selectors state them. */
  blocks: z.array(cidrSchema),
  /** Own networks that may pass, where traffic selectors or allowed prefixes state them. */
  localBlocks: z.array(cidrSchema).optional(),
  /** Addresses inside the tunnels. */
  insideBlocks: z.array(cidrSchema),
  /** Translation that the gateway itself does: networks that appear as others. */
  translations: z.array(z.strictObject({ from: cidrSchema, to: cidrSchema })),
  dynamic: z.boolean().nullable(),
  /** Over a private line, not the internet; absent when it is not, or the source does not say, as are the facts. */
  overLine: z.boolean().optional(),
  facts: z.record(z.string(), z.string()).optional(),
})

const peeringSchema = z.strictObject({
  kind: z.literal('peering'),
  ...named,
  vpcId: z.string(),
  peerVpcId: z.string(),
  peerRegion: z.string().nullable(),
  peerAccount: z.string().nullable(),
  peerBlocks: z.array(cidrSchema),
  /** May names be resolved, forwarded traffic pass, the peer's gateway be used? */
  resolvesNames: z.boolean().nullable(),
  forwards: z.boolean().nullable(),
  usesPeerGateway: z.boolean().nullable(),
  /** May its own gateway be used by the peer, the machines of both talk at all? Absent when the source does not say. */
  lendsGateway: z.boolean().optional(),
  passes: z.boolean().optional(),
})

/** An ordered list of rules that allow and deny: the lowest order that matches decides. */
const packetFilterSchema = z.strictObject({
  kind: z.literal('packet-filter'),
  ...named,
  vpcId: z.string().nullable(),
  subnetIds: z.array(z.string()),
  nicIds: z.array(z.string()),
  /** Stateless: answers need rules of their own. */
  stateful: z.boolean(),
  /** Made by the platform; it cannot be deleted, only filled. */
  isDefault: z.boolean(),
  /**
   * Read before all filters and security groups that are not so: what it denies or always allows is decided, what it
   * allows they decide. Absent when it is not, or the source does not say.
   */
  goesFirst: z.boolean().optional(),
  /** Of a firewall in these subnets, for whatever is led to it: it guards no subnet and no interface by itself. */
  ofFirewall: z.boolean().optional(),
  entries: z.array(
    z.strictObject({
      name: z.string(),
      order: z.int(),
      direction: z.enum(['ingress', 'egress']),
      action: z.enum(['allow', 'always-allow', 'deny']),
      /** `any`, a name, or an IANA protocol number as text. */
      protocol: z.string(),
      /** As the source writes them: `443`, `1024-65535`; for ICMP type and code: `8/0`, `3/any`; none = all. */
      sourcePorts: z.array(z.string()),
      ports: z.array(z.string()),
      /** Blocks, tags, ids of groups; none = any. */
      sources: z.array(z.string()),
      destinations: z.array(z.string()),
    }),
  ),
})

const prefixListSchema = z.strictObject({
  kind: z.literal('prefix-list'),
  ...named,
  /** Kept by the platform: its content differs by region. */
  managed: z.boolean(),
  maxEntries: z.int().nonnegative().nullable(),
  blocks: z.array(cidrSchema),
})

/** A named set of interfaces that rules speak of: an application security group. */
const memberGroupSchema = z.strictObject({
  kind: z.literal('member-group'),
  ...named,
  nicIds: z.array(z.string()),
})

const reservationSchema = z.strictObject({
  kind: z.literal('reservation'),
  ...named,
  subnetId: z.string(),
  block: cidrSchema,
})

const publicAddressSchema = z.strictObject({
  kind: z.literal('public-address'),
  ...named,
  /** Null while it is not allocated. */
  address: addressSchema.nullable(),
  /** A block of addresses, where it is one. */
  block: cidrSchema.nullable(),
  /** The interface, gateway or load balancer that has it. */
  ownerId: z.string().nullable(),
  /** Stays the same when its owner is stopped. */
  isStatic: z.boolean().nullable(),
  /** The user's own block, brought to the platform. */
  pool: z.string().nullable(),
  dnsName: z.string().nullable(),
  reverseName: z.string().nullable(),
  /** The source's own class name, such as Standard; absent when the source does not say, as is the other below. */
  sourceClass: z.string().optional(),
  /** The failure domains that it is served from; none = the platform ties it to none. */
  zones: z.array(z.string()).optional(),
})

/** What machines are told when they start: DHCP options, DNS servers of a virtual network. */
const nameServiceSchema = z.strictObject({
  kind: z.literal('name-service'),
  ...named,
  vpcIds: z.array(z.string()),
  domain: z.string().nullable(),
  /** None = the platform's own. */
  nameServers: z.array(addressSchema),
  timeServers: z.array(addressSchema),
  netbiosServers: z.array(addressSchema),
})

/** Forwards questions between networks: a resolver endpoint or rule. */
const resolverSchema = z.strictObject({
  kind: z.literal('resolver'),
  ...named,
  direction: z.enum(['inbound', 'outbound', 'rule']),
  vpcIds: z.array(z.string()),
  subnetIds: z.array(z.string()),
  addresses: z.array(addressSchema),
  domain: z.string().nullable(),
  /** Addresses with ports; of a rule without any the platform answers itself. */
  forwardsTo: z.array(z.string()),
  /** Its addresses were chosen, not given by the platform; absent when the source does not say. */
  isStatic: z.boolean().optional(),
  /** The endpoint that a rule asks through; absent when it names none, or the source does not say, as are the groups. */
  endpointId: z.string().optional(),
  securityGroupIds: z.array(z.string()).optional(),
})

/** Decides which names machines may ask for: a DNS firewall. The lowest order that matches decides. */
const nameFilterSchema = z.strictObject({
  kind: z.literal('name-filter'),
  ...named,
  vpcIds: z.array(z.string()),
  entries: z.array(
    z.strictObject({
      name: z.string(),
      order: z.int(),
      action: z.enum(['allow', 'deny', 'alert']),
      /** Names, `*.` for whatever is below one; none = the platform keeps the list, or judges by itself. */
      domains: z.array(z.string()),
      listName: z.string().nullable(),
      /** What is answered instead, such as `NXDOMAIN` or `OVERRIDE blocked.example`. */
      answer: z.string().nullable(),
    }),
  ),
})

const dnsZoneSchema = z.strictObject({
  kind: z.literal('dns-zone'),
  ...named,
  private: z.boolean(),
  vpcIds: z.array(z.string()),
})

export const networkObjectSchema = z.discriminatedUnion('kind', [
  gatewaySchema,
  remoteGatewaySchema,
  connectionSchema,
  peeringSchema,
  packetFilterSchema,
  prefixListSchema,
  memberGroupSchema,
  reservationSchema,
  publicAddressSchema,
  nameServiceSchema,
  resolverSchema,
  nameFilterSchema,
  dnsZoneSchema,
  endpointSchema,
  loadBalancerSchema,
  targetPoolSchema,
  serviceSchema,
  templateSchema,
])
export type NetworkObject = Immutable<z.infer<typeof networkObjectSchema>>
export type NetworkObjectKind = NetworkObject['kind']
export const networkObjectKinds = networkObjectSchema.options.map(({ shape }) => shape.kind.value)
export type NetworkObjectOf<Kind extends NetworkObjectKind> = Extract<NetworkObject, { readonly kind: Kind }>

/** The objects of one kind, in their order. */
export const objectsOf = <Kind extends NetworkObjectKind>(
  objects: readonly NetworkObject[],
  kind: Kind,
): readonly NetworkObjectOf<Kind>[] => objects.filter((each): each is NetworkObjectOf<Kind> => each.kind === kind)

/** The packet filters that stand at subnets and interfaces; not those of firewalls that traffic has to be led to. */
export const guardingFilters = (objects: readonly NetworkObject[]): readonly NetworkObjectOf<'packet-filter'>[] =>
  objectsOf(objects, 'packet-filter').filter(({ ofFirewall }) => ofFirewall !== true)
