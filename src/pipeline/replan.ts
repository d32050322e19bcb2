/** What drplan would plan for the site as it is now, changing as little of a committed plan as it can. Saves nothing. */
import { demandNow } from '../core/forecast/demand-now.ts'
import type { Kept } from '../core/mapping/value.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import type { Plan } from '../model/plan.ts'
import type { Site } from '../model/site.ts'
import { assembleInputs } from './assemble.ts'
import type { StepContext } from './context.ts'
import { mapKnown } from './map.ts'
import type { Scan } from './scan.ts'
import { scopeOf } from './scope.ts'
import { translateSite } from './translate.ts'

type Demands = Immutable<ArtifactOf<'demands'>>

export interface Present {
  readonly site: Site
  readonly scans: readonly Scan[]
  /** Forecast from samples as they are now; null = those of the plan count, with sizes as they are now. */
  readonly demands: Demands | null
  readonly committed: Plan
}

export async function replan(context: StepContext, present: Present): Promise<Plan> {
  const { site, scans, committed } = present
  const demands = present.demands ?? demandsNow(context, present)
  const mapping = await mapKeeping(context, { site, demands: demands.demands, committed })
  const translation = await translateSite(context, site, scans)
  return assembleInputs(context, { site, demands, mapping, translation }, null)
}

function demandsNow({ config }: StepContext, { site, committed }: Present): Demands {
  const before = new Map(committed.demands.map((demand) => [demand.vmId, demand]))
  const { planned } = scopeOf(site, config)
  const demands = planned.map(({ vm }) => demandNow(vm, before.get(vm.id), config.demand))
  return {
    demands: demands.toSorted((a, b) => (a.vmId < b.vmId ? -1 : 1)),
    forecasts: [],
    findings: committed.findings.filter(({ code }) => code.startsWith('forecast.')),
  }
}

/** A month of this much and more is worth another component; what is less is no reason to change a committed plan. */
const WORTH_PER_MONTH = 1000

interface Mapped extends Pick<Present, 'site' | 'committed'> {
  readonly demands: Demands['demands']
}

/** As `drplan plan` would, where that gives what is committed; else again, keeping to what is committed. */
async function mapKeeping(context: StepContext, { site, demands, committed }: Mapped): Promise<MappingContent> {
  const plain = await mapKnown(context, { site, demands, kept: new Map() })
  const before = keptOf(committed)
  const moved = plain.mapping.assignments.some(({ vmId, offering }) => {
    const kept = before.get(vmId)
    return kept && (kept.componentId !== offering.componentId || kept.strategy !== offering.strategy)
  })
  if (!moved) return plain
  const keep = { plan: 'the committed plan', worthPerMonth: WORTH_PER_MONTH }
  const config = { ...context.config, mapping: { ...context.config.mapping, keep } }
  return mapKnown({ ...context, config }, { site, demands, kept: before })
}
type MappingContent = Immutable<ArtifactOf<'mapping'>>

const keptOf = ({ mapping }: Plan): ReadonlyMap<string, Kept> =>
  new Map(mapping.assignments.map(({ vmId, offering: { componentId, strategy } }) => [vmId, { componentId, strategy }]))
