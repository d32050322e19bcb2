/** What VMs that fail over together need at the same time: a line under the table of demands. */
import type { FleetSummary } from '../../model/fleet-demand.ts'
import { inSizingUnit, sizingUnitOf } from '../../model/metric-units.ts'
import { count, percent } from '../../model/quantity.ts'
import { paragraph, style } from '../text.ts'
import { amount, figure, quantileName } from './forecast-figures.ts'

/** No line for a single VM, or where nothing is known. */
export function togetherLines(fleets: readonly FleetSummary[], width: number): readonly string[] {
  const shown = fleets.filter(({ members }) => members.length > 1)
  if (shown.length === 0) return []
  return [
    ...paragraph(`${style.bold('Together:')} ${shown.map(fleetWords).join('; ')}.`, width),
    ...paragraph(style.dim(howAdded(shown)), width),
    '',
  ]
}

function fleetWords({ metric, peakOfSums, sumOfPeaks, quantiles }: FleetSummary): string {
  const shown = (value: number): string => figure(inSizingUnit(metric, value))
  const at = quantiles.map(({ level, value }) => `, ${quantileName(level)}\u00a0${shown(value)}`).join('')
  return `${amount(inSizingUnit(metric, peakOfSums), sizingUnitOf(metric))} at peak (sum of single peaks ${shown(sumOfPeaks)})${at}`
}

/** Over which history, and what of it was not measured. */
function howAdded(fleets: readonly FleetSummary[]): string {
  const days = fleets[0]?.historyDays ?? 0
  const head = `Added hour by hour over ${count(days, 'day')} of history, without growth and headroom.`
  return `${head} ${unmeasured(fleets)}`.trimEnd()
}

/** What stands in for samples, the same of several metrics once; nothing where all hours were measured. */
export function unmeasured(fleets: readonly FleetSummary[]): string {
  const alike = [...Map.groupBy(fleets, (fleet) => standIns(fleet, '')).values()]
  return alike
    .flatMap((some) => some.slice(0, 1).map((one) => standIns(one, some.map(({ metric }) => metric).join(' and '))))
    .filter((words) => words !== '')
    .join(' ')
}

function standIns(fleet: FleetSummary, metrics: string): string {
  const { members, unknown } = fleet
  const byAllocation = members.filter(({ basis }) => basis === 'allocation').length
  const filled = filledShare(fleet)
  return [
    ...(byAllocation > 0 ? [`For ${of(byAllocation, members.length)} the allocation of ${metrics} stands in.`] : []),
    ...(filled > 0
      ? [
          `${filled < 0.005 ? 'Under 1\u00a0%' : percent(filled)} of the hours of ${metrics} were filled with high ones.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`Not in the sum, because nothing is known of their ${metrics}: ${count(unknown.length, 'VM')}.`]
      : []),
  ].join(' ')
}

/** Of the hours of those VMs that have samples. */
function filledShare({ members, historyDays, stepSeconds }: FleetSummary): number {
  const measured = members.filter(({ basis }) => basis === 'samples')
  const filled = measured.reduce((sum, { filledSteps }) => sum + filledSteps, 0)
  return filled === 0 ? 0 : filled / (measured.length * historyDays * (SECONDS_PER_DAY / stepSeconds))
}

const SECONDS_PER_DAY = 86_400

const of = (some: number, all: number): string => `${some}\u00a0of ${count(all, 'VM')}`
