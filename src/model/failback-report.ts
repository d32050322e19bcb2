/** The artefact of `drplan simulate --phase failback` (failback.json): how long the way home takes, and what is not known of it. */
import { z } from 'zod'
import { findingSchema } from './finding.ts'
import type { Immutable } from './immutable.ts'
import { dispatchRules } from './simulation-model.ts'
import { simulationSchema } from './simulation.ts'

const amount = z.number().nonnegative()

const homeCopySchema = z.strictObject({
  vmId: z.string(),
  /** `delta`: only what differs from the disks at home. */
  kind: z.enum(['delta', 'full']),
  /** What is sent while the recovery site still serves; null = nobody can tell. */
  gib: amount.nullable(),
  /** What is left to send once nobody writes; null = nobody can tell. */
  atCutOverGiB: amount.nullable(),
  /** Why this kind of copy. */
  because: z.string(),
})
export type HomeCopy = Immutable<z.infer<typeof homeCopySchema>>

const missingSchema = z.strictObject({
  /** Such as "the line home". */
  what: z.string(),
  /** What to state, and where. */
  fix: z.string(),
  /** Whose times lack it; none = of all. */
  vmIds: z.array(z.string()),
})
export type MissingHome = Immutable<z.infer<typeof missingSchema>>

const goals = simulationSchema.shape.goals

export const failbackReportSchema = z.strictObject({
  runs: z.int().positive(),
  seed: z.int().nonnegative(),
  dispatch: z.enum(dispatchRules),
  disksAtHome: z.enum(['kept', 'lost']),
  awayHours: amount,
  link: z.strictObject({
    homeMiBps: amount.nullable(),
    /** What the servers that go home write at the recovery site, as far as it is measured. */
    writtenMiBps: amount,
    /** What is left for copies while they serve; null = the line is unknown, or nothing is left. */
    copyMiBps: amount.nullable(),
  }),
  /** By VM id. */
  copies: z.array(homeCopySchema),
  waves: z.int().nonnegative(),
  /** From the first byte until everything is there but the last difference; the recovery site serves. Null = cannot tell. */
  copying: goals.element.nullable(),
  /** Of each application, and of everything: from the last write at the recovery site until users are served at home. */
  cutOver: goals,
  resources: simulationSchema.shape.resources,
  /** The failback is planned: writes end before the last copy is taken, so nothing is lost. */
  dataAtRiskMinutes: z.literal(0),
  /** Where there is any, the cut-over takes at least what is shown. */
  missing: z.array(missingSchema),
  findings: z.array(findingSchema),
})
export type FailbackReport = Immutable<z.infer<typeof failbackReportSchema>>
