/** The artefact of `drplan simulate` (simulation.json): the figures, and what they mean for each promise of the plan. */
import { z } from 'zod'
import { findingSchema } from './finding.ts'
import type { Immutable } from './immutable.ts'
import { verdicts } from './plan.ts'
import { playedScenarioSchema } from './simulation-scenario.ts'
import { simulationSchema } from './simulation.ts'

/**
 * `kept`: the RTO in at least the share of runs that the settings ask for, and the RPO. `at-risk`: the RTO in a lower share
 * that they ask for. `broken`: less, or the RPO is missed. `none`: nothing is promised.
 */
const simulationVerdicts = ['broken', 'at-risk', 'kept', 'none'] as const
export type SimulationVerdict = (typeof simulationVerdicts)[number]

const simulatedPromiseSchema = z.strictObject({
  application: z.string(),
  tierId: z.string(),
  verdict: z.enum(simulationVerdicts),
  /** What the plan itself says, and of how many of its VMs it says that they have no component or cannot run there. */
  plan: z.enum(verdicts),
  unmapped: z.int().nonnegative(),
  notReady: z.int().nonnegative(),
  /** Calculated, not drawn: minutes of work that are lost in this scenario; null = nobody can tell. */
  loss: z.strictObject({
    promisedMinutes: z.number().nullable(),
    minutes: z.number().nonnegative().nullable(),
    /** Every VM within the RPO of its own tier; null = none has one. */
    kept: z.boolean().nullable(),
  }),
})
export type SimulatedPromise = Immutable<z.infer<typeof simulatedPromiseSchema>>

/** How many times were drawn from recorded ones, and how many from an assumed spread. */
const basisSchema = z.strictObject({
  recordedTasks: z.int().nonnegative(),
  assumedTasks: z.int().nonnegative(),
  /** The spread of all terms that have none of their own, as factors of the planned minutes. */
  spread: z.strictObject({ low: z.number(), mode: z.number(), high: z.number() }),
  /** Runs of runbooks whose measured times were taken. */
  drills: z.array(z.string()),
})

export const simulationReportSchema = z.strictObject({
  ...simulationSchema.shape,
  scenario: playedScenarioSchema,
  basis: basisSchema,
  /** The share of runs from which on a promise counts as kept. */
  target: z.number(),
  /** In the order of the plan. */
  promises: z.array(simulatedPromiseSchema),
  findings: z.array(findingSchema),
})
export type SimulationReport = Immutable<z.infer<typeof simulationReportSchema>>
