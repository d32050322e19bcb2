/** The settings under `replication` in drplan.yaml: the link, what goes over it, and how it is asked about. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { matchSchema } from './match-schema.ts'

const share = z.number().min(0).max(1)
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
  /** Of VMs that replay at another rate; the first that matches counts. */
  classes: z.array(z.strictObject({ match: matchSchema, replayMiBps: z.number().positive() })).default([]),
})

/** What a cadence costs, in the currency of the catalogue. */
const pricesSchema = z.strictObject({
  /** Of snapshots and logs that are kept. */
  perGiBMonth: amount,
  /** Of taking one; 0: platforms that bill by what is kept ask nothing for it. */
  perSnapshot: amount.default(0),
  perSyntheticSnapshot: amount.default(0),
  perLog: amount.default(0),
})

const cadenceSettingsSchema = z.strictObject({
  /** That may be chosen, in minutes; null = those of recovery.backupIntervals. */
  snapshotIntervals: z.array(z.number().positive()).min(1).nullable().default(null),
  /** Every k-th snapshot is taken from the VM, those between are made of the last one and its log. 1: all are taken. */
  takenEvery: z.array(z.int().positive()).min(1).default([1]),
  /** Snapshots in a row that may fail. 0: none; each one more makes replay or loss longer by an interval. */
  missedSnapshots: z.int().nonnegative().default(0),
  keptDays: z.number().positive().default(7),
  /** At which one VM's snapshots and logs are copied; null = all that replication may have of the link. */
  copyMiBps: z.number().positive().nullable().default(null),
  /** Null = costs are not counted. */
  prices: pricesSchema.nullable().default(null),
})

const lineSettingsSchema = z.strictObject({
  /** VMs whose crash-consistent points are not used. */
  applicationConsistent: z.array(matchSchema).default([]),
  /** The VMs of each entry are only consistent at one moment: points of one group, or of the same time. */
  together: z.array(matchSchema).default([]),
  /** How much newer a client may be than what it needs; the first that matches both counts. Null = it does not matter. */
  allowedSkew: z
    .array(z.strictObject({ from: matchSchema, to: matchSchema, seconds: z.number().nonnegative().nullable() }))
    .default([]),
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
  cadence: cadenceSettingsSchema.prefault({}),
  line: lineSettingsSchema.prefault({}),
})
export type ReplicationSettings = Immutable<z.infer<typeof replicationSettingsSchema>>
