/** What drplan.yaml says of the network at the recovery site. */
import { z } from 'zod'
import { cidrSchema } from './cidr.ts'
import { differenceWaiverSchema } from './equivalence.ts'
import type { Immutable } from './immutable.ts'

export const networkPolicySchema = z.strictObject({
  /** Where a block of the primary site goes; same size, host parts kept. */
  blocks: z.array(z.strictObject({ from: cidrSchema, to: cidrSchema })).default([]),
  /** Where drplan may take blocks from for everything not named above. */
  pool: z.array(cidrSchema).default([]),
  /** Ranges in use elsewhere that the recovery site must be able to reach: on-premises, peers, partners. */
  avoid: z.array(cidrSchema).default([]),
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
