/**
 * The levels of the VMs on circles as a minimum closure (Picard, Management Science 22(11), 1976): node i of VM v
 * says "v has at least its i-th level", weighs what that adds to the price, and asks for node i - 1 and, along every
 * edge u -> d, for the node of u that a level of d implies. Any shape of prices is allowed.
 */
import type { Reduced } from './reduced.ts'

export interface ClosureNetwork {
  readonly nodeCount: number
  /** By VM: its first node (its second level); -1 = not on a circle. */
  readonly firstNode: Int32Array
  /** Arcs by node, each twice: as it is (`forward` 1) and turned round; `mate` is the other one. */
  readonly starts: Int32Array
  readonly to: Int32Array
  readonly mate: Int32Array
  readonly forward: Uint8Array
  /** By forward arc: what flows. */
  readonly flow: Float64Array
  /** By node: minus its weight, less what flows out and with what flows in. All are whole numbers. */
  readonly excess: Float64Array
  readonly weight: Float64Array
  /** Scratch: steps to the nearest lack, and the nodes in that order. */
  readonly distance: Int32Array
  readonly queue: Int32Array
  /** By node: 1 = in the closure. */
  readonly selected: Uint8Array
}

interface Arcs {
  readonly tails: number[]
  readonly heads: number[]
}

export function createClosureNetwork(reduced: Reduced): ClosureNetwork {
  const { vmCount, firstSlot, peeling } = reduced
  const firstNode = new Int32Array(vmCount).fill(-1)
  let nodeCount = 0
  for (const vm of peeling.core) {
    firstNode[vm] = nodeCount
    nodeCount += (firstSlot[vm + 1] as number) - (firstSlot[vm] as number) - 1
  }
  const arcs: Arcs = { tails: [], heads: [] }
  for (const vm of peeling.core) addOwnArcs(reduced, firstNode[vm] as number, { vm, arcs })
  for (const [edge, u] of reduced.edges.dependant.entries()) {
    const d = reduced.edges.dependency[edge] as number
    if (firstNode[u] === -1 || firstNode[d] === -1) continue
    addEdgeArcs(reduced, { u, d, atU: firstNode[u] as number, atD: firstNode[d] as number }, arcs)
  }
  return { nodeCount, firstNode, ...bothWays(nodeCount, arcs), ...scratch(nodeCount) }
}

/** Level i implies level i - 1. */
function addOwnArcs(
  { firstSlot }: Reduced,
  first: number,
  { vm, arcs }: { readonly vm: number; readonly arcs: Arcs },
): void {
  const nodes = (firstSlot[vm + 1] as number) - (firstSlot[vm] as number) - 1
  for (let node = nodes - 1; node >= 1; node--) {
    arcs.tails.push(first + node)
    arcs.heads.push(first + node - 1)
  }
}

interface EdgeNodes {
  readonly u: number
  readonly d: number
  readonly atU: number
  readonly atD: number
}

/** A level of d asks for the least level of u that is no stronger. */
function addEdgeArcs({ firstSlot, slotLevel }: Reduced, { u, d, atU, atD }: EdgeNodes, arcs: Arcs): void {
  const [startU, startD] = [firstSlot[u] as number, firstSlot[d] as number]
  let implied = 0
  let before = 0
  for (let own = 1; own < (firstSlot[d + 1] as number) - startD; own++) {
    const level = slotLevel[startD + own] as number
    while ((slotLevel[startU + implied] as number) < level) implied++
    if (implied > before) {
      arcs.tails.push(atD + own - 1)
      arcs.heads.push(atU + implied - 1)
    }
    before = implied
  }
}

function bothWays(
  nodeCount: number,
  { tails, heads }: Arcs,
): Pick<ClosureNetwork, 'starts' | 'to' | 'mate' | 'forward' | 'flow'> {
  const count = tails.length
  const starts = new Int32Array(nodeCount + 1)
  for (const node of [...tails, ...heads]) starts[node + 1] = (starts[node + 1] as number) + 1
  for (let node = 0; node < nodeCount; node++)
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  const next = starts.slice()
  const take = (node: number): number => {
    const at = next[node] as number
    next[node] = at + 1
    return at
  }
  const [to, mate, forward] = [new Int32Array(2 * count), new Int32Array(2 * count), new Uint8Array(2 * count)]
  for (const [arc, tail] of tails.entries()) {
    const head = heads[arc] as number
    const [there, back] = [take(tail), take(head)]
    to[there] = head
    to[back] = tail
    mate[there] = back
    mate[back] = there
    forward[there] = 1
  }
  return { starts, to, mate, forward, flow: new Float64Array(2 * count) }
}

const scratch = (nodeCount: number): Pick<ClosureNetwork, 'excess' | 'weight' | 'distance' | 'queue' | 'selected'> => ({
  excess: new Float64Array(nodeCount),
  weight: new Float64Array(nodeCount),
  distance: new Int32Array(nodeCount),
  queue: new Int32Array(nodeCount),
  selected: new Uint8Array(nodeCount),
})
