/** How deep a VM stands in the chains of needs, seen from both ends. */
import { BugError } from '../../errors.ts'
import type { OrderGraph } from '../../model/recovery-order.ts'

export interface Levels {
  /** By id: VMs of the longest chain that ends with it, itself counted. */
  readonly depth: ReadonlyMap<string, number>
  /** By id: VMs of the longest chain that begins with it, itself counted. */
  readonly height: ReadonlyMap<string, number>
  /** Every id after all that it needs; ties by id. */
  readonly order: readonly string[]
  /** By id: those that need it. */
  readonly neededBy: ReadonlyMap<string, readonly string[]>
}

/** Throws BugError where needs go round in a circle or lead out of the graph. */
export function levelsOf({ ids, needs }: Pick<OrderGraph, 'ids' | 'needs'>): Levels {
  const neededBy = reversed({ ids, needs })
  const left = new Map(ids.map((id) => [id, needs.get(id)?.length ?? 0]))
  const order = ids.filter((id) => left.get(id) === 0)
  for (const id of order) for (const next of neededBy.get(id) ?? []) if (countDown(left, next)) order.push(next)
  if (order.length !== ids.length)
    throw new BugError('bug.invariant', 'Needs of a recovery order go round in a circle, or lead out of it.')
  return {
    depth: longest(order, needs),
    height: longest([...order].reverse(), neededBy),
    order,
    neededBy,
  }
}

function reversed({ ids, needs }: Pick<OrderGraph, 'ids' | 'needs'>): ReadonlyMap<string, readonly string[]> {
  const neededBy = new Map<string, string[]>(ids.map((id) => [id, []]))
  for (const id of ids) for (const need of needs.get(id) ?? []) neededBy.get(need)?.push(id)
  return neededBy
}

/** True once nothing is left to wait for. */
export function countDown(left: Map<string, number>, id: string): boolean {
  const now = (left.get(id) ?? 0) - 1
  left.set(id, now)
  return now === 0
}

function longest(
  order: readonly string[],
  before: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const id of order)
    found.set(id, 1 + (before.get(id) ?? []).reduce((most, one) => Math.max(most, found.get(one) ?? 0), 0))
  return found
}
