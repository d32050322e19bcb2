/** How a demand follows from a forecast, in a sentence. */
import type { Demand, Need } from '../../model/forecast.ts'
import type { MetricId } from '../../model/metric-series.ts'
import { expectedOf, needOf, sizingUnitOf, type Measured } from '../../model/metric-units.ts'
import { percent } from '../../model/quantity.ts'
import { amount, daysOrHours, figure, quantileName } from './forecast-figures.ts'

/** Less than this is how figures round. */
const SLACK = 1e-9

export function demandSentence(demand: Demand, metric: MetricId, measured: Measured): string {
  const need = needOf(demand, metric, measured)
  const unit = sizingUnitOf(metric)
  if (need !== null) return `Demand: ${needSentence(demand, need, unit)}`
  const expected = expectedOf(demand, metric, measured)
  if (expected !== null)
    return `Demand: ${amount(expected, unit)} is the ${quantileName(demand.level)} of what was measured.`
  return `No component is sized by ${metric} alone.`
}

/** How one need follows: "4 vCPU is the P95 over 28 d …". */
export const needSentence = (demand: Demand, need: Need, unit: string): string =>
  need.basis === 'allocation' ? byAllocation(need, unit) : byForecast(demand, need, unit)

function byAllocation({ allocated }: Need, unit: string): string {
  if (allocated === null) return 'unknown, because neither enough samples nor an allocation is known.'
  return `its allocation of ${amount(allocated, unit)}, because there are too few samples to size it by.`
}

function byForecast({ level, horizonHours }: Demand, need: Need, unit: string): string {
  const expected = need.expected ?? 0
  const whole = expected / (1 - need.headroom)
  const head = `${amount(expected, unit)} is the ${quantileName(level)} over ${daysOrHours(horizonHours)}${aside(need)}`
  const kept = need.headroom > 0 ? `; with ${percent(need.headroom)} kept free, ${amount(whole, unit)} are needed` : ''
  const cut =
    need.required < whole - SLACK ? `, cut to ${amount(need.required, unit)}, the most that drplan.yaml allows` : ''
  const has = need.allocated === null ? '' : `; ${figure(need.allocated)} are allocated`
  return `${head}${kept}${cut}${has}.`
}

/** The band of the figure, and how much of it is still to come. */
function aside({ interval, growth }: Need): string {
  const parts = [
    ...(interval ? [`band ${figure(interval.lower)} to ${figure(interval.upper)}`] : []),
    ...(growth !== null && growth >= 0.001 ? [`${figure(growth)} of it growth to come`] : []),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
