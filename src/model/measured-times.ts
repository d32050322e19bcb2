/**
 * What the steps of a run took (`drplan/measured-times@1`): `drplan runbook times` writes it, and `drplan simulate --times` takes
 * it for the times of the model. `recorded` has the shape of `simulation.recorded` in drplan.yaml.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { runIdSchema } from './run.ts'
import { runbookNames } from './runbook-name.ts'
import { recordedTimeSchema } from './simulation-settings.ts'

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
  recorded: z.array(recordedTimeSchema),
})
export type MeasuredTimes = Immutable<z.infer<typeof measuredTimesSchema>>

export const measuredTimesSchemaId = 'drplan/measured-times@1'

/** What a simulation reads of such a file; the rest is for people, and may be missing where people wrote it. */
export const readTimesSchema = z.object({
  schema: z.literal(measuredTimesSchemaId),
  run: z.string().min(1),
  site: measuredTimesSchema.shape.site,
  startedAt: measuredTimesSchema.shape.startedAt.optional(),
  recorded: measuredTimesSchema.shape.recorded,
})
export type ReadTimes = Immutable<z.infer<typeof readTimesSchema>>
