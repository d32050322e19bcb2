/** What drplan.yaml says of the network at the recovery site. */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { cidrSchema } from './cidr.ts'
import { differenceWaiverSchema } from './equivalence.ts'
import type { Immutable } from './immutable.ts'

/** The id or the name of the VPC whose addresses are meant, where several have the same. */
const ofVpc = { vpc: z.string().min(1).optional() }

/** Where a block of the primary site goes: host parts are kept when both are equally long, hosts in their order when not. */
const blockRuleSchema = z.strictObject({ from: cidrSchema, to: cidrSchema, ...ofVpc })
export type BlockRule = Immutable<z.infer<typeof blockRuleSchema>>

const hostRuleSchema = z.strictObject({ from: addressSchema, to: addressSchema, ...ofVpc })
export type HostRule = Immutable<z.infer<typeof hostRuleSchema>>

/** What stands at the recovery site for a gateway of the primary site: one that is there already, or a VPN gateway to build. */
const gatewayRuleSchema = z
  .strictObject({
    /** The id of the gateway at the primary site. */
    from: z.string().min(1),
    /** The id of what stands there. */
    use: z.string().min(1).optional(),
    build: z.literal(true).optional(),
  })
  .refine(({ use, build }) => (use === undefined) !== (build === undefined), 'needs one of use and build: true')
export type GatewayRule = Immutable<z.infer<typeof gatewayRuleSchema>>

const isStatedOnce = (rules: readonly GatewayRule[]): boolean =>
  new Set(rules.map(({ from }) => from.toLowerCase())).size === rules.length

/** None of the optional settings has a default: what was planned before there were such settings is not stale for want of them. */
export const networkPolicySchema = z.strictObject({
  blocks: z.array(blockRuleSchema).default([]),
  /** Where single hosts go, before anything else is placed. */
  hosts: z.array(hostRuleSchema).optional(),
  /** Blocks of IPv6, which platforms assign: known once that was done, or where they can be chosen. Equally long. */
  ipv6: z.strictObject({ blocks: z.array(blockRuleSchema) }).optional(),
  /** Where drplan may take blocks from for everything not named above. */
  pool: z.array(cidrSchema).default([]),
  /** Ranges in use elsewhere that the recovery site must be able to reach: on-premises, peers, partners. */
  avoid: z.array(cidrSchema).default([]),
  /** What the account at the recovery site has already. */
  existing: z.array(z.strictObject({ name: z.string().min(1), block: cidrSchema })).optional(),
  /** Ways to networks of others. */
  gateways: z.array(gatewayRuleSchema).refine(isStatedOnce, 'need one entry for each gateway').optional(),
  /** Drills in networks that nothing leads into or out of: without a pool at the addresses of the recovery site. */
  drill: z.strictObject({ pool: z.array(cidrSchema).min(1) }).optional(),
  /** Names of the vCenter Servers, for files that VMware's tools read. */
  vcenters: z
    .strictObject({ primary: z.string().min(1), recovery: z.string().min(1) })
    .partial()
    .optional(),
  /** Differences between the two sites' filters and routes that somebody answers for. */
  waivers: z.array(differenceWaiverSchema).default([]),
  /** Files and folders that are looked through for addresses of the primary site. No default, as for pools. */
  scan: z.array(z.strictObject({ path: z.string().min(1) })).optional(),
  /**
   * A rule that the target's filters have no words for, such as one ICMP type: left out (false), or said as the smallest
   * wider rule that they have words for (true).
   */
  widen: z.boolean().default(false),
  /** Sets that the platform keeps for each region, such as Storage.WestEurope: those of the recovery region, or as they are. */
  tagRegions: z.enum(['rewrite', 'keep']).default('rewrite'),
})
export type NetworkPolicy = Immutable<z.infer<typeof networkPolicySchema>>
