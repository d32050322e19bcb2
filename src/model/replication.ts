/** How data gets to the recovery site while the primary site is well: the link, what is sent over it, and how late it is. */
import { z } from 'zod'
import { findingSchema } from './finding.ts'
import type { Immutable } from './immutable.ts'

const share = z.number().min(0).max(1)
const minutes = z.number().nonnegative()
const amount = z.number().nonnegative()

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

/** What `drplan replication replay` leaves in the workspace. */
export const replicationReportSchema = z.strictObject({
  ...replicationReplaySchema.shape,
  /** `plan`: VMs that the mapping does not bring back from backups. `all`: every planned VM. */
  scope: z.enum(['plan', 'all']),
  /** Of every VM that is meant, by id. */
  names: z.record(z.string(), z.string()),
  findings: z.array(findingSchema),
})
export type ReplicationReport = Immutable<z.infer<typeof replicationReportSchema>>
