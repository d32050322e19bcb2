/** VMs that are tied to one another by needs, directly or through others, in either direction. */
import type { OrderGraph } from '../../model/recovery-order.ts'

/** In the order of their first ids; together they are the graph. */
export function componentsOf(graph: OrderGraph): readonly OrderGraph[] {
  const { ids, needs, urgency } = graph
  const near = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const id of ids)
    for (const need of needs.get(id) ?? []) {
      near.get(id)?.push(need)
      near.get(need)?.push(id)
    }
  const componentOf = new Map<string, number>()
  let found = 0
  for (const root of ids) {
    if (componentOf.has(root)) continue
    const reached = [root]
    componentOf.set(root, found)
    for (const at of reached)
      for (const next of near.get(at) ?? []) {
        if (componentOf.has(next)) continue
        componentOf.set(next, found)
        reached.push(next)
      }
    found++
  }
  const members = Map.groupBy(ids, (id) => componentOf.get(id) ?? 0)
  return [...members.values()].map((own) => ({ ids: own, needs, urgency }))
}
