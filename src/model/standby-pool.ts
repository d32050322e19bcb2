/** Slots at the recovery site that several VMs share, since they do not all fail together. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** From the finest: a VM fails with the finest of them that is known of it. */
export const domainKinds = ['host', 'cluster', 'zone', 'datacenter'] as const

const failureDomainSchema = z.strictObject({ kind: z.enum(domainKinds), name: z.string() })
export type FailureDomain = Immutable<z.infer<typeof failureDomainSchema>>

/** More failures at once than this are no longer a failure of parts of a site. */
const MOST_FAILURES = 3

/** Of drplan.yaml; beside `match`, which config.ts adds. */
export const poolShape = {
  name: z.string().min(1),
  /** How many are held; `auto` = as many as the worst failure needs. */
  slots: z.union([z.literal('auto'), z.int().positive()]).default('auto'),
  /** Of so many failure domains of the primary site at once. */
  failures: z.int().min(1).max(MOST_FAILURES).default(1),
}

export const standbyPoolSchema = z.strictObject({
  name: z.string(),
  /** The cheapest that holds every member; null = there is none. */
  componentId: z.string().nullable(),
  /** Held: as drplan.yaml states, else `worst.hit`. */
  slots: z.int().nonnegative(),
  failures: z.int().positive(),
  /** Ids of the VMs that share the slots, sorted. */
  members: z.array(z.string()),
  /** VMs that it matches and that need no slot: their recovered component runs already. */
  running: z.int().nonnegative(),
  /** `hit`: members that need a slot at once. Members without any placement are always among them. */
  worst: z.strictObject({ domains: z.array(failureDomainSchema), hit: z.int().nonnegative() }),
  /** All slots, on demand and without licences, as a reservation is priced; null = no component. */
  heldPerMonth: z.number().nonnegative().nullable(),
  /** A reservation for each member instead. */
  aloneEachPerMonth: z.number().nonnegative(),
})
export type StandbyPool = Immutable<z.infer<typeof standbyPoolSchema>>
