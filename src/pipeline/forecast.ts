/** Step 2: what every planned VM will need. Reads the metric store; writes demands.json and the curves. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { forecastSettingsFor } from '../core/forecast/usage.ts'
import { count } from '../model/quantity.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import { removeArtifact } from '../workspace/artifacts.ts'
import { writeForecasts, type ForecastFiles } from '../workspace/forecast-store.ts'
import type { StepContext } from './context.ts'
import { deriveSite, type Demands } from './derive-site.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf, scopeSettings } from './scope.ts'

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
    compute: () => deriveAndWrite(planned, context),
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

/** The curves go into their file as they are made. */
async function deriveAndWrite(planned: readonly ScopedVm[], context: StepContext): Promise<Demands> {
  const derivation = deriveSite(planned, context)
  // The curves carry no hash of their inputs: no older demands may stand beside newer curves, should this run be killed.
  await removeArtifact('demands', context.folders)
  const { levels } = forecastSettingsFor(context.config.demand, SECONDS_PER_HOUR)
  await writeForecasts(filesOf(context), { levels, forecasts: derivation.made() })
  return derivation.demands()
}
