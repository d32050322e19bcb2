/** The shape of the edges that are left: neighbours, trees that can be taken off, connected components. */
import type { Edges } from './instance.ts'
import { listsOf } from './lists.ts'
import type { Neighbours, Peeling } from './reduced.ts'

export function neighboursOf(vmCount: number, { dependant, dependency }: Edges): Neighbours {
  const count = dependant.length
  const owners = new Int32Array(2 * count)
  owners.set(dependant)
  owners.set(dependency, count)
  const lists = listsOf(
    vmCount,
    owners,
    Int32Array.from({ length: 2 * count }, (_, index) => index),
  )
  return {
    starts: lists.starts,
    items: lists.items.map((index) => (index < count ? dependency[index] : dependant[index - count]) as number),
    side: Int8Array.from(lists.items, (index) => (index < count ? 1 : -1)),
  }
}

/** Takes VMs with at most one neighbour off, again and again. Two edges between the same two VMs count as two. */
export function peel(vmCount: number, neighbours: Neighbours): Peeling {
  const { starts } = neighbours
  const degree = Int32Array.from({ length: vmCount }, (_, vm) => (starts[vm + 1] as number) - (starts[vm] as number))
  const alive = new Uint8Array(vmCount).fill(1)
  const parent = new Int32Array(vmCount).fill(-1)
  const side = new Int8Array(vmCount)
  const order: number[] = []
  const ready = [...degree.keys()].filter((vm) => (degree[vm] as number) <= 1)
  for (let vm = ready.pop(); vm !== undefined; vm = ready.pop()) {
    if (alive[vm] === 0) continue
    alive[vm] = 0
    order.push(vm)
    for (let at = starts[vm] as number; at < (starts[vm + 1] as number); at++) {
      const next = neighbours.items[at] as number
      if (alive[next] === 0) continue
      parent[vm] = next
      side[vm] = neighbours.side[at] as number
      degree[next] = (degree[next] as number) - 1
      if (degree[next] <= 1) ready.push(next)
    }
  }
  const core = Int32Array.from(alive.keys()).filter((vm) => alive[vm] === 1)
  return { order: Int32Array.from(order), parent, side, core }
}

/** Numbered in the order of their first VM. */
export function componentsOf(
  vmCount: number,
  neighbours: Neighbours,
): { component: Int32Array; componentSize: Int32Array } {
  const component = new Int32Array(vmCount).fill(-1)
  const sizes: number[] = []
  for (let vm = 0; vm < vmCount; vm++)
    if (component[vm] === -1) sizes.push(flood(neighbours, component, { from: vm, number: sizes.length }))
  return { component, componentSize: Int32Array.from(sizes) }
}

/** Gives all that can be reached a number; how many there are. */
function flood(
  { starts, items }: Neighbours,
  component: Int32Array,
  { from, number }: { readonly from: number; readonly number: number },
): number {
  const found = [from]
  component[from] = number
  for (let head = 0; head < found.length; head++) {
    const at = found[head] as number
    for (let index = starts[at] as number; index < (starts[at + 1] as number); index++) {
      const next = items[index] as number
      if (component[next] !== -1) continue
      component[next] = number
      found.push(next)
    }
  }
  return found.length
}

/** Edges that say something, each once. */
export function tellingEdges({ dependant, dependency }: Edges, says: (u: number, d: number) => boolean): Edges {
  const seen = new Set<number>()
  const kept = Int32Array.from(dependant.keys()).filter((edge) => {
    const [u, d] = [dependant[edge] as number, dependency[edge] as number]
    const key = u * 2 ** 26 + d
    if (u === d || seen.has(key) || !says(u, d)) return false
    seen.add(key)
    return true
  })
  return {
    dependant: kept.map((edge) => dependant[edge] as number),
    dependency: kept.map((edge) => dependency[edge] as number),
  }
}
