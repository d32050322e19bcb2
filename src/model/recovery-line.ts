/** Recovery points of VMs, and those of them that fit together: the latest consistent cut of a distributed state. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const consistencies = ['crash-consistent', 'application-consistent'] as const

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

const lineVmSchema = z.strictObject({
  ...chosenPointSchema.shape,
  name: z.string(),
  application: z.string(),
  tierId: z.string(),
  /** Null = none is promised. */
  rpoMinutes: z.number().nonnegative().nullable(),
})
export type LineVm = Immutable<z.infer<typeof lineVmSchema>>

/** VMs that limits or moments tie to one another, directly or through others. */
const lineGroupSchema = z.strictObject({
  /** Sorted. */
  applications: z.array(z.string()),
  vmIds: z.array(z.string()),
  /** Every VM of it has a point. */
  complete: z.boolean(),
  /** ISO 8601 UTC of the oldest and the newest chosen point; null = none is chosen. */
  oldestAt: z.string().nullable(),
  newestAt: z.string().nullable(),
  /** Between VMs that are tied to one another, at most. */
  skewSeconds: z.number().nonnegative(),
  /** The largest of its VMs; null = none is chosen. */
  lossSeconds: z.number().nullable(),
})
export type LineGroup = Immutable<z.infer<typeof lineGroupSchema>>

const recoveryLineReportSchema = z.strictObject({
  failedAt: z.string(),
  /** Points after this were not used; null = all were. */
  notAfter: z.string().nullable(),
  complete: z.boolean(),
  /** Without a complete line first, then those that lose most. */
  groups: z.array(lineGroupSchema),
  /** By id. */
  vms: z.array(lineVmSchema),
  limits: z.array(skewLimitSchema),
  points: z.int().nonnegative(),
  /** Of VMs that are not planned; they are passed over. */
  pointsElsewhere: z.int().nonnegative(),
  /** Ids of planned VMs that have no point in the file and that nothing in it needs. */
  notAsked: z.array(z.string()),
})
export type RecoveryLineReport = Immutable<z.infer<typeof recoveryLineReportSchema>>
