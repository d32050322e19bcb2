/** Step 2: what every planned VM will need. Reads the metric store; writes demands.json and the curves. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { forecastSettingsFor } from '../core/forecast/usage.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Forecast, ForecastSummary } from '../model/forecast.ts'
import type { Immutable } from '../model/immutable.ts'
import { count } from '../model/quantity.ts'
import { removeArtifact } from '../workspace/artifacts.ts'
import { compareText } from '../model/text-order.ts'
import type { VmHistory } from '../workers/forecast-lot.ts'
import { deriveAll } from '../workers/forecast-pool.ts'
import { writeForecasts, type ForecastFiles } from '../workspace/forecast-store.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { gridsByVm } from './grids-by-vm.ts'
import { metricFolder } from './metric-folder.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf, scopeSettings } from './scope.ts'

type Demands = Immutable<ArtifactOf<'demands'>>

const SECONDS_PER_HOUR = 3600

const filesOf = ({ folders }: StepContext): ForecastFiles => ({
  curves: join(folders.workspace, 'forecasts.parquet'),
  scores: join(folders.workspace, 'scores.parquet'),
})

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
    fresh: Object.values(filesOf(context)).some((file) => !existsSync(file)),
    compute: () => deriveSite(planned, context),
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

/** Some VMs at a time, so that no more of the history is in memory; curves go into their file as they are made. */
async function deriveSite(planned: readonly ScopedVm[], context: StepContext): Promise<Demands> {
  const { folders, config, threads } = context
  const demands: Demands['demands'][number][] = []
  const summaries: ForecastSummary[] = []
  const findings: Finding[] = []
  const derived = deriveAll(historiesOf(planned, context), { policy: config.demand, threads })
  async function* made(): AsyncGenerator<Forecast> {
    for await (const one of derived) {
      demands.push(one.demand)
      findings.push(...one.findings)
      summaries.push(...one.forecasts.map(summaryOf))
      yield* one.forecasts
    }
  }
  // The curves carry no hash of their inputs: no older demands may stand beside newer curves, should this run be killed.
  await removeArtifact('demands', folders)
  const { levels } = forecastSettingsFor(config.demand, SECONDS_PER_HOUR)
  await writeForecasts(filesOf(context), { levels, forecasts: made() })
  return {
    demands: demands.sort((a, b) => compareText(a.vmId, b.vmId)),
    forecasts: summaries,
    findings: grouped(findings).sort(compareFindings),
  }
}

/** Every planned VM once: those with samples in the order of the store, then the others. */
async function* historiesOf(planned: readonly ScopedVm[], context: StepContext): AsyncGenerator<VmHistory> {
  const waiting = new Map(planned.map(({ vm }) => [vm.id, vm]))
  for await (const [vmId, grids] of gridsByVm(readGrids(metricFolder(context)))) {
    const vm = waiting.get(vmId)
    if (!vm) continue
    waiting.delete(vmId)
    yield { vm, grids: [...grids.values()] }
  }
  for (const vm of waiting.values()) yield { vm, grids: [] }
}

const summaryOf = ({ point: _point, quantiles: _quantiles, scores: _scores, ...summary }: Forecast): ForecastSummary =>
  summary

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
