/** Recovery points of VMs, and those of them that fit together: the latest consistent cut of a distributed state. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const consistencies = ['crash-consistent', 'application-consistent'] as const

const recoveryPointSchema = z.strictObject({
  /** Unique in its VM. */
  id: z.string().min(1),
  /** ISO 8601: the moment whose state it holds. */
  at: z.iso.datetime({ offset: true }),
  kind: z.enum(consistencies),
  /** Points of several VMs with one such id are of one moment; of times that differ, the earliest counts. */
  groupPointId: z.string().min(1).optional(),
})
export type RecoveryPoint = Immutable<z.infer<typeof recoveryPointSchema>>

/** The state of `fromVmId` must not be newer than that of `toVmId`, which it needs, by more than this. */
const skewLimitSchema = z.strictObject({
  fromVmId: z.string(),
  toVmId: z.string(),
  allowedSkewSeconds: z.number().nonnegative(),
})
export type SkewLimit = Immutable<z.infer<typeof skewLimitSchema>>

export const recoveryLineQuestionSchema = z.strictObject({
  /** ISO 8601: what came after the chosen point and until then is lost. */
  failedAt: z.iso.datetime({ offset: true }),
  vms: z.array(
    z.strictObject({
      vmId: z.string(),
      /** `application-consistent`: other points are not used. */
      accepts: z.enum(consistencies).default('crash-consistent'),
      points: z.array(recoveryPointSchema),
    }),
  ),
  /** VMs that are only consistent at one moment; groups that share a VM are one. */
  groups: z.array(z.array(z.string()).min(1)).default([]),
  limits: z.array(skewLimitSchema).default([]),
})
export type RecoveryLineQuestion = Immutable<z.infer<typeof recoveryLineQuestionSchema>>

/**
 * `newest`: nothing is newer. `needs`: what it needs has no newer state. `group`: the others of its group have no point of a
 * newer moment. `no-point`: it has none that it accepts.
 */
const lineReasons = ['newest', 'needs', 'group', 'no-point'] as const

const chosenPointSchema = z.strictObject({
  vmId: z.string(),
  /** Null = there is no consistent state of it. */
  pointId: z.string().nullable(),
  at: z.string().nullable(),
  /** Until the failure. */
  lossSeconds: z.number().nullable(),
  /** Of the loss, what consistency costs: from the chosen point to its newest. */
  rolledBackSeconds: z.number().nonnegative().nullable(),
  /** The largest difference to a VM that a limit or a group ties it to. */
  skewSeconds: z.number().nonnegative().nullable(),
  why: z.enum(lineReasons),
  /** The VMs that it had to go back for, sorted; of several in turn the last. */
  becauseOf: z.array(z.string()),
})
export type ChosenPoint = Immutable<z.infer<typeof chosenPointSchema>>

export const recoveryLineSchema = z.strictObject({
  /** Every VM has a point. */
  complete: z.boolean(),
  /** By id. */
  vms: z.array(chosenPointSchema),
})
export type RecoveryLine = Immutable<z.infer<typeof recoveryLineSchema>>
