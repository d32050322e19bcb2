/**
 * Trees of the dependency graph by dynamic programming: a VM tells its parent, for every level of the parent, the
 * least price of itself and all that hangs on it. Prices are whole numbers, by slot.
 */
import type { Reduced } from './reduced.ts'

/** Adds up all trees into what they hang on; the least price of the trees that hang on nothing. */
export function gatherTrees(reduced: Reduced, price: Float64Array): number {
  const { order, parent } = reduced.peeling
  let total = 0
  for (const vm of order) {
    const above = parent[vm] as number
    if (above < 0) total += leastOf(reduced, price, vm)
    else sendToParent(reduced, price, vm)
  }
  return total
}

function leastOf({ firstSlot }: Reduced, price: Float64Array, vm: number): number {
  let least = Infinity
  const end = firstSlot[vm + 1] as number
  for (let slot = firstSlot[vm] as number; slot < end; slot++) least = Math.min(least, price[slot] as number)
  return least
}

function sendToParent(reduced: Reduced, price: Float64Array, vm: number): void {
  if (reduced.peeling.side[vm] === 1) sendToDependency(reduced, price, vm)
  else sendToDependant(reduced, price, vm)
}

/** The VM depends on its parent: it is at least as weak as the parent. */
function sendToDependency({ firstSlot, slotLevel, peeling }: Reduced, price: Float64Array, vm: number): void {
  const above = peeling.parent[vm] as number
  const start = firstSlot[vm] as number
  let slot = (firstSlot[vm + 1] as number) - 1
  let least = Infinity
  for (let at = (firstSlot[above + 1] as number) - 1; at >= (firstSlot[above] as number); at--) {
    for (; slot >= start && (slotLevel[slot] as number) >= (slotLevel[at] as number); slot--)
      least = Math.min(least, price[slot] as number)
    price[at] = (price[at] as number) + least
  }
}

/** The parent depends on the VM: it is at most as weak as the parent. */
function sendToDependant({ firstSlot, slotLevel, peeling }: Reduced, price: Float64Array, vm: number): void {
  const above = peeling.parent[vm] as number
  const end = firstSlot[vm + 1] as number
  let slot = firstSlot[vm] as number
  let least = Infinity
  for (let at = firstSlot[above] as number; at < (firstSlot[above + 1] as number); at++) {
    for (; slot < end && (slotLevel[slot] as number) <= (slotLevel[at] as number); slot++)
      least = Math.min(least, price[slot] as number)
    price[at] = (price[at] as number) + least
  }
}

/** Chooses the slot of every VM on a tree, once those they hang on have theirs. */
export function settleTrees(reduced: Reduced, price: Float64Array, chosen: Int32Array): void {
  const { order, parent } = reduced.peeling
  for (let index = order.length - 1; index >= 0; index--) {
    const vm = order[index] as number
    const above = parent[vm] as number
    const level = above < 0 ? -1 : (reduced.slotLevel[chosen[above] as number] as number)
    chosen[vm] = cheapestSlot(reduced, price, { vm, level })
  }
}

/** The cheapest slot that agrees with the parent's level; -1 = no parent. */
function cheapestSlot(
  { firstSlot, slotLevel, peeling }: Reduced,
  price: Float64Array,
  { vm, level }: { readonly vm: number; readonly level: number },
): number {
  const side = level < 0 ? 0 : (peeling.side[vm] as number)
  let best = -1
  for (let slot = firstSlot[vm] as number; slot < (firstSlot[vm + 1] as number); slot++) {
    if (((slotLevel[slot] as number) - level) * side < 0) continue
    if (best < 0 || (price[slot] as number) < (price[best] as number)) best = slot
  }
  return best
}
