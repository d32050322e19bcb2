/** Where a VM is tried, in order: the first choice, and what to ask for when that cannot be had on the day. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** How far a mapping may look; more than one make is rarely short at once. */
export const MOST_TARGETS = 5

const failoverTargetSchema = z.strictObject({
  componentId: z.string(),
  /** As of the offering; absent = the network decides, or nothing asks for a zone. */
  zone: z.int().nonnegative().optional(),
  /** In the catalogue's currency, disks included. */
  recoveredPerHour: z.number().nonnegative(),
  /** One phrase: in what it differs from the first. */
  why: z.string(),
  /** What it is short of; absent = it holds the demand in full. */
  degraded: z.string().optional(),
})
export const failoverTargetsSchema = z.array(failoverTargetSchema).min(1).max(MOST_TARGETS)
export type FailoverTarget = Immutable<z.infer<typeof failoverTargetSchema>>
