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

/** `grids` are those of the VM, one a metric. */
export function deriveVm(vm: Vm, grids: readonly Grid[], policy: DemandPolicy): DerivedVm {
  const byMetric = new Map(grids.map((grid) => [grid.metric, grid]))
  const forecasts = new Map<MetricId, Forecast>()
  for (const grid of grids) {
    const made = forecastSeries(grid, forecastSettingsFor(policy, grid.stepSeconds))
    if (made !== null) forecasts.set(grid.metric, made)
  }
  const { demand, findings } = deriveDemand(vm, { grids: byMetric, forecasts }, policy)
  return { demand, forecasts: [...forecasts.values()], findings }
}
