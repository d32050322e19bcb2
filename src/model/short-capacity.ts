/** What happens when the recovery site cannot hold everything: who starts, who waits, and who makes room. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const amount = z.number().nonnegative()
export const capacitySchema = z.strictObject({ vcpus: amount, memoryGiB: amount })
export type Capacity = Immutable<z.infer<typeof capacitySchema>>

/** A workload at the recovery site that may be stopped on the day. The order of the list is the order of stopping. */
export const preemptedSchema = z.strictObject({
  name: z.string().min(1),
  frees: capacitySchema,
  /** What a person does, and what brings it back. */
  how: z.string().min(1),
  undo: z.string().min(1),
})

export const shortCapacitySchema = z.strictObject({
  /** Of all that the plan brings back. */
  needed: capacitySchema,
  levels: z.array(
    z.strictObject({
      /** How much of what is needed can be had, 0 to 1. */
      share: z.number().min(0).max(1),
      /** Applications in the order in which they start, each after what it needs. */
      starts: z.array(z.string()),
      /** Those of them that start with what they are expected to need, without headroom. */
      shrinks: z.array(z.string()),
      waits: z.array(z.string()),
    }),
  ),
  /** Absent where drplan.yaml names nobody to stop. */
  preemption: z
    .strictObject({
      /** What is free at the recovery site before anybody is stopped; null = nobody said. */
      free: capacitySchema.nullable(),
      steps: z.array(
        z.strictObject({
          name: z.string(),
          how: z.string(),
          undo: z.string(),
          /** Free once this one and all before it are stopped; null where nobody said what is free before. */
          free: capacitySchema.nullable(),
          /** It all fits from here on; null where that cannot be told. */
          enough: z.boolean().nullable(),
        }),
      ),
    })
    .optional(),
})
export type ShortCapacity = Immutable<z.infer<typeof shortCapacitySchema>>
