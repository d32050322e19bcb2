/** What VMs that fail over together need at the same time: a line under the table of demands. */
import type { FleetSummary } from '../../model/fleet-demand.ts'
import { inSizingUnit, sizingUnitOf } from '../../model/metric-units.ts'
import { count, percent } from '../../model/quantity.ts'
import { paragraph, style } from '../text.ts'
import { amount, figure, quantileName } from './forecast-figures.ts'

/** No line for a single VM, or where nothing is known. */
export function togetherLines(fleets: readonly FleetSummary[], width: number): readonly string[] {
  const shown = fleets.filter(({ members }) => members.length > 1)
  const [first] = shown
  if (!first) return []
  return [
    ...paragraph(`${style.bold('Together:')} ${shown.map(fleetWords).join('; ')}.`, width),
    ...paragraph(style.dim(howAdded(first)), width),
    '',
  ]
}

function fleetWords({ metric, peakOfSums, sumOfPeaks, quantiles }: FleetSummary): string {
  const shown = (value: number): string => figure(inSizingUnit(metric, value))
  const at = quantiles.map(({ level, value }) => `, ${quantileName(level)}\u00a0${shown(value)}`).join('')
  return `${amount(inSizingUnit(metric, peakOfSums), sizingUnitOf(metric))} at peak (sum of single peaks ${shown(sumOfPeaks)})${at}`
}

/** Over which history, and what of it was not measured. */
function howAdded(fleet: FleetSummary): string {
  return `Added hour by hour over ${count(fleet.historyDays, 'day')} of history, without growth and headroom. ${unmeasured(fleet)}`.trimEnd()
}

/** What stands in for samples, of one metric; nothing where all hours were measured. */
export function unmeasured({ metric, members, filledShare, unknown }: FleetSummary): string {
  const byAllocation = members.filter(({ basis }) => basis === 'allocation').length
  return [
    ...(byAllocation > 0 ? [`${of(byAllocation, members.length)} count with their allocation of ${metric}.`] : []),
    ...(filledShare > 0
      ? [`${atLeastSome(filledShare)} of all hours had no sample and were filled with high ones.`]
      : []),
    ...(unknown.length > 0
      ? [`Not in the sum, because nothing is known of them: ${count(unknown.length, 'VM')}.`]
      : []),
  ].join(' ')
}

const of = (some: number, all: number): string => `${some}\u00a0of ${count(all, 'VM')}`

const atLeastSome = (share: number): string => (share < 0.005 ? 'Under 1\u00a0%' : percent(share))
