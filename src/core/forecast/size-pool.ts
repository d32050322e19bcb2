/** The pool that VMs which fail over together would need, for the shortages that people ask about. */
import type { FleetDemand, PoolSizing } from '../../model/fleet-demand.ts'
import { drawPeaks, poolFor, shortageProbability, type PeakOptions } from './fleet-peaks.ts'

/** One in twenty, in a hundred, in a thousand. */
const ASKED = [0.05, 0.01, 0.001] as const

/** `pool` in the unit of the metric. @throws InputError `forecast.invalid` as drawPeaks does. */
export function sizePool(demand: FleetDemand, pool: number, options: PeakOptions): PoolSizing {
  const { peaks, ...drawn } = drawPeaks(demand, options)
  const distribution = { ...drawn, peaks }
  const { sum: _sum, dayPeaks: _dayPeaks, ...fleet } = demand
  return {
    fleet,
    drawn,
    shortage: shortageProbability(distribution, pool),
    pools: ASKED.map((probability) => ({ probability, pool: poolFor(distribution, probability) })),
  }
}
