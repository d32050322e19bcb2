/** The first full copy of every VM: when it is done, while changes go on. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const amount = z.number().nonnegative()

const seededVmSchema = z.strictObject({
  vmId: z.string(),
  tierId: z.string(),
  /** As it is sent: compressed. */
  sizeGiB: amount,
  /** ISO 8601 UTC: its first byte, and when all of it is there. */
  start: z.string(),
  finish: z.string(),
  /** Which of the copies that run at a time it is, from 1, and its place among those that it makes one after another. */
  stream: z.int().positive(),
  batch: z.int().positive(),
})

export const seedingPlanSchema = z.strictObject({
  start: z.string(),
  /** When everything is there that can be; null = nothing is to be copied, or nothing ever is. */
  finish: z.string().nullable(),
  /** By start, then id. */
  vms: z.array(seededVmSchema),
  /** That are never there, by id, and why. */
  never: z.array(
    z.strictObject({
      vmId: z.string(),
      /** `vm-rate`: it changes faster than one VM is copied. `link`: together with those before it, than the link carries. */
      why: z.enum(['vm-rate', 'link']),
      churnMiBps: amount,
      /** What there is for it. */
      leftMiBps: amount,
    }),
  ),
  /** As it is sent. `sent` + `waiting` = `sizes` + `churn`, of the VMs that are copied, until the finish. */
  sentGiB: amount,
  waitingGiB: amount,
  sizesGiB: amount,
  churnGiB: amount,
  hours: amount,
  /** No order of the copies is done sooner. */
  boundHours: amount,
})
export type SeedingPlan = Immutable<z.infer<typeof seedingPlanSchema>>

const seedingAnswerSchema = z.strictObject({
  /** Null = the link is unknown. */
  plan: seedingPlanSchema.nullable(),
  /** MiB/s of the settings; null = unknown. */
  linkMiBps: amount.nullable(),
  /** ISO 8601 UTC, as it was asked for. */
  finishBy: z.string().nullable(),
  /**
   * The whole link over which every VM is there by then, too wide by a thousandth at most; null = no date was asked for, or
   * no link does it.
   */
  neededMiBps: amount.nullable(),
  /** Ids of VMs of which size or writes are unknown: they are in no figure. */
  leftOut: z.array(z.string()),
})
export type SeedingAnswer = Immutable<z.infer<typeof seedingAnswerSchema>>
