/** Step 3: which component every VM gets. Reads the demands and the target's catalogue; writes mapping.json. */
import { judgeCompatibility } from '../core/compatibility/judge.ts'
import type { Instance } from '../core/mapping/optimise/instance.ts'
import { mapSite, type Asked, type Reply } from '../core/mapping/map-site.ts'
import type { MapSiteInput } from '../core/mapping/draft-mapping.ts'
import type { Kept } from '../core/mapping/value.ts'
import { mapAccelerators } from '../core/mapping/mapped-accelerators.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import type { MappingPolicy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Demand } from '../model/forecast.ts'
import type { Immutable } from '../model/immutable.ts'
import type { Mapping } from '../model/mapping.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import { assignInThread, solveInThread, type Searching } from '../workers/optimise-thread.ts'
import type { StepContext } from './context.ts'
import type { Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { keptBy, keptPlan } from './kept-plan.ts'
import { quotaInputs } from './quotas.ts'
import { scopeOf, scopeSettings } from './scope.ts'

/** Throws InputError `config.region-unknown`; of the plan to keep to what reading an artefact throws. */
export async function map(
  context: StepContext,
  monitored: Monitored,
  demands: Refreshed<'demands'>,
): Promise<Refreshed<'mapping'>> {
  const { config, target } = context
  const kept = await keptPlan(context)
  const inputs = {
    site: monitored.site.stored.hash,
    demands: demands.stored.hash,
    catalogue: hashValue(target.loadCatalogue()),
    ...context.prices.inputs,
    ...quotaInputs(context),
    'drplan.yaml: target': hashValue(config.target),
    'drplan.yaml: mapping, recovery': hashValue([config.mapping, config.recovery]),
    ...('dayConversions' in target.compatibility && {
      'what the platform converts on the day': hashValue(target.compatibility.dayConversions),
    }),
    'drplan.yaml: tiering': hashValue(config.tiering),
    'drplan.yaml: scope': hashValue(scopeSettings(config)),
    ...(kept && { 'mapping.keep.plan': kept.hash }),
  }
  const known = {
    site: monitored.site.stored.content,
    demands: demands.stored.content.demands,
    kept: keptBy(kept),
  }
  const compute = (): Promise<Immutable<ArtifactOf<'mapping'>>> => mapKnown(context, known)
  const result = await refresh('mapping', context, { inputs, compute })
  const { assignments, unmapped, solution, compatibility = [] } = result.stored.content.mapping
  const lost = unmapped.length === 0 ? '' : `, ${unmapped.length} without a component`
  const blocked = compatibility.filter(({ verdict }) => verdict === 'not-ready').length - unmapped.length
  const notReady = blocked > 0 ? `, ${blocked} of them not ready to run there` : ''
  const gap = solution.gap === null ? '' : `, gap ${Number((solution.gap * 100).toFixed(4))} %`
  const summary = `${count(assignments.length, 'VM')} mapped${notReady}${lost}; ${solution.status}${gap}`
  context.report({ step: 'map', summary, reused: result.reused })
  return result
}

/** What a mapping is made from, beside drplan.yaml and the catalogue. */
export interface Known {
  readonly site: Site
  readonly demands: readonly Demand[]
  /** By VM id: what an earlier plan gave it. */
  readonly kept: ReadonlyMap<string, Kept>
}

export async function mapKnown(context: StepContext, known: Known): Promise<Immutable<ArtifactOf<'mapping'>>> {
  const { config, target, prices } = context
  const { input, excluded, findings: scopeFindings } = mappingInput(context, known)
  const { mapping, findings } = await mapEstate(input)
  const { accelerators, findings: acceleratorFindings } = mapAccelerators(mapping, input)
  const { compatibility, findings: compatibilityFindings } = judgeCompatibility({
    planned: input.vms,
    target: target.compatibility,
    waivers: config.mapping.waivers,
    today: config.mapping.today,
    withoutComponent: new Set(mapping.unmapped.map(({ vmId }) => vmId)),
  })
  return {
    mapping: { ...mapping, excluded, compatibility, ...(accelerators.length > 0 && { accelerators }) },
    findings: [...prices.findings, ...scopeFindings, ...findings, ...acceleratorFindings, ...compatibilityFindings],
  }
}

/** Any fixed number: the same search every time. */
const SEED = 1

/** Up to here the best itself is mostly found within a second. */
const EXACT_VMS = 200
const USUAL_GAP = 0.001

export const searchFor = ({ gap, seconds }: MappingPolicy, { vmCount }: Instance): Searching => ({
  seed: SEED,
  targetGap: gap ?? (vmCount <= EXACT_VMS ? 0 : USUAL_GAP),
  seconds,
})

/** Every question of the mapping is answered in another thread. */
export async function mapEstate(input: MapSiteInput): Promise<{ mapping: Mapping; findings: readonly Finding[] }> {
  const steps = mapSite(input)
  let step = steps.next()
  while (step.done !== true) step = steps.next(await replyTo(step.value, input.policy))
  return step.value
}

function replyTo(asked: Asked, policy: MappingPolicy): Promise<Reply> {
  if (asked.kind === 'assign') return assignInThread(asked.instance, searchFor(policy, asked.instance))
  return solveInThread(asked.question, { seed: SEED, targetGap: asked.question.relativeGap, seconds: policy.seconds })
}

export function mappingInput(
  { config, target, accountQuotas }: StepContext,
  { site, demands, kept }: Known,
): { input: MapSiteInput; excluded: Mapping['excluded']; findings: readonly Finding[] } {
  const { planned, excluded, findings } = scopeOf(site, config, demands)
  const catalogue = target.loadCatalogue()
  return {
    excluded,
    findings,
    input: {
      vms: planned,
      demands: new Map(demands.map((demand) => [demand.vmId, demand])),
      catalogue,
      region: config.target.region,
      policy: config.mapping,
      recovery: config.recovery,
      site,
      quotas: target.quotasOf(catalogue),
      accountQuotas: accountQuotas?.content ?? null,
      recoveryService: target.recoveryService,
      zones: target.zones,
      dayConversions: target.compatibility.dayConversions ?? [],
      kept,
    },
  }
}
