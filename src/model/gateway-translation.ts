/**
 * Ways of the recovery site to networks of others: gateways that stand there already, VPN gateways that the plan builds, and
 * what the latter connect to. Keys are stable names, as in network-translation.ts.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'

/** What such a gateway is at the recovery site. */
const builtGatewayRoles = ['vpn', 'transit'] as const
export type BuiltGatewayRole = (typeof builtGatewayRoles)[number]

const gatewayTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string(),
  name: z.string(),
  role: z.enum(builtGatewayRoles),
  /** The id of the one that stands there; null: a VPN gateway that the plan builds. */
  use: z.string().nullable(),
  /** Networks that it is for, sorted; exactly one for a gateway that is built. */
  vpcKeys: z.array(z.string()),
  /** Subnets that it is reached through, or stands in: at most one of each zone and network, sorted. */
  subnetKeys: z.array(z.string()),
  /** Of one that is built; null = the platform's own. */
  asn: z.int().nullable(),
  /** Beside what routes say it leads to networks that it learns of, which no source lists; absent when it does not. */
  unlisted: z.boolean().optional(),
  /** Route tables that learn what it learns, sorted. */
  learningTableKeys: z.array(z.string()),
})
export type GatewayTranslation = Immutable<z.infer<typeof gatewayTranslationSchema>>

/** The other end of VPNs: somebody's device, which stays where it is. */
const remoteGatewayTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string(),
  name: z.string(),
  publicAddress: addressSchema,
  /** Null where routes are static and nobody says. */
  asn: z.int().nullable(),
  /** Networks behind it, where the source states them. */
  blocks: z.array(cidrSchema),
})
export type RemoteGatewayTranslation = Immutable<z.infer<typeof remoteGatewayTranslationSchema>>

const connectionTranslationSchema = z.strictObject({
  key: z.string(),
  from: z.string(),
  name: z.string(),
  gatewayKey: z.string(),
  remoteKey: z.string(),
  /** Its ends tell each other what they lead to (BGP). */
  dynamic: z.boolean(),
  /** Networks behind it: all of them, unless it is dynamic. */
  blocks: z.array(cidrSchema),
})
export type ConnectionTranslation = Immutable<z.infer<typeof connectionTranslationSchema>>

/** Each absent when there is none. */
export const gatewayFields = {
  gateways: z.array(gatewayTranslationSchema).optional(),
  remoteGateways: z.array(remoteGatewayTranslationSchema).optional(),
  connections: z.array(connectionTranslationSchema).optional(),
}
