/** Step 3: which component every VM gets. Reads the demands and the target's catalogue; writes mapping.json. */
import { mapSite } from '../core/mapping/map-site.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import { count } from '../model/quantity.ts'
import type { StepContext } from './context.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf, scopeSettings } from './scope.ts'

/** Throws InputError `config.region-unknown`. */
export async function map(
  context: StepContext,
  monitored: Monitored,
  demands: Refreshed<'demands'>,
): Promise<Refreshed<'mapping'>> {
  const { config, target } = context
  const inputs = {
    site: monitored.site.stored.hash,
    demands: demands.stored.hash,
    catalogue: hashValue(target.loadCatalogue()),
    ...context.prices.inputs,
    'drplan.yaml: target': hashValue(config.target),
    'drplan.yaml: mapping, recovery': hashValue([config.mapping, config.recovery]),
    'drplan.yaml: tiering': hashValue(config.tiering),
    'drplan.yaml: scope': hashValue(scopeSettings(config)),
  }
  const compute = async (): Promise<Immutable<ArtifactOf<'mapping'>>> => mapAll(context, monitored, demands)
  const result = await refresh('mapping', context, { inputs, compute })
  const { assignments, unmapped, solution } = result.stored.content.mapping
  const lost = unmapped.length === 0 ? '' : `, ${unmapped.length} without a component`
  const summary = `${count(assignments.length, 'VM')} mapped${lost}; ${solution.status}, gap ${solution.gap * 100} %`
  context.report({ step: 'map', summary, reused: result.reused })
  return result
}

function mapAll(
  { config, target, prices }: StepContext,
  monitored: Monitored,
  demands: Refreshed<'demands'>,
): Immutable<ArtifactOf<'mapping'>> {
  const {
    planned,
    excluded,
    findings: scopeFindings,
  } = scopeOf(monitored.site.stored.content, config, demands.stored.content.demands)
  const { mapping, findings } = mapSite({
    vms: planned,
    demands: new Map(demands.stored.content.demands.map((demand) => [demand.vmId, demand])),
    catalogue: target.loadCatalogue(),
    region: config.target.region,
    policy: config.mapping,
    recovery: config.recovery,
  })
  return { mapping: { ...mapping, excluded }, findings: [...prices.findings, ...scopeFindings, ...findings] }
}
