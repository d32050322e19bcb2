/**
 * Looks for fewer groups than a list schedule has, by depth-first search: is there a packing into k groups, for k from the
 * lower bound up? A group may always be filled as far as it goes, because tasks are units and starting one sooner takes
 * nothing from others. A VM has to be in a group that leaves room for all that wait for it.
 */
import type { OrderGraph, OrderGroups } from '../../model/recovery-order.ts'
import { compareText } from '../../model/text-order.ts'
import type { Levels } from './levels.ts'

/** Nodes of all searches of one question; and no estate above so many VMs, where it would only spend them. */
const BUDGET = 50_000
const MOST_VMS = 60

export interface SearchInput {
  readonly graph: OrderGraph
  readonly levels: Levels
  readonly size: number
  readonly found: OrderGroups
  readonly atLeast: number
}

/** As few as could be found, and how many there are at least: the same number where it was decided. */
export function searchGroups(input: SearchInput): { readonly groups: OrderGroups; readonly atLeast: number } {
  const { found, graph } = input
  if (graph.ids.length > MOST_VMS) return { groups: found, atLeast: input.atLeast }
  const budget = { left: BUDGET }
  for (let most = input.atLeast; most < found.length; most++) {
    const groups = packInto(most, input, budget)
    if (groups) return { groups, atLeast: most }
    if (budget.left <= 0) return { groups: found, atLeast: most }
  }
  return { groups: found, atLeast: found.length }
}

interface Search {
  readonly input: SearchInput
  readonly most: number
  readonly budget: { left: number }
  /** Sets of VMs that were placed in so many groups, and lead nowhere. */
  readonly dead: Set<string>
}

function packInto(most: number, input: SearchInput, budget: { left: number }): OrderGroups | null {
  return visit([], new Set(), { input, most, budget, dead: new Set() })
}

function visit(groups: OrderGroups, placed: ReadonlySet<string>, search: Search): OrderGroups | null {
  const { input, most, dead, budget } = search
  const { ids, needs } = input.graph
  if (placed.size === ids.length) return groups
  const key = JSON.stringify([groups.length, [...placed].sort(compareText)])
  if (budget.left-- <= 0 || dead.has(key) || !canEnd(groups.length, placed, search)) return null
  const open = ids.filter((id) => !placed.has(id) && (needs.get(id) ?? []).every((need) => placed.has(need)))
  const heightOf = (id: string): number => input.levels.height.get(id) ?? 0
  const must = open.filter((id) => heightOf(id) === most - groups.length)
  const may = open.filter((id) => heightOf(id) < most - groups.length).sort((a, b) => heightOf(b) - heightOf(a))
  for (const others of subsets(may, Math.min(may.length, input.size - must.length))) {
    const group = [...must, ...others]
    const result = visit([...groups, group], new Set([...placed, ...group]), search)
    if (result) return result
    if (budget.left <= 0) return null
  }
  dead.add(key)
  return null
}

/** What is left fits below every deadline: a VM with n others behind it has to be placed n groups before the end. */
function canEnd(done: number, placed: ReadonlySet<string>, { input, most }: Search): boolean {
  const left = Array.from({ length: most - done + 1 }, () => 0)
  for (const id of input.graph.ids) {
    if (placed.has(id)) continue
    const height = input.levels.height.get(id) ?? 0
    if (height > most - done) return false
    left[height] = (left[height] ?? 0) + 1
  }
  let waiting = 0
  for (let height = most - done; height >= 1; height--) {
    waiting += left[height] ?? 0
    if (waiting > input.size * (most - done - height + 1)) return false
  }
  return true
}

/** All with exactly `size` members, those with the first items first; none where `size` is negative. */
function* subsets(items: readonly string[], size: number): Generator<readonly string[]> {
  if (size === 0) yield []
  if (size <= 0) return
  for (let first = 0; first + size <= items.length; first++)
    for (const rest of subsets(items.slice(first + 1), size - 1)) yield [items[first] ?? '', ...rest]
}
