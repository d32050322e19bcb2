/**
 * What a recovery is simulated as: tasks that take a time nobody knows exactly, that need one another, and that share
 * slots, throughput and calls. docs/simulation.md says how it is drawn and counted.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const minutes = z.number().nonnegative()

/** How long a step takes, in minutes. */
const stepTimeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), minutes }),
  z
    .strictObject({ kind: z.literal('triangular'), low: minutes, mode: minutes, high: minutes })
    .refine(({ low, mode, high }) => low <= mode && mode <= high, 'needs low <= mode <= high'),
  z
    .strictObject({ kind: z.literal('log-normal'), median: z.number().positive(), p95: z.number().positive() })
    .refine(({ median, p95 }) => median <= p95, 'needs median <= p95'),
  /** Times that were measured in drills; each is as likely as the others, with replacement. */
  z.strictObject({ kind: z.literal('empirical'), minutes: z.array(minutes).min(1) }),
])
export type StepTime = Immutable<z.infer<typeof stepTimeSchema>>

const holdSchema = z.strictObject({
  resourceId: z.string(),
  amount: z.int().positive(),
  /** It is held until all of these tasks have ended too: a job lasts as long as what was started in it. */
  until: z.array(z.string()).default([]),
})

const taskSchema = z.strictObject({
  /** Its random numbers hang on it: a task keeps them when others come or go. */
  id: z.string(),
  /** Null = for the whole site. */
  vmId: z.string().nullable(),
  /** Such as detect, launch, restore. */
  term: z.string(),
  /** What comes first when slots are short; then the id. */
  wave: z.int().nonnegative(),
  /** By itself: of a task that shares throughput, how long it would take alone, which caps its rate. */
  duration: stepTimeSchema,
  /** Ids of the tasks that must have ended before. */
  needs: z.array(z.string()),
  /** All of them are taken at once, and kept over its tries. */
  holds: z.array(holdSchema),
  /** Throughput it shares while it works. */
  shares: z.strictObject({ resourceId: z.string(), gib: z.number().nonnegative() }).nullable(),
  /** Calls it makes before each try. */
  calls: z.strictObject({ resourceId: z.string(), amount: z.int().positive() }).nullable(),
  /** `chance` of each try to fail; after `most` further tries it has failed for good. */
  retry: z
    .strictObject({ chance: z.number().min(0).max(1), most: z.int().nonnegative(), delayMinutes: minutes })
    .nullable(),
})
export type SimulationTask = Immutable<z.infer<typeof taskSchema>>

const resourceSchema = z.discriminatedUnion('kind', [
  /** So many at a time: jobs, servers in jobs, operators. */
  z.strictObject({ kind: z.literal('slots'), id: z.string(), name: z.string(), capacity: z.int().positive() }),
  /** Shared fairly by all that use it, none faster than it would be alone (max-min fairness). */
  z.strictObject({ kind: z.literal('rate'), id: z.string(), name: z.string(), mibPerSecond: z.number().positive() }),
  /** A token bucket: `burst` calls at once, refilled by `perMinute`. */
  z.strictObject({
    kind: z.literal('calls'),
    id: z.string(),
    name: z.string(),
    perMinute: z.number().positive(),
    burst: z.int().positive(),
  }),
])
export type SimulationResource = Immutable<z.infer<typeof resourceSchema>>

const goalSchema = z.strictObject({
  /** `application:shop`; unique. */
  id: z.string(),
  kind: z.enum(['application', 'protection-group', 'tier', 'whole']),
  name: z.string(),
  /** Of the time that is shown; null = nothing is promised. */
  promisedMinutes: z.number().nullable(),
  /** Each is promised to end by itself; the time of the goal is that of its latest `timed` member. */
  members: z.array(
    z.strictObject({ taskId: z.string(), promisedMinutes: z.number().nullable(), timed: z.boolean().default(true) }),
  ),
})
export type SimulationGoal = Immutable<z.infer<typeof goalSchema>>

/**
 * Who goes first. `as-ready`: whoever is ready, by wave and id; what frees up is used. `timetable`: always in the order in
 * which tasks would start if nobody waited; more capacity can then never make anything later (docs/simulation.md).
 */
export const dispatchRules = ['as-ready', 'timetable'] as const

export const simulationModelSchema = z.strictObject({
  dispatch: z.enum(dispatchRules),
  resources: z.array(resourceSchema),
  tasks: z.array(taskSchema),
  goals: z.array(goalSchema),
})
export type SimulationModel = Immutable<z.infer<typeof simulationModelSchema>>
