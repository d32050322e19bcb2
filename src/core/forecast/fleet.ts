/**
 * The demand of VMs that fail over together: added hour by hour before the peak is taken, so that what they do at the same
 * time is kept and what they do at different times is not paid twice.
 */
import { BugError, InputError } from '../../errors.ts'
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
  /** How far back from the latest sample of all; default 28 days, as for single VMs. */
  readonly historyDays?: number
  /** Default 0.5, 0.9, 0.95, 0.99. */
  readonly levels?: readonly number[]
  /** The quantile of its own that stands for a VM's missing step; default 0.95. */
  readonly fillLevel?: number
}

const defaults = { track: 'p95', historyDays: 28, levels: [0.5, 0.9, 0.95, 0.99], fillLevel: 0.95 } as const
const SECONDS_PER_HOUR = 3600

/**
 * The sum of all members over whole days up to the latest sample; one day, filled where need be, when less was seen. The
 * order of members does not matter. Null when nothing is known of any of them.
 * @throws InputError `forecast.invalid` unless `historyDays` is whole and 1 or more.
 * @throws BugError when a VM comes twice, or series differ in metric or step.
 */
export function addFleet(members: readonly FleetMember[], options: FleetOptions): FleetDemand | null {
  const { metric, track, historyDays, levels, fillLevel } = { ...defaults, ...options }
  const sorted = members.toSorted((a, b) => compareText(a.vmId, b.vmId))
  checkHistory(historyDays)
  checkMembers(sorted, metric)
  const stepSeconds = sorted.find(({ grid }) => grid)?.grid?.stepSeconds ?? SECONDS_PER_HOUR
  const perDay = stepsPerDay(stepSeconds)
  const span = wholeDays(sorted, { track, perDay, historyDays })
  const { total, shares } = addUp(sorted, span, { filling: { track, level: fillLevel }, steps: span?.steps ?? perDay })
  if (shares.length === 0) return null
  const known = new Set(shares.map(({ vmId }) => vmId))
  return {
    metric,
    track,
    stepSeconds,
    start: span === null ? null : new Date(span.first * stepSeconds * 1000).toISOString(),
    ...describeSum(total, levels, perDay),
    ...describeShares(shares, total.length),
    unknown: sorted.map(({ vmId }) => vmId).filter((id) => !known.has(id)),
  }
}

function checkHistory(days: number): void {
  if (Number.isInteger(days) && days > 0) return
  throw new InputError('forecast.invalid', `A history of ${days} days makes no sense.`, {
    suggestions: ['Ask for whole days, 1 or more, such as 28.'],
  })
}

function checkMembers(sorted: readonly FleetMember[], metric: MetricId): void {
  const grids = sorted.flatMap(({ grid }) => grid ?? [])
  const twice = sorted.find(({ vmId }, place) => vmId === sorted[place - 1]?.vmId)
  const odd = grids.find((grid) => grid.metric !== metric || grid.stepSeconds !== grids[0]?.stepSeconds)
  if (twice === undefined && odd === undefined) return
  throw new BugError(
    'bug.invariant',
    twice === undefined
      ? `A fleet of ${metric} got ${odd?.metric} of ${odd?.vmId}.`
      : `${twice.vmId} fails over twice.`,
  )
}

/** Null when no member has a sample. */
function wholeDays(
  members: readonly FleetMember[],
  { track, perDay, historyDays }: { track: HourlyTrack; perDay: number; historyDays: number },
): Span | null {
  const spans = members.flatMap(({ grid }) => (grid && spanOf(grid, track)) ?? [])
  if (spans.length === 0) return null
  const first = spans.reduce((least, span) => Math.min(least, span.first), Infinity)
  const end = spans.reduce((most, span) => Math.max(most, span.first + span.steps), -Infinity)
  const days = Math.max(1, Math.min(historyDays, Math.floor((end - first) / perDay)))
  return { first: end - days * perDay, steps: days * perDay }
}

interface Counting {
  readonly filling: Filling
  readonly steps: number
}

function addUp(members: readonly FleetMember[], span: Span | null, counting: Counting) {
  const total = new Float64Array(counting.steps)
  const shares: FleetMemberShare[] = []
  for (const member of members) {
    const counted = countMember(member, span, counting)
    if (counted === null) continue
    for (const [step, value] of counted.values.entries()) total[step] = (total[step] as number) + value
    shares.push(counted.share)
  }
  return { total, shares }
}

interface Counted {
  readonly values: Float64Array
  readonly share: FleetMemberShare
}

function countMember(
  { vmId, grid, allocated }: FleetMember,
  span: Span | null,
  { filling, steps }: Counting,
): Counted | null {
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
    members,
    filledShare: filled / (steps * members.length),
  }
}

const highestOf = (values: Float64Array): number =>
  values.reduce((highest, value) => Math.max(highest, value), -Infinity)
