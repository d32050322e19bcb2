/** A file of recovery points, as a person or a product writes it: JSON or YAML; as CSV its columns have the names of the keys. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { consistencies } from './recovery-line.ts'

const recoveryPointsSchemaId = 'drplan/recovery-points@1'

const writtenPointSchema = z.strictObject({
  /** Its id, or its name where only one VM has it. */
  vm: z.string().min(1),
  /** ISO 8601 with its zone: the moment whose state it holds. */
  time: z.iso.datetime({ offset: true }),
  /** Nothing said = crash-consistent, which is the least that a point is. */
  consistency: z.enum(consistencies).default('crash-consistent'),
  /** Unique in its VM; without one it is called by its time. */
  id: z.string().min(1).optional(),
  /** Points of several VMs with one such name are of one moment. */
  group: z.string().min(1).optional(),
})
export type WrittenPoint = Immutable<z.infer<typeof writtenPointSchema>>

export const recoveryPointsFileSchema = z.strictObject({
  schema: z.literal(recoveryPointsSchemaId),
  points: z.array(writtenPointSchema),
})
