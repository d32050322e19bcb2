/**
 * The demand of VMs that fail over together: added hour by hour before the peak is taken, so that what they do at the same
 * time is kept and what they do at different times is not paid twice.
 */
import { InputError } from '../../errors.ts'
import type { FleetDemand } from '../../model/fleet-demand.ts'
import { compareText } from '../../model/text-order.ts'
import { stepsPerDay } from './cycle.ts'
import { spanOf, type Span } from './fleet-fill.ts'
import { fleetDefaults, openFleet, type FleetFrame, type FleetMember, type FleetOptions } from './fleet-sum.ts'

const SECONDS_PER_HOUR = 3600

/**
 * The sum of all members over whole days up to the latest sample; one day, filled where need be, when less was seen. The
 * order of members does not matter. Null when nothing is known of any of them.
 * @throws InputError `forecast.invalid` unless `historyDays` is whole and 1 or more.
 * @throws BugError when a VM comes twice, or series differ in metric or step.
 */
export function addFleet(
  members: readonly FleetMember[],
  options: FleetOptions & { readonly historyDays?: number },
): FleetDemand | null {
  const track = options.track ?? fleetDefaults.track
  const stepSeconds = members.find(({ grid }) => grid)?.grid?.stepSeconds ?? SECONDS_PER_HOUR
  const spans = members.flatMap(({ grid }) => (grid && spanOf(grid, track)) ?? [])
  const fleet = openFleet(frameOf(spans, { stepSeconds, historyDays: options.historyDays }), options)
  for (const member of members.toSorted((a, b) => compareText(a.vmId, b.vmId))) fleet.add(member)
  return fleet.demand()
}

interface FrameOptions {
  /** Default 3600. */
  readonly stepSeconds?: number
  /** How far back from the latest sample of all; default 28 days, as for single VMs. */
  readonly historyDays?: number | undefined
}

/**
 * Which steps are added up: whole days up to the end of the latest of `spans`, which reach from the first to the last
 * sample of each series.
 * @throws InputError `forecast.invalid` unless `historyDays` is whole and 1 or more.
 */
export function frameOf(
  spans: readonly Span[],
  { stepSeconds = SECONDS_PER_HOUR, historyDays = 28 }: FrameOptions = {},
): FleetFrame {
  checkHistory(historyDays)
  if (spans.length === 0) return { span: null, stepSeconds }
  const perDay = stepsPerDay(stepSeconds)
  const first = spans.reduce((least, span) => Math.min(least, span.first), Infinity)
  const end = spans.reduce((most, span) => Math.max(most, span.first + span.steps), -Infinity)
  const days = Math.max(1, Math.min(historyDays, Math.floor((end - first) / perDay)))
  return { span: { first: end - days * perDay, steps: days * perDay }, stepSeconds }
}

function checkHistory(days: number): void {
  if (Number.isInteger(days) && days > 0) return
  throw new InputError('forecast.invalid', `A history of ${days} days makes no sense.`, {
    suggestions: ['Ask for whole days, 1 or more, such as 28.'],
  })
}
