/** What `drplan forecast` gives as JSON. */
import type { ArtifactOf } from '../model/artifact.ts'
import type { Finding } from '../model/finding.ts'
import type { FleetSummary, PoolSizing } from '../model/fleet-demand.ts'
import type { Demand, ForecastSummary, ModelScore } from '../model/forecast.ts'
import type { Immutable } from '../model/immutable.ts'
import { metricUnitOf } from '../model/metric-series.ts'
import type { HistoryBacktest } from '../model/history-backtest.ts'
import type { PeerSizing, SeriesForecast, VmForecast, WhatIf } from '../model/vm-forecast.ts'

/** What is tried, where anything is; null = as in drplan.yaml. Nothing of such a run is kept. */
interface Tried {
  readonly whatIf: WhatIf | null
}

interface FleetReport extends FleetSummary {
  /** Of all amounts: vCPU, bytes. */
  readonly unit: string
}

/** What all planned VMs need at the same time, without a metric that nothing is known of. */
interface Together {
  readonly together: readonly FleetReport[]
}

export const fleetReport = (fleet: FleetSummary): FleetReport => ({ unit: metricUnitOf(fleet.metric), ...fleet })

export interface SiteReport extends Immutable<ArtifactOf<'demands'>>, Together {
  readonly schema: string
}

export interface WhatIfReport extends Immutable<ArtifactOf<'demands'>>, Together, Tried {
  readonly schema: 'drplan/what-if@1'
}

export interface BacktestReport extends HistoryBacktest {
  readonly schema: 'drplan/history-backtest@1'
}

export interface PoolReport extends PoolSizing {
  readonly schema: 'drplan/pool@1'
  readonly fleet: FleetReport
}

interface SeriesReport extends ForecastSummary {
  /** Of all amounts below: vCPU, bytes, bytes/s, operations/s, GPU. */
  readonly unit: string
  /** The means of the steps that were measured, up to `start`; null where a step has no sample. */
  readonly measured: readonly (number | null)[]
  /** ISO 8601 UTC of the first of them. */
  readonly measuredStart: string
  /** The expected course: one value a step. */
  readonly course: readonly number[]
  readonly quantiles: readonly { readonly level: number; readonly course: readonly number[] }[]
  /** Best first. */
  readonly scores: readonly ModelScore[]
}

export interface VmForecastReport extends Tried {
  readonly schema: 'drplan/vm-forecast@1'
  readonly vmId: string
  readonly name: string
  readonly application: string
  readonly tier: string
  readonly demands: readonly Demand[]
  readonly forecasts: readonly SeriesReport[]
  /** What the rules of peers ask for, and by what. */
  readonly peers: readonly PeerSizing[]
  readonly findings: readonly Finding[]
}

/** One VM with its courses and scores, all series whatever the screen shows. */
export const vmForecastReport = (vm: VmForecast, whatIf: WhatIf | null): VmForecastReport => ({
  schema: 'drplan/vm-forecast@1',
  whatIf,
  vmId: vm.vmId,
  name: vm.name,
  application: vm.application,
  tier: vm.tierId,
  demands: [vm.demand],
  forecasts: vm.series.map(seriesReport),
  peers: vm.peers,
  findings: vm.findings,
})

function seriesReport({ grid, forecast }: SeriesForecast): SeriesReport {
  const { point, quantiles, scores, ...summary } = forecast
  const measured = grid.mean.subarray(
    0,
    Math.round((Date.parse(forecast.start) - grid.startMs) / (grid.stepSeconds * 1000)),
  )
  return {
    ...summary,
    unit: metricUnitOf(forecast.metric),
    measured: Array.from(measured, (value) => (Number.isFinite(value) ? value : null)),
    measuredStart: new Date(grid.startMs).toISOString(),
    course: [...point],
    quantiles: quantiles.map((path, place) => ({ level: forecast.levels[place] ?? Number.NaN, course: [...path] })),
    scores,
  }
}
