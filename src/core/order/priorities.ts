/**
 * Waves as priorities of a service that has few of them, with needs inside a priority stated VM by VM. Waves keep their
 * order, so what a VM needs is never in a later priority than itself; where it is in an earlier one the priority says it.
 */
import type { PrioritisedPart } from '../../model/order-export.ts'
import type { OrderGraph } from '../../model/recovery-order.ts'
import { compareText } from '../../model/text-order.ts'
import { packParts } from './pack-parts.ts'

/** `urgency` of the graph is the number of the wave. By id, not by key. */
export function prioritise(
  graph: OrderGraph,
  { priorities, vmsInPlan }: { readonly priorities: number; readonly vmsInPlan: number },
): readonly PrioritisedPart[] {
  const { parts } = packParts(graph, { vmsInPart: vmsInPlan, groupsInPart: null })
  const waves = [...new Set(graph.ids.map((id) => graph.urgency.get(id) ?? 0))].sort((a, b) => a - b)
  const priorityOf = (id: string): number => {
    const index = waves.indexOf(graph.urgency.get(id) ?? 0)
    return 1 + (waves.length <= priorities ? index : Math.floor((index * priorities) / waves.length))
  }
  return parts.map(({ groups }) => {
    const ids = groups.flat().sort(compareText)
    const own = new Map(ids.map((id) => [id, priorityOf(id)]))
    return {
      vms: ids.map((key) => ({
        key,
        priority: priorityOf(key),
        needs: (graph.needs.get(key) ?? []).filter((need) => own.get(need) === priorityOf(key)),
      })),
    }
  })
}
