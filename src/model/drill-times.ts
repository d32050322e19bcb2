/**
 * What a simulation reads of measured times (`drplan/measured-times@1`, as `drplan runbook times` writes them): whose times
 * they are, and the times by term and VM, in the shape of `simulation.recorded` of drplan.yaml.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { simulationSettingsSchema } from './simulation-settings.ts'

export const drillTimesSchemaId = 'drplan/measured-times@1'

/** What else the file says is for people. */
export const drillTimesSchema = z.object({
  schema: z.literal(drillTimesSchemaId),
  run: z.string().min(1),
  site: z.string(),
  startedAt: z.iso.datetime({ precision: 3 }),
  recorded: simulationSettingsSchema.shape.recorded.unwrap(),
})
export type DrillTimes = Immutable<z.infer<typeof drillTimesSchema>>
