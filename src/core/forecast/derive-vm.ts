/** Everything that is derived from one VM's history: its forecasts, the demand they lead to, and what is worth knowing. */
import type { DemandPolicy } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import type { Demand, Forecast } from '../../model/forecast.ts'
import type { Grid, MetricId } from '../../model/metric-series.ts'
import type { Vm } from '../../model/site.ts'
import { deriveDemand } from './demand.ts'
import { forecastSeries } from './forecast-series.ts'
import { forecastSettingsFor } from './usage.ts'

export interface DerivedVm {
  readonly demand: Demand
  /** By metric, of every series that has a sample. */
  readonly forecasts: readonly Forecast[]
  readonly findings: readonly Finding[]
}

/** `measured` are the series of the VM, one a metric. */
export function deriveVm(vm: Vm, measured: readonly Grid[], policy: DemandPolicy): DerivedVm {
  const cpu = measured.find(({ metric }) => metric === 'cpu')
  const grids = measured.map((grid) => (grid.metric === 'memory' && cpu ? withoutFalseZeros(grid, cpu) : grid))
  const byMetric = new Map(grids.map((grid) => [grid.metric, grid]))
  const forecasts = new Map<MetricId, Forecast>()
  for (const grid of grids) {
    const made = forecastSeries(grid, forecastSettingsFor(policy, grid.stepSeconds))
    if (made !== null) forecasts.set(grid.metric, made)
  }
  const { demand, findings } = deriveDemand(vm, { grids: byMetric, forecasts }, policy)
  return { demand, forecasts: [...forecasts.values()], findings }
}

/** A machine that computes uses memory: where it says zero of it, nobody answered. One that is off uses neither. */
function withoutFalseZeros(memory: Grid, cpu: Grid): Grid {
  if (memory.stepSeconds !== cpu.stepSeconds || !memory.mean.includes(0)) return memory
  const ahead = (memory.startMs - cpu.startMs) / (1000 * cpu.stepSeconds)
  const isFalse = (step: number): boolean => memory.mean[step] === 0 && (cpu.mean[step + ahead] ?? 0) > 0
  const known = (values: Float64Array): Float64Array =>
    values.map((value, step) => (isFalse(step) ? Number.NaN : value))
  return { ...memory, mean: known(memory.mean), p95: known(memory.p95), max: known(memory.max) }
}
