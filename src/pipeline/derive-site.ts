/** Every planned VM derived from its samples, some at a time, so that no more of the history is in memory. */
import type { ArtifactOf } from '../model/artifact.ts'
import type { DemandPolicy } from '../model/config.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Forecast, ForecastSummary } from '../model/forecast.ts'
import type { Immutable } from '../model/immutable.ts'
import { count } from '../model/quantity.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import { compareText } from '../model/text-order.ts'
import type { VmHistory } from '../workers/forecast-lot.ts'
import { deriveAll } from '../workers/forecast-pool.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { gridsByVm } from './grids-by-vm.ts'
import { metricFolder } from './metric-folder.ts'

export type Demands = Immutable<ArtifactOf<'demands'>>

export interface SiteDerivation {
  /** The forecasts with their curves, in the order of the store; to be taken once, and to the end. */
  made(): AsyncGenerator<Forecast>
  /** What all VMs came to, once every forecast was taken. */
  demands(): Demands
}

export function deriveSite(
  planned: readonly ScopedVm[],
  context: StepContext,
  policy: DemandPolicy = context.config.demand,
): SiteDerivation {
  const demands: Demands['demands'][number][] = []
  const forecasts: ForecastSummary[] = []
  const findings: Finding[] = []
  return {
    async *made() {
      for await (const one of deriveAll(historiesOf(planned, context), { policy, threads: context.threads })) {
        demands.push(one.demand)
        findings.push(...one.findings)
        forecasts.push(...one.forecasts.map(summaryOf))
        yield* one.forecasts
      }
    },
    demands: () => ({
      demands: demands.toSorted((a, b) => compareText(a.vmId, b.vmId)),
      forecasts,
      findings: grouped(findings).sort(compareFindings),
    }),
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
