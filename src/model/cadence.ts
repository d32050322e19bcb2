/** How often snapshots and logs are taken, so that RTO and RPO are kept at the least cost. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const minutes = z.number().nonnegative()
const amount = z.number().nonnegative()
const rate = z.number().positive()

/** Prices in one currency; a month is as long as `hoursPerMonth` says. */
const cadencePricesSchema = z.strictObject({
  /** Of snapshots and logs that are kept. */
  perGiBMonth: amount,
  /** Of taking one from the VM, and of making one out of the last one and its log. */
  perSnapshot: amount,
  perSyntheticSnapshot: amount,
  perLog: amount,
})

/** What one VM or database is, and what it was promised. */
export const cadenceQuestionSchema = z.strictObject({
  sizeGiB: amount,
  /** What is written, all of which is in the log; a snapshot has a block that is written twice once, and never more than all. */
  churnGiBPerHour: amount,
  /** Null = none is promised. */
  rtoMinutes: minutes.nullable(),
  rpoMinutes: minutes.nullable(),
  /** Of the RTO: detecting, declaring, launching, starting - all but restore and replay. */
  fixedMinutes: minutes,
  restoreMiBps: rate,
  replayMiBps: rate,
  /** From the primary to the recovery site. */
  copyMiBps: rate,
  /** That may be chosen, in minutes. Without log intervals only snapshots are. */
  snapshotIntervals: z.array(z.number().positive()).min(1),
  logIntervals: z.array(z.number().positive()),
  /** That may be chosen: every k-th snapshot is taken from the VM, those between are synthetic. 1 = all are taken. */
  takenEvery: z.array(z.int().positive()).min(1).default([1]),
  /** Snapshots in a row that may fail: the log since the last good one is replayed instead. */
  missedSnapshots: z.int().nonnegative().default(0),
  keptDays: z.number().positive(),
  hoursPerMonth: z.number().positive(),
  prices: cadencePricesSchema,
})
export type CadenceQuestion = Immutable<z.infer<typeof cadenceQuestionSchema>>

const cadenceSchema = z.strictObject({
  snapshotMinutes: z.number().positive(),
  /** Null = no log is sent. */
  logMinutes: z.number().positive().nullable(),
  takenEvery: z.int().positive(),
  rtoMinutes: minutes,
  rpoMinutes: minutes,
  /** Of the RTO, at worst. */
  restoreMinutes: minutes,
  replayMinutes: minutes,
  costPerMonth: amount,
  /** One full size, the changes and the logs of the kept days. */
  keptGiB: amount,
  /** Over the link: snapshots that are taken from the VM, and logs. */
  sentGiBPerMonth: amount,
})
export type Cadence = Immutable<z.infer<typeof cadenceSchema>>

/** What would have to change for an objective to be kept; each of them is enough by itself. */
const cadenceChangeSchema = z.strictObject({
  what: z.enum([
    'restoreMiBps',
    'replayMiBps',
    'copyMiBps',
    'snapshotMinutes',
    'logMinutes',
    'rtoMinutes',
    'rpoMinutes',
  ]),
  /** Rates and promises at least, intervals at most. */
  needed: amount,
})
export type CadenceChange = Immutable<z.infer<typeof cadenceChangeSchema>>

const objectiveIds = ['rto', 'rpo'] as const

export const cadenceAnswerSchema = z.strictObject({
  /** The cheapest that keeps both; null = none does. */
  cadence: cadenceSchema.nullable(),
  /**
   * By how much less a cadence would cost a month, were that objective not promised; 0 = it does not bind. Null = none keeps
   * the other one either. Empty without a cadence.
   */
  binds: z.array(
    z.strictObject({ objective: z.enum(objectiveIds), savedPerMonth: amount, slackMinutes: minutes.nullable() }),
  ),
  /** Without a cadence: each alone would do; empty = no single one does. */
  changes: z.array(cadenceChangeSchema),
  /** The least that any allowed cadence reaches, each by itself; null = none can be run at all. */
  best: z.strictObject({ rtoMinutes: minutes, rpoMinutes: minutes }).nullable(),
})
export type CadenceAnswer = Immutable<z.infer<typeof cadenceAnswerSchema>>

/** What a cadence of a VM cannot be told without; rates are settings. */
export const cadenceUnknowns = ['size', 'writes', 'copy-rate', 'replay-rate'] as const
export type CadenceUnknown = (typeof cadenceUnknowns)[number]

const vmCadenceSchema = z.strictObject({
  vmId: z.string(),
  name: z.string(),
  tierId: z.string(),
  rtoMinutes: minutes.nullable(),
  rpoMinutes: minutes.nullable(),
  sizeGiB: amount.nullable(),
  /** The P95 of its hours: what a busy hour writes. */
  churnGiBPerHour: amount.nullable(),
  /** Without the replay rate, cadences with logs were not looked at; without anything else there is no answer. */
  unknown: z.array(z.enum(cadenceUnknowns)),
  answer: cadenceAnswerSchema.nullable(),
})
export type VmCadence = Immutable<z.infer<typeof vmCadenceSchema>>

const tierCadenceSchema = z.strictObject({
  tierId: z.string(),
  rtoMinutes: minutes.nullable(),
  rpoMinutes: minutes.nullable(),
  vms: z.int().positive(),
  /** How many have a cadence that keeps both promises, have none, and cannot be told. */
  kept: z.int().nonnegative(),
  broken: z.int().nonnegative(),
  unknown: z.int().nonnegative(),
  /** The shortest of those that have one, which is right for all of them; null = none has one, or none needs logs. */
  snapshotMinutes: z.number().positive().nullable(),
  logMinutes: z.number().positive().nullable(),
  keptGiB: amount,
  sentGiBPerMonth: amount,
  /** Null = no prices are set. */
  costPerMonth: amount.nullable(),
})
export type TierCadence = Immutable<z.infer<typeof tierCadenceSchema>>

const cadenceReportSchema = z.strictObject({
  /** From the strongest. */
  tiers: z.array(tierCadenceSchema),
  /** By tier, then id. */
  vms: z.array(vmCadenceSchema),
  isPriced: z.boolean(),
  currency: z.string(),
})
export type CadenceReport = Immutable<z.infer<typeof cadenceReportSchema>>
