/** An application with its two cells: where it runs, the states it can be in, and what moves it there and home again. */
import { z } from 'zod'
import { cellStates } from './arbitration.ts'
import type { Immutable } from './immutable.ts'
import { targetIdSchema } from './target-id.ts'

const stateSchema = z.enum(cellStates)

const transitionSchema = z.strictObject({
  /**
   * What it stands for in the runbook: a stage (`decide`, `reserve`, `standing`, `redirect`, `verify`), a wave (`wave-3`), or of
   * the stage `fence` the step that closes (`close`), those that shut a site off (`fence`) and what is between (`copy`).
   */
  id: z.string(),
  /** What it does to a cell; absent = no cell changes. */
  cell: z.enum(['primary', 'recovery']).optional(),
  to: stateSchema.optional(),
  /** A health check does it for these VMs, and nobody has to declare anything. */
  automatic: z.literal(true).optional(),
  /** Somebody has to approve. */
  approval: z.literal(true).optional(),
  /** Transitions of this workflow that are done before. */
  after: z.array(z.string()),
  /** Other applications whose VMs are back before, because VMs of this one need them; absent = none. */
  waitsFor: z.array(z.string()).optional(),
})
export type Transition = Immutable<z.infer<typeof transitionSchema>>

export const applicationSchema = z.strictObject({
  name: z.string(),
  tierId: z.string(),
  vmIds: z.array(z.string()),
  cells: z.strictObject({
    /** Zones, clusters or datacentres, as the source calls them; none = it does not say. */
    primary: z.strictObject({ site: z.string(), region: z.string().nullable(), zones: z.array(z.string()) }),
    /** Indexes into the zones of the region, from 0. */
    recovery: z.strictObject({ platform: targetIdSchema, region: z.string(), zones: z.array(z.int().nonnegative()) }),
  }),
  /** That its cells can be in, by the runbooks and by what happens to sites. */
  states: z.strictObject({ primary: z.array(stateSchema), recovery: z.array(stateSchema) }),
  /** VMs that must be consistent with one another, some of this application; members may be of others too. */
  protectionGroups: z.array(z.strictObject({ name: z.string(), vmIds: z.array(z.string()) })),
  /** In an order that satisfies `after`. */
  workflow: z.strictObject({ failover: z.array(transitionSchema), failback: z.array(transitionSchema) }),
})
export type Application = Immutable<z.infer<typeof applicationSchema>>
