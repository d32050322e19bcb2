/** What VMs that fail over together need at the same time, and how large a pool for them has to be. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { metricIds } from './metric-series.ts'

const amount = z.number().nonnegative()
const share = z.number().min(0).max(1)

const fleetMemberSchema = z.strictObject({
  vmId: z.string(),
  /** Its highest step, filled ones included, in the unit of the metric. */
  peak: amount,
  /** Steps of the sum in which it had no sample and a high figure of its own stands for it. */
  filledSteps: z.int().nonnegative(),
  /** `allocation`: it has no sample at all and counts with what it has today. */
  basis: z.enum(['samples', 'allocation']),
})
export type FleetMemberShare = Immutable<z.infer<typeof fleetMemberSchema>>

/** A fleet without its curve. */
export const fleetSummarySchema = z.strictObject({
  metric: z.enum(metricIds),
  track: z.enum(['mean', 'p95', 'max']),
  stepSeconds: z.int().positive(),
  /** ISO 8601 UTC of the first step; null when no VM has a sample. */
  start: z.string().nullable(),
  /** Whole days that are added up. */
  historyDays: z.int().positive(),
  /** The highest step of the sum: what the fleet needed at once. */
  peakOfSums: amount,
  /** What it would need if all VMs had their highest step at once. */
  sumOfPeaks: amount,
  /** The highest step of the largest VM. */
  largestPeak: amount,
  /** Of the steps of the sum: what that share of them lies at or below. */
  quantiles: z.array(z.strictObject({ level: z.number().gt(0).lt(1), value: amount })),
  /** By id. */
  members: z.array(fleetMemberSchema),
  /** Share of all steps of all VMs that were filled. */
  filledShare: share,
  /** VMs with neither samples nor an allocation, by id: the only ones that are not in the sum. */
  unknown: z.array(z.string()),
})
export type FleetSummary = Immutable<z.infer<typeof fleetSummarySchema>>

export interface FleetDemand extends FleetSummary {
  /** One value a step. */
  readonly sum: Float64Array
  /** The highest step of each day, the first day first; days are counted back from the last step. */
  readonly dayPeaks: Float64Array
}

/** How high the highest step of a horizon may be, as drawn from the days of the history. */
export interface PeakDistribution {
  readonly horizonDays: number
  readonly historyDays: number
  readonly blockDays: number
  readonly draws: number
  readonly seed: number
  /** One value a draw, ascending. */
  readonly peaks: Float64Array
  /** No pool is smaller than the largest VM, nor larger than all peaks at once. */
  readonly leastPool: number
  readonly mostPool: number
  /**
   * The chance that the horizon has a day above all days of the history, if any order of all these days is as likely:
   * horizon / (history + horizon). Draws cannot show it - they only repeat what was seen - so a shortage of 0 means "not
   * among the days that were seen".
   */
  readonly recordProbability: number
}

const shortageSchema = z.strictObject({
  /** In the unit of the metric. */
  pool: amount,
  /** Share of draws in which the highest step of the horizon lies above the pool. */
  probability: share,
  /** The 95 % interval of that share (Wilson), and half its width: what more draws would narrow. */
  lower: share,
  upper: share,
  halfWidth: share,
})
export type Shortage = Immutable<z.infer<typeof shortageSchema>>

/** How large a pool all VMs would need that fail over together, by the history of one metric. */
export interface PoolSizing {
  readonly fleet: FleetSummary
  /** Every peak that is drawn makes one of `peaks`, which are not kept. */
  readonly drawn: Omit<PeakDistribution, 'peaks'>
  /** Of the pool that was asked about. */
  readonly shortage: Shortage
  /** The smallest pools whose shortage is at most so probable, the largest probability first. */
  readonly pools: readonly { readonly probability: number; readonly pool: number }[]
}
