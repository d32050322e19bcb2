/**
 * What the steps of a run took (`drplan/measured-times@1`). `recorded` has the shape of `simulation.recorded` in
 * drplan.yaml, so that a simulation takes the times of a drill for those of the model.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { runIdSchema } from './run.ts'
import { runbookNames } from './runbook-name.ts'

const minutes = z.number().nonnegative()

export const measuredTimesSchema = z.strictObject({
  run: runIdSchema,
  runbook: z.enum(runbookNames),
  site: z.string(),
  startedAt: z.iso.datetime({ precision: 3 }),
  /** In the order of the runbook; only steps whose time is known and replaces a term of the recovery model. */
  steps: z.array(
    z.strictObject({
      step: z.string(),
      measures: z.string(),
      /** Further terms that are within its time. */
      covers: z.array(z.string()).optional(),
      wave: z.int().positive().nullable(),
      /** Whose recovery it is part of; none = of all. */
      vmIds: z.array(z.string()),
      minutes,
    }),
  ),
  /** By term and VM (null = all). The time of a wave is an upper limit for each of its VMs. */
  recorded: z.array(
    z.strictObject({ term: z.string().min(1), vmId: z.string().nullable(), minutes: z.array(minutes).min(1) }),
  ),
})
export type MeasuredTimes = Immutable<z.infer<typeof measuredTimesSchema>>

export const measuredTimesSchemaId = 'drplan/measured-times@1'
