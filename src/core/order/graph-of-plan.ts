/** The order of recovery of a plan as a graph, and the chain that decides when the last VM is back. */
import type { Needs } from '../../model/needs.ts'
import type { Plan } from '../../model/plan.ts'
import { backAfter, recoveryTerms } from '../../model/recovery-terms.ts'
import type { OrderGraph } from '../../model/recovery-order.ts'
import { compareText } from '../../model/text-order.ts'
import { levelsOf } from './levels.ts'

/**
 * Of VMs that are in a wave; `only`: of those of them. Who needs one that is left out needs what that one needs: it still
 * waits for it, through the other.
 */
export function graphOfPlan({ vms, waves }: Pick<Plan, 'vms' | 'waves'>, only?: ReadonlySet<string>): OrderGraph {
  const urgency = new Map(waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  const wanted = (id: string): boolean => urgency.has(id) && (only?.has(id) ?? true)
  const stated = new Map(vms.map(({ vmId, dependsOn }) => [vmId, dependsOn]))
  const ids = vms
    .map(({ vmId }) => vmId)
    .filter(wanted)
    .sort(compareText)
  return { ids, needs: new Map(ids.map((id) => [id, nearest(id, stated, wanted)])), urgency }
}

function nearest(from: string, needs: Needs, wanted: (id: string) => boolean): readonly string[] {
  const seen = new Set<string>()
  const open = [...(needs.get(from) ?? [])]
  for (const id of open) {
    if (seen.has(id)) continue
    seen.add(id)
    if (!wanted(id)) open.push(...(needs.get(id) ?? []))
  }
  return [...seen].filter((id) => wanted(id) && id !== from).sort(compareText)
}

export interface CriticalPath {
  /** The last VM that is back, after all that it waited for. */
  readonly vmIds: readonly string[]
  /** After the disaster, by the model of the plan. */
  readonly minutes: number
}

interface End {
  readonly end: number
  /** Whom it waited for last; null = nobody. */
  readonly after: string | null
}

/** None where nothing comes back. */
export function criticalPath(plan: Pick<Plan, 'vms' | 'waves' | 'mapping'>): CriticalPath {
  const ends = endsOf(plan)
  const last = lastOf([...ends.keys()].sort(compareText), ends)
  if (last === null) return { vmIds: [], minutes: 0 }
  const vmIds: string[] = []
  for (let at: string | null = last; at !== null; at = ends.get(at)?.after ?? null) vmIds.unshift(at)
  return { vmIds, minutes: endOf(last, ends) }
}

function endsOf(plan: Pick<Plan, 'vms' | 'waves' | 'mapping'>): ReadonlyMap<string, End> {
  const graph = graphOfPlan(plan)
  const achieved = new Map(plan.mapping.assignments.map((one) => [one.vmId, one.achieved]))
  const ends = new Map<string, End>()
  for (const id of levelsOf(graph).order) {
    const terms = recoveryTerms(achieved.get(id) ?? { terms: [] })
    const last = lastOf(graph.needs.get(id) ?? [], ends)
    const { end, waits } = backAfter(terms, last === null ? 0 : endOf(last, ends))
    ends.set(id, { end, after: waits ? last : null })
  }
  return ends
}

const endOf = (id: string, ends: ReadonlyMap<string, End>): number => ends.get(id)?.end ?? 0

/** The latest; of several the first. */
const lastOf = (ids: readonly string[], ends: ReadonlyMap<string, End>): string | null =>
  ids.reduce<string | null>(
    (latest, id) => (latest !== null && endOf(latest, ends) >= endOf(id, ends) ? latest : id),
    null,
  )
