/** VMs that are tied to one another by needs, directly or through others, in either direction. */
import type { OrderGraph } from '../../model/recovery-order.ts'

/** In the order of their first ids; together they are the graph. */
export function componentsOf({ ids, needs, urgency }: OrderGraph): readonly OrderGraph[] {
  const near = neighbours(ids, needs)
  const componentOf = new Map<string, number>()
  for (const [number, root] of ids.entries()) if (!componentOf.has(root)) flood(root, number, { near, componentOf })
  return [...Map.groupBy(ids, (id) => componentOf.get(id)).values()].map((own) => ({ ids: own, needs, urgency }))
}

type Near = ReadonlyMap<string, readonly string[]>

function neighbours(ids: readonly string[], needs: Near): Near {
  const near = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const id of ids)
    for (const need of needs.get(id) ?? []) {
      near.get(id)?.push(need)
      near.get(need)?.push(id)
    }
  return near
}

function flood(
  root: string,
  number: number,
  { near, componentOf }: { readonly near: Near; readonly componentOf: Map<string, number> },
): void {
  const reached = new Set([root])
  for (const at of reached) {
    componentOf.set(at, number)
    for (const next of near.get(at) ?? []) reached.add(next)
  }
}
