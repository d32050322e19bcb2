/** The one recursion over two diagrams: what two nodes give together is looked up, or put together from their children. */
import { abandonNode, addEdge, closeNode, openNode, OVER_LIMIT, type NodeTable } from './node-table.ts'
import { recall, remember, type PairMemo } from './pair-memo.ts'

export interface Combination {
  readonly table: NodeTable
  /** Of this combination only; it may serve many pairs one after another. */
  readonly memo: PairMemo
  /** The result where it is plain, always so for two terminals; else DESCEND. */
  readonly resolve: (left: number, right: number) => number
}

export const DESCEND = -2

/** Results of pairs that may be kept, for each node that may be made: a bound of memory and time. */
const PAIRS_PER_NODE = 2

/** OVER_LIMIT if there is no room for the result. */
export function combine(combination: Combination, left: number, right: number): number {
  const plain = combination.resolve(left, right)
  if (plain !== DESCEND) return plain
  const { memo, table } = combination
  const known = recall(memo, left, right)
  if (known >= 0) return known
  if (memo.entries >= table.limit * PAIRS_PER_NODE) return OVER_LIMIT
  const value = descend(combination, left, right)
  if (value !== OVER_LIMIT) remember(memo, { left, right, value })
  return value
}

function descend(combination: Combination, left: number, right: number): number {
  const { level } = combination.table
  if (level[left] === level[right]) return descendBoth(combination, left, right)
  return (level[left] as number) < (level[right] as number)
    ? descendOne(combination, left, (child) => combine(combination, child, right))
    : descendOne(combination, right, (child) => combine(combination, left, child))
}

/** The other node does not ask for this level: it meets every child. */
function descendOne({ table }: Combination, node: number, meet: (child: number) => number): number {
  const base = openNode(table)
  const end = table.firstEdge[node + 1] as number
  for (let at = table.firstEdge[node] as number; at < end; at++) {
    const child = meet(table.child[at] as number)
    if (child === OVER_LIMIT) return abandonNode(table, base)
    addEdge(table, table.upper[at] as number, child)
  }
  return closeNode(table, table.level[node] as number, base)
}

function descendBoth(combination: Combination, left: number, right: number): number {
  const { table } = combination
  const base = openNode(table)
  const end = table.firstEdge[left + 1] as number
  let at = table.firstEdge[left] as number
  let other = table.firstEdge[right] as number
  // The last edges of both end at the last coordinate of the level.
  while (at < end) {
    const child = combine(combination, table.child[at] as number, table.child[other] as number)
    if (child === OVER_LIMIT) return abandonNode(table, base)
    const [upper, otherUpper] = [table.upper[at] as number, table.upper[other] as number]
    addEdge(table, Math.min(upper, otherUpper), child)
    if (upper <= otherUpper) at++
    if (otherUpper <= upper) other++
  }
  return closeNode(table, table.level[left] as number, base)
}
