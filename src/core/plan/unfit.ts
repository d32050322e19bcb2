/** VMs that a rule of compatibility says cannot run at the recovery site as they are; and what waits for them in vain. */
import type { Mapping } from '../../model/mapping.ts'
import type { DependencyGraph } from './dependencies.ts'

/** By VM id: the VM that is not ready, itself or one that it needs, directly or through others. */
export function unfitVms(graph: DependencyGraph, { compatibility = [] }: Mapping): ReadonlyMap<string, string> {
  const blocked = new Set(compatibility.filter(({ verdict }) => verdict === 'not-ready').map(({ vmId }) => vmId))
  const unfit = new Map<string, string>()
  for (const id of graph.order) {
    const need = (graph.needs.get(id) ?? []).find((one) => unfit.has(one))
    const culprit = blocked.has(id) ? id : need === undefined ? undefined : unfit.get(need)
    if (culprit !== undefined) unfit.set(id, culprit)
  }
  return unfit
}
