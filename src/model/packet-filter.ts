/** One entry of an ordered packet filter, read: what the artefacts of the recovery site hold, and what a proof goes by. */
import { z } from 'zod'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'
import { securityRuleSchema } from './network.ts'

/**
 * One end of a connection. `group`: the members of a security group or of a member group, by id at the primary site
 * and by key at the recovery site. `tag`: a set that the platform keeps under a name, such as `Internet`.
 */
const filterEndSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cidr'), cidr: cidrSchema }),
  z.strictObject({ kind: z.literal('group'), group: z.string() }),
  z.strictObject({ kind: z.literal('prefix-list'), list: z.string() }),
  z.strictObject({ kind: z.literal('tag'), tag: z.string() }),
])
export type FilterEnd = Immutable<z.infer<typeof filterEndSchema>>

/** Both ends included. */
const portRangeSchema = z.strictObject({ from: z.int().min(0).max(65_535), to: z.int().min(0).max(65_535) })
export type PortRange = Immutable<z.infer<typeof portRangeSchema>>

export const filterEntrySchema = z.strictObject({
  /** The entry of the primary site that it was made from, or a word for what drplan added. */
  from: z.string(),
  name: z.string(),
  /** The lowest that matches decides. */
  order: z.int(),
  direction: z.enum(['ingress', 'egress']),
  action: z.enum(['allow', 'always-allow', 'deny']),
  protocol: securityRuleSchema.shape.protocol,
  /** None = all; for protocols without ports none. */
  sourcePorts: z.array(portRangeSchema),
  ports: z.array(portRangeSchema),
  /** Null = all types and codes, or no ICMP. */
  icmp: z.strictObject({ type: z.int().min(0).max(255), code: z.int().min(0).max(255).nullable() }).nullable(),
  /** None = any. */
  sources: z.array(filterEndSchema),
  destinations: z.array(filterEndSchema),
})
export type FilterEntry = Immutable<z.infer<typeof filterEntrySchema>>
