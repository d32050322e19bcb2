/** Forecasts that are looked at and not kept: one VM with its courses, or the whole site with other settings. */
import { deriveVm } from '../core/forecast/derive-vm.ts'
import { sizeByPeers, type PeerInputs } from '../core/forecast/peer-sizing.ts'
import type { DemandPolicy } from '../model/config.ts'
import type { FleetSummary } from '../model/fleet-demand.ts'
import type { Grid } from '../model/metric-series.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { Site } from '../model/site.ts'
import type { VmForecast, WhatIf } from '../model/vm-forecast.ts'
import { withLock } from '../workspace/lock.ts'
import { readSamples } from '../workspace/metrics/raw.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { deriveSite, type Demands } from './derive-site.ts'
import { addTogether, summaryOf } from './fleet.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor } from './monitor.ts'
import { scopeOf } from './scope.ts'

const HOURS_PER_DAY = 24

/** Part of a day is a part of `horizonDays`: horizons of whole hours stay whole steps. */
const policyOf = (policy: DemandPolicy, { horizonHours, selection, quantile }: WhatIf): DemandPolicy => ({
  ...policy,
  horizonDays: horizonHours === null ? policy.horizonDays : horizonHours / HOURS_PER_DAY,
  selection: selection ?? policy.selection,
  quantile: quantile ?? policy.quantile,
})

export interface TriedSite {
  readonly site: Site
  readonly demands: Demands
  /** What all planned VMs need at the same time, by the history. */
  readonly together: readonly FleetSummary[]
}

/** Every planned VM with the settings of `whatIf`; what the site holds is read anew where it is stale, no forecast is written. */
export const tryForecast = (context: StepContext, whatIf: WhatIf): Promise<TriedSite> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const site = monitored.site.stored.content
    const { planned } = scopeOf(site, context.config)
    const policy = policyOf(context.config.demand, whatIf)
    const derivation = deriveSite(planned, context, policy)
    // The courses are let go: only what they came to is wanted.
    for await (const _ of derivation.made());
    const fleets = await addTogether(planned, context, { metrics: monitored.metrics, levels: [policy.quantile] })
    return { site, demands: derivation.demands(), together: fleets.map(summaryOf) }
  })

export interface VmToTry {
  /** Picks one of the VMs that the plan covers. */
  readonly pick: (planned: readonly ScopedVm[]) => ScopedVm
  readonly whatIf: WhatIf
}

/** One planned VM; no other one is read or forecast, and no forecast is written. What `pick` throws passes through. */
export const tryForecastVm = (context: StepContext, { pick, whatIf }: VmToTry): Promise<VmForecast> =>
  withLock(context.folders.workspace, async () => {
    const site = (await monitor(context)).site.stored.content
    const scoped = pick(scopeOf(site, context.config).planned)
    const grids: Grid[] = []
    for await (const grid of readGrids(metricFolder(context), scoped.vm.id)) grids.push(grid)
    const samples = await readSamples(metricFolder(context), scoped.vm.id, ['cpu', 'memory'])
    return forecastVm(scoped, { grids, samples }, policyOf(context.config.demand, whatIf))
  })

function forecastVm(
  { vm, application, tier }: ScopedVm,
  { grids, samples }: Omit<PeerInputs, 'vm'>,
  policy: DemandPolicy,
): VmForecast {
  const { demand, forecasts, findings } = deriveVm(vm, grids, policy)
  const byMetric = new Map(forecasts.map((forecast) => [forecast.metric, forecast]))
  const series = grids.flatMap((grid) => {
    const forecast = byMetric.get(grid.metric)
    return forecast ? [{ grid, forecast }] : []
  })
  const peers = sizeByPeers({ vm, grids, samples })
  return { vmId: vm.id, name: vm.name, application, tierId: tier.id, demand, series, peers, findings }
}
