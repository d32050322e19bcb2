/** What people do on the day, in order. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const runbookPhases = ['failover', 'failback', 'drill'] as const

export const runbookStepSchema = z.strictObject({
  /** Such as 3.2: stage and step. */
  number: z.string(),
  title: z.string(),
  who: z.string(),
  /** What to type; null = a decision or a check by a person. */
  command: z.string().nullable(),
  expected: z.string(),
  minutes: z.number().nonnegative().nullable(),
  /** After this step there is no way back without losing data. */
  irreversible: z.boolean(),
})
export type RunbookStep = Immutable<z.infer<typeof runbookStepSchema>>

export const runbookSchema = z.strictObject({
  phase: z.enum(runbookPhases),
  stages: z.array(
    z.strictObject({
      number: z.int().positive(),
      title: z.string(),
      why: z.string(),
      steps: z.array(runbookStepSchema),
    }),
  ),
})
export type Runbook = Immutable<z.infer<typeof runbookSchema>>
