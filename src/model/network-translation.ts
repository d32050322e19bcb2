/**
 * The network at the recovery site, object by object, each with what it was made from and the rule that
 * made it. Addresses are really changed; nothing is hidden behind NAT or an overlay. `key`s are stable
 * names: they are the for_each keys of the Terraform and never depend on other objects.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { literalTranslationSchema } from './address-literal.ts'
import { cidrSchema } from './cidr.ts'
import { gatewayFields } from './gateway-translation.ts'
import type { Immutable } from './immutable.ts'
import { hopKinds, securityRuleSchema } from './network.ts'
import { objectTranslationSchema } from './object-translation.ts'
import { filterEntrySchema } from './packet-filter.ts'
import { servingFields } from './serving-translation.ts'

/**
 * `explicit`: drplan.yaml says so. `offset`: moved with its block, host part kept. `compacted`: its block became smaller, and
 * blocks that rules name stayed one block each. `packed`: its block became smaller, and hosts kept their order only.
 * `allocated`: chosen by drplan. `kept`: unchanged.
 */
const translationRules = ['explicit', 'offset', 'compacted', 'packed', 'allocated', 'kept'] as const
const ruleSchema = z.enum(translationRules)
export type TranslationRule = (typeof translationRules)[number]

/**
 * One segment of the address map: equally long blocks, host parts kept; or, `compacted` and `packed`, a block that became
 * another size, whose hosts are listed one by one. Such blocks may lie in one another, in the same way at both sites.
 */
const blockTranslationSchema = z.strictObject({
  vpcKey: z.string(),
  from: cidrSchema.nullable(),
  to: cidrSchema,
  rule: ruleSchema,
})
export type BlockTranslation = Immutable<z.infer<typeof blockTranslationSchema>>

/** Of a block that became another size the hosts say where they are, and not their place in it. */
export const isResized = ({ rule }: { readonly rule: TranslationRule }): boolean =>
  rule === 'compacted' || rule === 'packed'

const vpcTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  blocks: z.array(cidrSchema),
})

const subnetTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  vpcKey: z.string(),
  fromBlock: cidrSchema.nullable(),
  block: cidrSchema,
  /** Further blocks with the host parts kept, such as of IPv6; absent when there are none whose place is known. */
  moreBlocks: z.array(z.strictObject({ from: cidrSchema, to: cidrSchema })).optional(),
  /** Index into the zones of the recovery region, from 0. */
  zone: z.int().nonnegative(),
  routeTableKey: z.string(),
  rule: ruleSchema,
})
export type SubnetTranslation = Immutable<z.infer<typeof subnetTranslationSchema>>

const addressTranslationSchema = z.strictObject({
  vmId: z.string(),
  nicId: z.string(),
  /** Order of the NIC on its VM and of the address on its NIC, from 0. */
  nicIndex: z.int().nonnegative(),
  addressIndex: z.int().nonnegative(),
  subnetKey: z.string(),
  securityGroupKeys: z.array(z.string()),
  /** Its card lets traffic pass that is neither from nor for it; absent where it does not. */
  forwards: z.boolean().optional(),
  from: addressSchema.nullable(),
  /** Null: the platform gives the VM an address, because the source did not say which it has. */
  to: addressSchema.nullable(),
  rule: ruleSchema,
})
export type AddressTranslation = Immutable<z.infer<typeof addressTranslationSchema>>

/** A block inside a subnet that belongs to one card, or is kept free: nothing else gets an address in it. */
const heldBlockTranslationSchema = z.strictObject({
  kind: z.enum(['prefix', 'reservation']),
  /** The id of the reservation, or of the card. */
  id: z.string(),
  vmId: z.string().nullable(),
  subnetKey: z.string(),
  from: cidrSchema,
  /** Equally long and aligned; null: there is no room for it. */
  to: cidrSchema.nullable(),
})
export type HeldBlockTranslation = Immutable<z.infer<typeof heldBlockTranslationSchema>>

const routeTableTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  vpcKey: z.string(),
})

/** A card at the recovery site, named as its VM names it. */
const cardSchema = z.strictObject({ vmId: z.string(), nicIndex: z.int().nonnegative() })

const routeTranslationSchema = z.strictObject({
  key: z.string(),
  /** The route; of one that is `allocated`, because the target adds others by itself, the table. */
  from: z.string(),
  tableKey: z.string(),
  destination: cidrSchema,
  /**
   * Only hops that exist at the recovery site: the gateways of the VPC, one that drplan.yaml names or has built, a planned
   * card, a planned peering, or nowhere.
   */
  hop: z.enum([...hopKinds, 'appliance']),
  /** Of an appliance: the card that it leads to, and which address of that card. */
  card: cardSchema.optional(),
  address: addressSchema.optional(),
  /** Of a peering. */
  peeringKey: z.string().optional(),
  /** Of a VPN or transit gateway: which of `gateways`, whose sort may be another one than that of the primary site. */
  gatewayKey: z.string().optional(),
  /** The gateway tells the table of it once the other end does: nobody writes it. */
  learned: z.boolean().optional(),
  /** The target adds this route by itself: nobody writes it. A NAT gateway has to stand at the subnets of the table all the same. */
  byPlatform: z.boolean().optional(),
  rule: ruleSchema,
})

/** Two planned VPCs that are peered; as the source tells it, once for a pair or once for each end. */
const peeringTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string(),
  name: z.string(),
  vpcKey: z.string(),
  peerVpcKey: z.string(),
  /** As seen from `vpcKey`; null where the source does not say. */
  forwards: z.boolean().nullable(),
  resolvesNames: z.boolean().nullable(),
  lendsGateway: z.boolean().nullable(),
  usesPeerGateway: z.boolean().nullable(),
})
export type PeeringTranslation = Immutable<z.infer<typeof peeringTranslationSchema>>

const securityGroupTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  vpcKey: z.string(),
  description: z.string(),
})

const securityRuleTranslationSchema = z.strictObject({
  key: z.string(),
  /** Id of the source rule. */
  from: z.string(),
  groupKey: z.string(),
  direction: securityRuleSchema.shape.direction,
  protocol: securityRuleSchema.shape.protocol,
  ports: securityRuleSchema.shape.ports,
  peer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cidr'), cidr: cidrSchema }),
    z.strictObject({ kind: z.literal('group'), groupKey: z.string() }),
    z.strictObject({ kind: z.literal('prefix-list'), listKey: z.string() }),
  ]),
  description: z.string(),
  rule: ruleSchema,
})
export type SecurityRuleTranslation = Immutable<z.infer<typeof securityRuleTranslationSchema>>

/** An ordered list that guards subnets or cards; groups and prefix lists in its entries go by key. */
const packetFilterTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  vpcKey: z.string(),
  subnetKeys: z.array(z.string()),
  cards: z.array(cardSchema),
  /** Stateless: answers need entries of their own. */
  stateful: z.boolean(),
  /** Read before all filters that are not so: what it denies or always allows is decided. Absent when it is not. */
  goesFirst: z.boolean().optional(),
  entries: z.array(filterEntrySchema),
})
export type PacketFilterTranslation = Immutable<z.infer<typeof packetFilterTranslationSchema>>

/** A named set of cards that entries speak of. */
const memberGroupTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string().nullable(),
  name: z.string(),
  vpcKey: z.string(),
  cards: z.array(cardSchema),
})

export type MemberGroupTranslation = Immutable<z.infer<typeof memberGroupTranslationSchema>>

const prefixListTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string(),
  /** Of a list that the platform keeps, its name at the recovery site. */
  name: z.string(),
  /** Kept by the platform: it is there already, and nobody can list it. */
  managed: z.boolean(),
  maxEntries: z.int().positive().nullable(),
  blocks: z.array(cidrSchema),
})
export type PrefixListTranslation = Immutable<z.infer<typeof prefixListTranslationSchema>>

const dnsTranslationSchema = z.strictObject({
  from: z.string(),
  zone: z.string(),
  name: z.string(),
  /** What it was called, where the name itself holds an address (PTR); absent where it is the same. */
  fromName: z.string().optional(),
  type: z.string(),
  ttlSeconds: z.int().nonnegative().nullable(),
  fromValues: z.array(z.string()),
  values: z.array(z.string()),
  /** Of the zones below, which; absent where the source does not say, as is the next. */
  zoneKey: z.string().optional(),
  /** How the platform picks among records of one name, in its own words. */
  routing: z.string().optional(),
  /** The balancer that a value stands for: its name at the recovery site is known when it is there. */
  balancerKey: z.string().optional(),
  rule: ruleSchema,
})
export type DnsTranslation = Immutable<z.infer<typeof dnsTranslationSchema>>

export const networkTranslationSchema = z.strictObject({
  blocks: z.array(blockTranslationSchema),
  /** Hosts that did not keep their host part. */
  moved: z.array(z.strictObject({ from: addressSchema, to: addressSchema, why: z.string() })),
  vpcs: z.array(vpcTranslationSchema),
  subnets: z.array(subnetTranslationSchema),
  addresses: z.array(addressTranslationSchema),
  /** Prefixes of cards and reservations of subnets; absent when there are none. */
  heldBlocks: z.array(heldBlockTranslationSchema).optional(),
  routeTables: z.array(routeTableTranslationSchema),
  routes: z.array(routeTranslationSchema),
  /** Absent when there are none. */
  peerings: z.array(peeringTranslationSchema).optional(),
  securityGroups: z.array(securityGroupTranslationSchema),
  securityRules: z.array(securityRuleTranslationSchema),
  prefixLists: z.array(prefixListTranslationSchema),
  packetFilters: z.array(packetFilterTranslationSchema),
  memberGroups: z.array(memberGroupTranslationSchema),
  objects: z.array(objectTranslationSchema),
  ...servingFields,
  ...gatewayFields,
  /** Sets that the platform keeps for each region, under their names at both sites; absent where none is renamed. */
  tags: z.array(z.strictObject({ from: z.string(), to: z.string() })).optional(),
  dnsRecords: z.array(dnsTranslationSchema),
  /** Addresses of the primary site in files and user data, sorted by place and position; absent when none were read. */
  literals: z.array(literalTranslationSchema).optional(),
})
export type RouteTranslation = Immutable<z.infer<typeof routeTranslationSchema>>
export type NetworkTranslation = Immutable<z.infer<typeof networkTranslationSchema>>
