/** A fleet that is added up member by member, as its series come: only the sum and a few figures a VM are kept. */
import { BugError } from '../../errors.ts'
import type { FleetDemand, FleetMemberShare } from '../../model/fleet-demand.ts'
import type { Grid, MetricId } from '../../model/metric-series.ts'
import type { HourlyTrack } from '../../model/sizing-preset.ts'
import { compareText } from '../../model/text-order.ts'
import { stepsPerDay } from './cycle.ts'
import { fillSpan, spanOf, type Filling, type Span } from './fleet-fill.ts'
import { nearestRank } from './nearest-rank.ts'

export interface FleetMember {
  readonly vmId: string
  /** Its series of the metric; undefined when nobody measures it. */
  readonly grid: Grid | undefined
  /** What it has today, in the unit of the metric; counts where it has no sample at all. Null when nobody says. */
  readonly allocated: number | null
}

export interface FleetOptions {
  readonly metric: MetricId
  /** What of each step is added. Default `p95`: bursts inside an hour count, as they do for single VMs. */
  readonly track?: HourlyTrack
  /** Default 0.5, 0.9, 0.95, 0.99. */
  readonly levels?: readonly number[]
  /** The quantile of its own that stands for a VM's missing step; default 0.95. */
  readonly fillLevel?: number
}

export const fleetDefaults = { track: 'p95', levels: [0.5, 0.9, 0.95, 0.99], fillLevel: 0.95 } as const

/** Which steps are added up: whole days; no span when nobody has a sample. */
export interface FleetFrame {
  readonly span: Span | null
  readonly stepSeconds: number
}

export interface OpenFleet {
  /** @throws BugError when a VM comes twice, or series differ in metric or step. */
  add(member: FleetMember): void
  /** Null when nothing is known of any member. */
  demand(): FleetDemand | null
}

/** Members in another order give the same but for the rounding of sums. */
export function openFleet({ span, stepSeconds }: FleetFrame, options: FleetOptions): OpenFleet {
  const { metric, track, levels, fillLevel } = { ...fleetDefaults, ...options }
  const perDay = stepsPerDay(stepSeconds)
  const total = new Float64Array(span?.steps ?? perDay)
  const counting = { span, steps: total.length, filling: { track, level: fillLevel } }
  const seen = new Set<string>()
  const shares: FleetMemberShare[] = []
  const unknown: string[] = []
  return {
    add(member) {
      checkMember(member, { metric, stepSeconds, seen })
      seen.add(member.vmId)
      const counted = countMember(member, counting)
      if (counted === null) unknown.push(member.vmId)
      else {
        shares.push(counted.share)
        for (const [step, value] of counted.values.entries()) total[step] = (total[step] as number) + value
      }
    },
    demand: () =>
      shares.length === 0
        ? null
        : {
            metric,
            track,
            stepSeconds,
            start: span === null ? null : new Date(span.first * stepSeconds * 1000).toISOString(),
            ...describeSum(total, levels, perDay),
            ...describeShares(shares, total.length),
            unknown: unknown.toSorted(compareText),
          },
  }
}

interface Expected {
  readonly metric: MetricId
  readonly stepSeconds: number
  readonly seen: ReadonlySet<string>
}

function checkMember({ vmId, grid }: FleetMember, { metric, stepSeconds, seen }: Expected): void {
  if (seen.has(vmId)) throw new BugError('bug.invariant', `${vmId} fails over twice.`)
  if (grid === undefined || (grid.metric === metric && grid.stepSeconds === stepSeconds)) return
  throw new BugError(
    'bug.invariant',
    `A fleet of ${metric} got ${grid.metric} of ${vmId}. Its steps are ${grid.stepSeconds} s; they have to be ${stepSeconds} s.`,
  )
}

interface Counting {
  readonly span: Span | null
  readonly steps: number
  readonly filling: Filling
}

interface Counted {
  readonly values: Float64Array
  readonly share: FleetMemberShare
}

function countMember({ vmId, grid, allocated }: FleetMember, { span, steps, filling }: Counting): Counted | null {
  if (grid !== undefined && span !== null && spanOf(grid, filling.track) !== null) {
    const { values, filled } = fillSpan(grid, span, filling)
    return { values, share: { vmId, peak: highestOf(values), filledSteps: filled, basis: 'samples' } }
  }
  if (allocated === null) return null
  const values = new Float64Array(steps).fill(allocated)
  return { values, share: { vmId, peak: allocated, filledSteps: steps, basis: 'allocation' } }
}

function describeSum(total: Float64Array, levels: readonly number[], perDay: number) {
  const dayPeaks = Float64Array.from({ length: total.length / perDay }, (_, day) =>
    highestOf(total.subarray(day * perDay, (day + 1) * perDay)),
  )
  const sorted = total.toSorted()
  return {
    historyDays: dayPeaks.length,
    peakOfSums: highestOf(dayPeaks),
    quantiles: levels.map((level) => ({ level, value: nearestRank(sorted, level) })),
    sum: total,
    dayPeaks,
  }
}

function describeShares(members: readonly FleetMemberShare[], steps: number) {
  const peaks = Float64Array.from(members, ({ peak }) => peak)
  const filled = members.reduce((total, { filledSteps }) => total + filledSteps, 0)
  return {
    // In the order in which the steps were added, so that rounding cannot put it below the peak of sums.
    sumOfPeaks: peaks.reduce((total, peak) => total + peak, 0),
    largestPeak: highestOf(peaks),
    members: members.toSorted((a, b) => compareText(a.vmId, b.vmId)),
    filledShare: filled / (steps * members.length),
  }
}

const highestOf = (values: Float64Array): number =>
  values.reduce((highest, value) => Math.max(highest, value), -Infinity)
