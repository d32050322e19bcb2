/**
 * Which levels a VM can have at all, given what depends on what: the weakest level of a VM bounds that of everything
 * it depends on, the strongest that of everything that depends on it. Followed by work list until nothing changes;
 * a VM's bound changes at most once a level, so the work is O(edges x levels).
 */
import type { Instance } from './instance.ts'
import { listsOf, type Lists } from './lists.ts'

export interface LevelBounds {
  /** By VM: the strongest (lowest) and the weakest (highest) level it can have. */
  readonly strongest: Uint8Array
  readonly weakest: Uint8Array
}

/** Why no plan can exist: from the VM whose promise asks for it, along dependencies, to the VM that cannot follow. */
export interface Contradiction {
  readonly chain: readonly number[]
}

/** What is known while bounds are followed in one direction. */
interface Walk {
  readonly lists: Lists
  /** By VM: a bit for every level that one of its candidates has. */
  readonly offered: Uint32Array
  readonly bound: Uint8Array
  /** By VM: the one that bounds it; -1 = its own candidates. */
  readonly cause: Int32Array
  /** The levels of `offered` that keep to a bound; 0 = none. */
  keep(offered: number, bound: number): number
  /** The bound that these levels leave. */
  edge(levels: number): number
}

const highestBit = (bits: number): number => 31 - Math.clz32(bits)
const lowestBit = (bits: number): number => highestBit(bits & -bits)

export function findLevelBounds(instance: Instance): LevelBounds | Contradiction {
  const offered = offeredLevels(instance)
  const none = offered.indexOf(0)
  if (none >= 0) return { chain: [none] }
  const { vmCount, edges } = instance
  const bound = (edge: (levels: number) => number): Uint8Array => Uint8Array.from(offered, edge)
  const down: Walk = {
    lists: listsOf(vmCount, edges.dependant, edges.dependency),
    offered,
    bound: bound(highestBit),
    cause: new Int32Array(vmCount).fill(-1),
    keep: (levels, weakest) => levels & (2 ** (weakest + 1) - 1),
    edge: highestBit,
  }
  const up: Walk = {
    lists: listsOf(vmCount, edges.dependency, edges.dependant),
    offered,
    bound: bound(lowestBit),
    cause: new Int32Array(vmCount).fill(-1),
    keep: (levels, strongest) => levels & ~(2 ** strongest - 1),
    edge: lowestBit,
  }
  return contradictionOf(down, up) ?? { strongest: up.bound, weakest: down.bound }
}

function contradictionOf(down: Walk, up: Walk): Contradiction | null {
  const stuckDown = follow(down)
  if (stuckDown >= 0) return { chain: chainTo(stuckDown, down).reverse() }
  const stuckUp = follow(up)
  if (stuckUp >= 0) return { chain: chainTo(stuckUp, up) }
  const crossed = up.bound.findIndex((strongest, vm) => strongest > (down.bound[vm] as number))
  if (crossed < 0) return null
  return { chain: [...chainTo(crossed, down).reverse(), ...chainTo(crossed, up).slice(1)] }
}

function offeredLevels({ vmCount, firstCandidate, level, weakest }: Instance): Uint32Array {
  const offered = new Uint32Array(vmCount)
  for (let vm = 0; vm < vmCount; vm++)
    for (let k = firstCandidate[vm] as number; k < (firstCandidate[vm + 1] as number); k++)
      if ((level[k] as number) <= (weakest[vm] as number))
        offered[vm] = (offered[vm] as number) | (1 << (level[k] as number))
  return offered
}

/** Lowers (or raises) bounds until all agree; the VM that is left without a level, or -1. */
function follow(walk: Walk): number {
  const count = walk.bound.length
  const queue = Array.from({ length: count }, (_, vm) => vm)
  const waiting = new Uint8Array(count).fill(1)
  for (let at = 0; at < queue.length; at++) {
    const vm = queue[at] as number
    waiting[vm] = 0
    const stuck = pass(walk, vm, (next) => {
      if (waiting[next] === 1) return
      waiting[next] = 1
      queue.push(next)
    })
    if (stuck >= 0) return stuck
  }
  return -1
}

/** Hands the bound of `vm` on; the neighbour that cannot keep it, or -1. */
function pass(walk: Walk, vm: number, changed: (next: number) => void): number {
  const { lists, offered, bound, cause } = walk
  for (let at = lists.starts[vm] as number; at < (lists.starts[vm + 1] as number); at++) {
    const next = lists.items[at] as number
    const own = 1 << (bound[next] as number)
    if (walk.keep(own, bound[vm] as number) !== 0) continue
    cause[next] = vm
    const levels = walk.keep(offered[next] as number, bound[vm] as number)
    if (levels === 0) return next
    bound[next] = walk.edge(levels)
    changed(next)
  }
  return -1
}

/** From a VM back along what bounds it. */
function chainTo(vm: number, { cause }: Walk): number[] {
  const chain = [vm]
  const seen = new Set(chain)
  for (let at = cause[vm] as number; at >= 0 && !seen.has(at); at = cause[at] as number) {
    chain.push(at)
    seen.add(at)
  }
  return chain
}
