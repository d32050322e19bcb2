/** Step 2: what every planned VM will need. Reads the metric store; writes demands.json and the curves. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { deriveDemand } from '../core/forecast/demand.ts'
import { forecastSeries } from '../core/forecast/forecast-series.ts'
import { forecastSettingsFor } from '../core/forecast/usage.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import type { Config } from '../model/config.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Forecast } from '../model/forecast.ts'
import type { Immutable } from '../model/immutable.ts'
import type { Grid, MetricId } from '../model/metric-series.ts'
import { count } from '../model/quantity.ts'
import { removeArtifact } from '../workspace/artifacts.ts'
import { writeForecasts } from '../workspace/forecast-store.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { gridsByVm } from './grids-by-vm.ts'
import { metricFolder } from './metric-folder.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf, scopeSettings } from './scope.ts'

type Demands = Immutable<ArtifactOf<'demands'>>

const curveFile = (context: StepContext): string => join(context.folders.workspace, 'forecasts.parquet')

export async function forecast(context: StepContext, monitored: Monitored): Promise<Refreshed<'demands'>> {
  const { site } = monitored
  const { planned } = scopeOf(site.stored.content, context.config)
  const inputs = {
    site: site.stored.hash,
    metrics: monitored.metrics.hash,
    'drplan.yaml: demand': hashValue(context.config.demand),
    'drplan.yaml: scope': hashValue(scopeSettings(context.config)),
  }
  const result = await refresh('demands', context, {
    inputs,
    fresh: !existsSync(curveFile(context)),
    compute: () => deriveAll(planned, context),
  })
  const { demands, forecasts } = result.stored.content
  const measured = demands.filter(({ confidence }) => confidence.level !== 'none').length
  context.report({
    step: 'forecast',
    summary: `${count(forecasts.length, 'series', 'series')}; ${count(measured, 'VM')} sized by history, ${demands.length - measured} by allocation`,
    reused: result.reused,
  })
  return result
}

/** VM by VM, so that only one VM's history is in memory at a time. */
async function deriveAll(planned: readonly ScopedVm[], context: StepContext): Promise<Demands> {
  const wanted = new Map(planned.map(({ vm }) => [vm.id, vm]))
  const waiting = new Set(wanted.keys())
  const demands: Demands['demands'][number][] = []
  const forecasts: Forecast[] = []
  const findings: Finding[] = []
  const derive = (vmId: string, grids: ReadonlyMap<MetricId, Grid>): void => {
    const vm = wanted.get(vmId)
    if (!vm || !waiting.delete(vmId)) return
    const own = forecastAll(grids, context.config)
    const { demand, findings: found } = deriveDemand(vm, { grids, forecasts: own }, context.config.demand)
    demands.push(demand)
    forecasts.push(...own.values())
    findings.push(...found)
  }
  for await (const [vmId, grids] of gridsByVm(readGrids(metricFolder(context)))) derive(vmId, grids)
  for (const vmId of waiting) derive(vmId, new Map())
  // The curves carry no hash of their inputs: no older demands may stand beside newer curves, should this run be killed.
  await removeArtifact('demands', context.folders)
  await writeForecasts(curveFile(context), forecasts)
  return {
    demands: demands.sort((a, b) => (a.vmId < b.vmId ? -1 : 1)),
    forecasts: forecasts.map(({ point, interval, ...summary }) => ({
      ...summary,
      steps: point.length,
      intervalLevel: interval.level,
    })),
    findings: grouped(findings).sort(compareFindings),
  }
}

function forecastAll(grids: ReadonlyMap<MetricId, Grid>, config: Config): ReadonlyMap<MetricId, Forecast> {
  const forecasts = new Map<MetricId, Forecast>()
  for (const [metric, grid] of grids) {
    const made = forecastSeries(grid, forecastSettingsFor(config.demand, grid.stepSeconds))
    if (made) forecasts.set(metric, made)
  }
  return forecasts
}

/** "No history" of fifty VMs is one finding about fifty VMs. */
function grouped(findings: readonly Finding[]): Finding[] {
  const same = findings.filter(({ code }) => code === 'forecast.history-missing')
  const rest = findings.filter(({ code }) => code !== 'forecast.history-missing')
  if (same.length < 2) return [...findings]
  const affected = same.flatMap((finding) => finding.affected).sort()
  const finding = createFinding('forecast.history-missing', {
    subject: count(affected.length, 'VM'),
    message: `${affected.length} VMs have no usable history, so they are sized by their allocation.`,
    suggestion: 'Add a source of metrics for them under sources in drplan.yaml.',
    affected,
  })
  return [...rest, finding]
}
