/**
 * Candidates that cannot be in any plan cheaper than the one known (reduced-cost fixing): the bound, with the VM
 * forced to the candidate, is above its cost. What forcing a level adds is exact on trees (min-marginals) and the
 * residual of the flow on circles.
 */
import { boundOf, roundingLoss, SCALE, type Oracle } from './oracle.ts'
import type { Reduced } from './reduced.ts'

/** By candidate: 1 = may be in a cheaper plan. `known`: cents, Infinity = no plan is known. */
export function findWorthwhile(oracle: Oracle, prices: Float64Array, known: number): Uint8Array {
  const { reduced, priced, cheapest } = oracle
  const worthwhile = new Uint8Array(priced.length).fill(1)
  if (known === Infinity) return worthwhile
  const room = known - boundOf(oracle, prices) + 1 + roundingLoss(reduced)
  const extra = extraBySlot(oracle)
  for (let slot = 0; slot < extra.length; slot++) {
    const least = priced[cheapest[slot] as number] as number
    const end = reduced.slotStart[slot + 1] as number
    for (let k = reduced.slotStart[slot] as number; k < end; k++)
      if ((extra[slot] as number) / SCALE + (priced[k] as number) - least > room) worthwhile[k] = 0
  }
  return worthwhile
}

/** By slot: what forcing it adds at least, scaled. */
function extraBySlot(oracle: Oracle): Float64Array {
  const { reduced } = oracle
  const extra = new Float64Array(reduced.slotLevel.length)
  for (const vm of reduced.peeling.core) setCoreExtra(oracle, extra, vm)
  const { order, parent } = reduced.peeling
  for (let index = order.length - 1; index >= 0; index--) {
    const vm = order[index] as number
    if (parent[vm] === -1) setRootExtra(oracle, extra, vm)
    else setTreeExtra(oracle, extra, vm)
  }
  return extra
}

/** Excess that is left at a node is what it costs at least to leave it out, lack what it costs to take it in. */
function setCoreExtra({ reduced, network, chosen }: Oracle, extra: Float64Array, vm: number): void {
  const start = reduced.firstSlot[vm] as number
  const [now, node] = [chosen[vm] as number, network.firstNode[vm] as number]
  for (let slot = start; slot < (reduced.firstSlot[vm + 1] as number); slot++)
    for (let between = Math.min(slot, now); between < Math.max(slot, now); between++)
      extra[slot] = (extra[slot] as number) + Math.abs(network.excess[node + between - start] as number)
}

function setRootExtra({ reduced, slotPrice }: Oracle, extra: Float64Array, vm: number): void {
  const [start, end] = [reduced.firstSlot[vm] as number, reduced.firstSlot[vm + 1] as number]
  const least = Math.min(...slotPrice.subarray(start, end))
  for (let slot = start; slot < end; slot++) extra[slot] = (slotPrice[slot] as number) - least
}

/** Through the parent: for every level of it that agrees, its own extra and what the VM loses under it. */
function setTreeExtra({ reduced, slotPrice }: Oracle, extra: Float64Array, vm: number): void {
  const { firstSlot } = reduced
  const above = reduced.peeling.parent[vm] as number
  for (let slot = firstSlot[vm] as number; slot < (firstSlot[vm + 1] as number); slot++) {
    let least = Infinity
    for (let at = firstSlot[above] as number; at < (firstSlot[above + 1] as number); at++) {
      if (!agree(reduced, vm, [slot, at])) continue
      const told = leastUnder(reduced, slotPrice, [vm, at])
      least = Math.min(least, (extra[at] as number) + (slotPrice[slot] as number) - told)
    }
    extra[slot] = Math.max(0, least)
  }
}

const agree = ({ slotLevel, peeling }: Reduced, vm: number, [slot, at]: readonly [number, number]): boolean =>
  ((slotLevel[slot] as number) - (slotLevel[at] as number)) * (peeling.side[vm] as number) >= 0

function leastUnder(reduced: Reduced, price: Float64Array, [vm, at]: readonly [number, number]): number {
  let least = Infinity
  const end = reduced.firstSlot[vm + 1] as number
  for (let slot = reduced.firstSlot[vm] as number; slot < end; slot++)
    if (agree(reduced, vm, [slot, at])) least = Math.min(least, price[slot] as number)
  return least
}
