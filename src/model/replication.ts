/** How data gets to the recovery site while the primary site is well: the link, what is sent over it, and how late it is. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { matchSchema } from './match-schema.ts'

const share = z.number().min(0).max(1)
const minutes = z.number().nonnegative()
const amount = z.number().nonnegative()
/** Bytes written over bytes sent: 2 = half of it goes over the link. */
const ratio = z.number().min(1).max(100)

/** Of two that hold an hour the later one counts; `toHour` is the first hour that is no longer meant. */
const linkHoursSchema = z
  .strictObject({
    /** Hours of the day in UTC. */
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(1).max(24),
    /** Of the link, that replication may have then. */
    share,
  })
  .refine(({ fromHour, toHour }) => fromHour < toHour, 'fromHour must be before toHour; write two for a night')

const seedingSettingsSchema = z.strictObject({
  /** Of what replication may have of the link: what the first copy and the changes during it take. */
  linkShare: z.number().gt(0).max(1).default(1),
  /** How many VMs are copied at a time; null = all of them. Products differ, and their limits change: no default. */
  parallel: z.int().positive().nullable().default(null),
  /** Most that one VM is copied at, first copy and changes together; null = only the link is a limit. */
  vmMiBps: z.number().positive().nullable().default(null),
})

const logShippingSchema = z.strictObject({
  /**
   * How often a log may be sent, in minutes. 5: an RDS database can typically be restored to within 5 minutes of now (AWS,
   * Amazon RDS backup and restore, 2026-11). 15: the default of SQL Server log shipping. 60: the shortest interval of backups.
   */
  intervals: z.array(z.int().positive()).default([5, 15, 60]),
  /** What a restored database takes in of its log; null = unknown. It has to be measured: no vendor states one. */
  replayMiBps: z.number().positive().nullable().default(null),
})

/** The key `replication` of drplan.yaml. */
export const replicationSettingsSchema = z.strictObject({
  /** What the link between the sites carries; null = unknown. Nothing can be guessed here. */
  linkMiBps: z.number().positive().nullable().default(null),
  /** Of the link, always kept for others. 0: what is not said to be taken is there. */
  reservedShare: z.number().min(0).lt(1).default(0),
  /** Hours at which replication may have less of what is not reserved; all of it at the others. */
  schedule: z.array(linkHoursSchema).default([]),
  compression: z
    .strictObject({
      /** Null = unknown: what is written is sent as it is, which is the most that it can be. */
      ratio: ratio.nullable().default(null),
      /** Of VMs that hold other data; the first that matches counts. */
      classes: z.array(z.strictObject({ match: matchSchema, ratio })).default([]),
    })
    .prefault({}),
  seeding: seedingSettingsSchema.prefault({}),
  logShipping: logShippingSchema.prefault({}),
})
export type ReplicationSettings = Immutable<z.infer<typeof replicationSettingsSchema>>

const violationSchema = z.strictObject({
  /** ISO 8601 UTC: when the lag grew past the RPO. */
  start: z.string(),
  minutes,
  /** It lasts to the end of the history, so it may have been longer. */
  open: z.boolean(),
})
export type Violation = Immutable<z.infer<typeof violationSchema>>

const lagShape = {
  /** Share of the time within the RPO, of a tier that of all its VMs at once; null = none is promised. */
  withinShare: share.nullable(),
  /** Of a tier: times at which the RPO of at least one VM is not kept. By start. */
  violations: z.array(violationSchema),
  /** The age of the oldest byte that had not arrived, at its worst. */
  worstLagMinutes: minutes,
  /** Most that waited to be sent at a time, as it is sent: compressed. Of a tier, the sum of its VMs' peaks. */
  backlogPeakGiB: amount,
}

const vmLagSchema = z.strictObject({
  vmId: z.string(),
  tierId: z.string(),
  rpoMinutes: minutes.nullable(),
  ...lagShape,
  /** All as it is sent. What is written has been sent or waits. */
  writtenGiB: amount,
  sentGiB: amount,
  backlogGiB: amount,
})
export type VmLag = Immutable<z.infer<typeof vmLagSchema>>

const tierLagSchema = z.strictObject({
  tierId: z.string(),
  rpoMinutes: minutes.nullable(),
  vms: z.int().positive(),
  ...lagShape,
  /** What a failure would lose: of each step the longest lag of any of its VMs; in so many steps it is at most this. */
  lossMinutes: z.strictObject({ p50: minutes, p95: minutes, p99: minutes }),
  /** By step: the longest lag of any of its VMs within it, and what waits of all of them at its end. */
  course: z.strictObject({ lagMinutes: z.array(minutes), backlogGiB: z.array(amount) }),
})
export type TierLag = Immutable<z.infer<typeof tierLagSchema>>

/** The shares of the time that bandwidth is looked for. */
export const keptShares = [1, 0.99, 0.9] as const

const keptSchema = z.strictObject({
  /** Null = of all VMs that have an RPO. */
  tierId: z.string().nullable(),
  /** The smallest link that keeps the RPO for so much of the time, too large by `BANDWIDTH_TOLERANCE` at most. */
  needs: z.array(
    z.strictObject({
      share,
      /** The whole link, reserved share included; null = no link does, since replication may not use it for longer. */
      linkMiBps: amount.nullable(),
    }),
  ),
})
export type Kept = Immutable<z.infer<typeof keptSchema>>

export const replicationReplaySchema = z.strictObject({
  /** ISO 8601 UTC of the first step. */
  start: z.string(),
  stepSeconds: z.number().positive(),
  steps: z.int().nonnegative(),
  linkMiBps: z.number().positive().nullable(),
  /** Null = the link is unknown. Of every VM whose writes are known: tiers from the strongest, VMs by id. */
  lag: z.strictObject({ tiers: z.array(tierLagSchema), vms: z.array(vmLagSchema) }).nullable(),
  kept: z.array(keptSchema),
  /** Ids of replicated VMs whose writes nobody measures; they are in no figure. */
  unknownVms: z.array(z.string()),
  /** Of VMs that have some, by id: steps without a sample, which count with the VM's largest one. */
  gaps: z.array(z.strictObject({ vmId: z.string(), steps: z.int().positive() })),
})
export type ReplicationReplay = Immutable<z.infer<typeof replicationReplaySchema>>
