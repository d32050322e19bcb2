/**
 * What serves at the recovery site: load balancers, who answers behind them, endpoints of the platform's services, and
 * zones of names. Each with what it was made from; keys are stable names, as in network-translation.ts.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import type { Immutable } from './immutable.ts'
import { madeRequestFields } from './listener-rules.ts'

const made = { key: z.string(), from: z.string(), name: z.string() }
const portSchema = z.int().min(1).max(65_535)

/** `tls`: decrypted here, and nothing known of what is inside. */
const listenerProtocols = ['http', 'https', 'tcp', 'tls', 'udp', 'tcp-udp'] as const
const protocolSchema = z.enum(listenerProtocols)
export type ListenerProtocol = (typeof listenerProtocols)[number]

const balancerTranslationSchema = z.strictObject({
  ...made,
  /** `application` looks into requests of HTTP, `network` passes on whatever comes. */
  role: z.enum(['application', 'network']),
  internal: z.boolean(),
  vpcKey: z.string(),
  /** One in each zone that it stands in; none for one that is public, where balancers have one front. */
  subnetKeys: z.array(z.string()),
  /** By subnet, where the address was chosen and everybody may know it. */
  addresses: z.array(z.strictObject({ subnetKey: z.string(), from: addressSchema, to: addressSchema })),
  securityGroupKeys: z.array(z.string()),
  /** Spreads over all zones; null where the source does not say. */
  crossZone: z.boolean().nullable(),
  listeners: z.array(
    z.strictObject({
      key: z.string(),
      protocol: protocolSchema,
      port: portSchema,
      /** For all requests that no rule takes; absent when `action` says more of them. */
      poolKey: z.string().optional(),
      ...madeRequestFields,
      /** Where balancers lead a listener to one port of all targets, whatever the pool says. */
      targetPort: portSchema.optional(),
      /** Targets see the front's own address, which they own too. */
      keepsAddress: z.literal(true).optional(),
    }),
  ),
})
export type BalancerTranslation = Immutable<z.infer<typeof balancerTranslationSchema>>

const poolTargetSchema = z.union([
  z.strictObject({ vmId: z.string(), port: portSchema }),
  z.strictObject({ address: addressSchema, vmId: z.string(), port: portSchema }),
])

const targetPoolTranslationSchema = z.strictObject({
  ...made,
  vpcKey: z.string(),
  protocol: protocolSchema,
  port: portSchema,
  /** `vm`: whoever the target is, an address says by which card; `address`: the planned address of a VM. */
  by: z.enum(['vm', 'address']),
  targets: z.array(poolTargetSchema),
  /** Null where the source has none, or it cannot be read; then the platform asks in its own way. */
  healthCheck: z
    .strictObject({
      protocol: z.enum(['http', 'https', 'tcp']),
      /** Null: whatever port the target has. */
      port: portSchema.nullable(),
      path: z.string().nullable(),
    })
    .nullable(),
})
export type TargetPoolTranslation = Immutable<z.infer<typeof targetPoolTranslationSchema>>

const endpointTranslationSchema = z.strictObject({
  ...made,
  role: z.enum(['gateway', 'interface']),
  /** As the platform calls it in the recovery region. */
  service: z.string(),
  vpcKey: z.string(),
  /** Of gateways, which are routes. */
  routeTableKeys: z.array(z.string()),
  /** Of interfaces, one in each zone. */
  subnetKeys: z.array(z.string()),
  addresses: z.array(z.strictObject({ subnetKey: z.string(), from: addressSchema, to: addressSchema })),
  securityGroupKeys: z.array(z.string()),
  /** Machines of the VPC find it under the public name of the service. */
  privateNames: z.boolean(),
})
export type EndpointTranslation = Immutable<z.infer<typeof endpointTranslationSchema>>

const dnsZoneTranslationSchema = z.strictObject({
  ...made,
  private: z.boolean(),
  /** Who sees it, where it is private. */
  vpcKeys: z.array(z.string()),
})
export type DnsZoneTranslation = Immutable<z.infer<typeof dnsZoneTranslationSchema>>

/** Each absent where there is none. */
export const servingFields = {
  balancers: z.array(balancerTranslationSchema).optional(),
  targetPools: z.array(targetPoolTranslationSchema).optional(),
  endpoints: z.array(endpointTranslationSchema).optional(),
  dnsZones: z.array(dnsZoneTranslationSchema).optional(),
}

/** Records that the platform writes by itself, at the top of a zone. */
const ownTypes: ReadonlySet<string> = new Set(['NS', 'SOA'])

/** Labels of letters, digits, hyphens and underscores, the first of them perhaps an asterisk. */
const writableName = /^(\*\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/i

interface Standing {
  readonly zone: string
  readonly name: string
  readonly type: string
  readonly routing?: string | undefined
  readonly balancerKey?: string | undefined
}

/** Why a record of a zone cannot be made as it is, as the end of a sentence with "because"; null when it can. */
export function whyNotStanding({ zone, name, type, routing, balancerKey }: Standing): string | null {
  if (routing !== undefined) return 'the platform picks among records of its name'
  if (type === 'ALIAS' && balancerKey === undefined) return 'it stands for something that the plan does not make'
  if (!writableName.test(name)) return 'its name has other signs than letters, digits, hyphens and underscores'
  return name === zone || name.endsWith(`.${zone}`) ? null : 'its name is not one of its zone'
}

/** Can this record of a zone be made as it is? Types, and one value for whoever asks. */
export const canStand = (record: Standing): boolean => !ownTypes.has(record.type) && whyNotStanding(record) === null
