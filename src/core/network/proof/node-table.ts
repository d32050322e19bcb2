/**
 * Nodes of decision diagrams in flat arrays, each kept once: two diagrams mean the same exactly when they are the
 * same node. A node asks for the coordinate of its level; its edges are runs of coordinates, rising, each named
 * by its last one. A node whose edges would all lead to one place is not made.
 */

export interface NodeTable {
  readonly terminalLevel: number
  /** Of nodes; edges may be `EDGES_PER_NODE` times as many. */
  readonly limit: number
  nodes: number
  edges: number
  level: Int32Array
  /** One more than there are nodes: the edges of a node end where those of the next one start. */
  firstEdge: Int32Array
  upper: Int32Array
  child: Int32Array
  /** Open addressing by a hash of the contents; -1 = free. */
  slots: Int32Array
  /** The edges of the nodes that are being made, a pair for each: last coordinate, child. */
  pending: Int32Array
  pendingEnd: number
}

/** Stands for a node where the table is full. */
export const OVER_LIMIT = -1

/** Nodes of realistic lists have about ten edges; this bounds the memory of lists that are not. */
const EDGES_PER_NODE = 16

export const createNodeTable = (terminalLevel: number, limit: number): NodeTable => ({
  terminalLevel,
  limit,
  nodes: 0,
  edges: 0,
  level: new Int32Array(1024),
  firstEdge: new Int32Array(1025),
  upper: new Int32Array(4096),
  child: new Int32Array(4096),
  slots: new Int32Array(4096).fill(-1),
  pending: new Int32Array(4096),
  pendingEnd: 0,
})

/** A terminal is a node below all levels, whose one edge holds the outcome; there is always room for it. */
export function terminalNode(table: NodeTable, outcome: number): number {
  const base = openNode(table)
  addEdge(table, outcome, 0)
  return keep(table, table.terminalLevel, base)
}

export const isTerminal = (table: NodeTable, node: number): boolean => table.level[node] === table.terminalLevel

export const outcomeAt = (table: NodeTable, node: number): number =>
  table.upper[table.firstEdge[node] as number] as number

/** Begins a node, perhaps while others wait for their edges; gives what `closeNode` wants to know. */
export function openNode(table: NodeTable): number {
  const end = table.pendingEnd
  if (end + 2 > table.pending.length) table.pending = grown(table.pending, end + 2)
  // No child has this number, so the first edge is never joined to one of a waiting node.
  table.pending[end] = table.pending[end + 1] = -1
  table.pendingEnd = end + 2
  return end + 2
}

/** Adds an edge to the node opened last; neighbours with one child become one edge. */
export function addEdge(table: NodeTable, upper: number, child: number): void {
  const end = table.pendingEnd
  if (table.pending[end - 1] === child) {
    table.pending[end - 2] = upper
    return
  }
  if (end + 2 > table.pending.length) table.pending = grown(table.pending, end + 2)
  table.pending[end] = upper
  table.pending[end + 1] = child
  table.pendingEnd = end + 2
}

/** Forgets a node that was opened. */
export function abandonNode(table: NodeTable, base: number): number {
  table.pendingEnd = base - 2
  return OVER_LIMIT
}

/** Makes the node whose edges are pending since `base`, or finds it; OVER_LIMIT if there is no room. */
export function closeNode(table: NodeTable, level: number, base: number): number {
  if (table.pendingEnd > base + 2) return keep(table, level, base)
  table.pendingEnd = base - 2
  return table.pending[base + 1] as number
}

function keep(table: NodeTable, level: number, base: number): number {
  const slot = findSlot(table, level, base)
  const found = table.slots[slot] as number
  const count = (table.pendingEnd - base) >> 1
  table.pendingEnd = base - 2
  if (found >= 0) return found
  if (isFull(table, count) && level < table.terminalLevel) return OVER_LIMIT
  reserve(table, count)
  const node = table.nodes++
  table.level[node] = level
  for (let at = base; at < base + 2 * count; at += 2) {
    table.upper[table.edges] = table.pending[at] as number
    table.child[table.edges++] = table.pending[at + 1] as number
  }
  table.firstEdge[table.nodes] = table.edges
  table.slots[slot] = node
  if (table.nodes * 2 > table.slots.length) rehash(table)
  return node
}

const isFull = (table: NodeTable, edges: number): boolean =>
  table.nodes >= table.limit || table.edges + edges > table.limit * EDGES_PER_NODE

function findSlot(table: NodeTable, level: number, base: number): number {
  const { pending, pendingEnd, slots } = table
  let hash = level
  for (let at = base; at < pendingEnd; at++) hash = mix(hash, pending[at] as number)
  const mask = slots.length - 1
  let slot = finish(hash) & mask
  for (;;) {
    const node = slots[slot] as number
    if (node < 0 || holds(table, { node, level, base })) return slot
    slot = (slot + 1) & mask
  }
}

function holds(table: NodeTable, { node, level, base }: { node: number; level: number; base: number }): boolean {
  const { pending, pendingEnd, upper, child } = table
  let edge = table.firstEdge[node] as number
  if (table.level[node] !== level || (table.firstEdge[node + 1] as number) - edge !== (pendingEnd - base) >> 1)
    return false
  for (let at = base; at < pendingEnd; at += 2, edge++)
    if (upper[edge] !== pending[at] || child[edge] !== pending[at + 1]) return false
  return true
}

/** A step and the end of MurmurHash3, which spread small numbers over all bits. */
const mix = (hash: number, value: number): number => {
  const turned = Math.imul(value, 0xcc9e2d51)
  const mixed = hash ^ Math.imul((turned << 15) | (turned >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

const finish = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

function rehash(table: NodeTable): void {
  const slots = new Int32Array(table.slots.length * 4).fill(-1)
  const mask = slots.length - 1
  for (let node = 0; node < table.nodes; node++) {
    let slot = finish(hashOf(table, node)) & mask
    while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask
    slots[slot] = node
  }
  table.slots = slots
}

function hashOf(table: NodeTable, node: number): number {
  let hash = table.level[node] as number
  const end = table.firstEdge[node + 1] as number
  for (let edge = table.firstEdge[node] as number; edge < end; edge++)
    hash = mix(mix(hash, table.upper[edge] as number), table.child[edge] as number)
  return hash
}

function reserve(table: NodeTable, edges: number): void {
  if (table.nodes + 1 > table.level.length) {
    table.level = grown(table.level, table.nodes + 1)
    table.firstEdge = grown(table.firstEdge, table.level.length + 1)
  }
  if (table.edges + edges <= table.upper.length) return
  table.upper = grown(table.upper, table.edges + edges)
  table.child = grown(table.child, table.upper.length)
}

function grown(array: Int32Array, least: number): Int32Array {
  const larger = new Int32Array(Math.max(least, array.length * 2))
  larger.set(array)
  return larger
}
