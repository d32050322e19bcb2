/** What came of the simulated recoveries (simulation.json): times as distributions, and what they hang on. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { dispatchRules } from './simulation-model.ts'

const share = z.number().min(0).max(1)
/** Minutes after the disaster; null = in so many runs it never came back that there is no such figure. */
const minutes = z.number().nonnegative().nullable()

/** A share of runs with its 95 % interval (Wilson), and half the width of that. */
const estimateSchema = z.strictObject({ share, lower: share, upper: share, halfWidth: share })
export type ShareEstimate = Immutable<z.infer<typeof estimateSchema>>

const criticalSchema = z.strictObject({
  id: z.string(),
  /** Share of all runs in which it was on the path that decided. */
  share,
})

const goalResultSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['application', 'protection-group', 'tier', 'whole']),
  name: z.string(),
  promisedMinutes: z.number().nullable(),
  p50: minutes,
  p95: minutes,
  p99: minutes,
  /** Of the runs in which it came back. */
  mean: minutes,
  /** Every member within its own promise; null = none has one. */
  kept: estimateSchema.nullable(),
  neverBack: share,
  /**
   * `counts[k]` runs from `edges[k]` up to `edges[k + 1]` minutes; a promise is an edge, and what takes exactly as long as
   * promised lies below it. Runs that never came back are in none.
   */
  histogram: z.strictObject({ edges: z.array(z.number()), counts: z.array(z.int()) }),
  /** The most critical ones, at most 20 of each. */
  criticalTasks: z.array(criticalSchema),
  criticalVms: z.array(criticalSchema),
})
export type GoalResult = Immutable<z.infer<typeof goalResultSchema>>

const resourceResultSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['slots', 'rate', 'calls']),
  name: z.string(),
  /** What was used of what there was, from the disaster to the end of the last task, over all runs. */
  utilisation: z.number().nonnegative(),
  /** Share of runs in which somebody waited for it, or was slowed by it. */
  waited: share,
})
export type ResourceResult = Immutable<z.infer<typeof resourceResultSchema>>

const priceSchema = z.strictObject({
  /** A month, while the primary site is well. */
  standbyPerMonth: z.number(),
  /** An hour of everything recovered. */
  recoveredPerHour: z.number(),
  currency: z.string(),
})

const leverResultSchema = z.strictObject({
  id: z.string(),
  what: z.string(),
  /** By how much the share of promises that are kept grows, on the same random numbers; may be negative. */
  gain: z.number(),
  /** Half the width of its 95 % interval, by paired differences. */
  halfWidth: z.number().nonnegative(),
  /** The same of the chance that all promises are kept together. */
  allKeptGain: z.number(),
  allKeptHalfWidth: z.number().nonnegative(),
  /** What it costs more, in all; absent = nothing that has a price here. */
  price: priceSchema.optional(),
})
export type LeverResult = Immutable<z.infer<typeof leverResultSchema>>

export const simulationSchema = z.strictObject({
  runs: z.int().positive(),
  seed: z.int().nonnegative(),
  dispatch: z.enum(dispatchRules),
  goals: z.array(goalResultSchema),
  /** Every application with a promise keeps it, in one run; null = nothing is promised. */
  allKept: estimateSchema.nullable(),
  resources: z.array(resourceResultSchema),
  /** The most helpful first. */
  levers: z.array(leverResultSchema),
  /** VMs whose time rests on something nobody knows, so that it is too short. */
  unknownVmIds: z.array(z.string()),
})
export type Simulation = Immutable<z.infer<typeof simulationSchema>>
