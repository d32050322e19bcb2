/**
 * For given prices of the limits: the cheapest plan that keeps all levels in order, exactly. Trees by dynamic
 * programming, circles by a minimum closure. Its total less prices times limits is a bound from below for every
 * allowed plan (Lagrange; Geoffrion, Mathematical Programming Study 2, 1974).
 */
import { findMinimumClosure, setWeight } from './closure.ts'
import { createClosureNetwork, type ClosureNetwork } from './closure-network.ts'
import { createPairPrices, type PairPrices } from './pair-prices.ts'
import type { Reduced } from './reduced.ts'
import { gatherTrees, settleTrees } from './tree-messages.ts'

/**
 * Money is scaled by this and rounded down to whole numbers, so that flows are exact and a bound stays a bound. What
 * is lost is at most 1/64 cent a VM.
 */
export const SCALE = 64

/** By how much the oracle may stay below the least priced total, in cents. */
export const roundingLoss = ({ vmCount }: Reduced): number => vmCount / SCALE

export interface Oracle {
  readonly reduced: Reduced
  /** By candidate: what the objective is, in cents. */
  readonly cost: Float64Array
  readonly pairPrices: PairPrices
  /** By candidate: cost and prices together, as of the last question. */
  readonly priced: Float64Array
  /** By slot: its cheapest candidate, and the scaled price with all trees that hang on it. */
  readonly cheapest: Int32Array
  readonly slotPrice: Float64Array
  /** By VM: the slot of the answer. */
  readonly chosen: Int32Array
  readonly network: ClosureNetwork
}

export const createOracle = (reduced: Reduced, cost: Float64Array = reduced.cost): Oracle => ({
  reduced,
  cost,
  pairPrices: createPairPrices(reduced),
  priced: new Float64Array(reduced.cost.length),
  cheapest: new Int32Array(reduced.slotLevel.length),
  slotPrice: new Float64Array(reduced.slotLevel.length),
  chosen: new Int32Array(reduced.vmCount),
  network: createClosureNetwork(reduced),
})

/** The least priced total in cents, before prices times limits are taken off. `prices`: cents per unit, by limit. */
export function askOracle(oracle: Oracle, prices: Float64Array): number {
  const { reduced, slotPrice, chosen, pairPrices } = oracle
  for (let vm = 0; vm < reduced.vmCount; vm++) priceVm(oracle, prices, vm)
  const total = gatherTrees(reduced, slotPrice) + settleCore(oracle)
  settleTrees(reduced, slotPrice, chosen)
  return total / SCALE - pairPrices.total.cents
}

/** The bound that these prices prove, in cents. */
export function boundOf(oracle: Oracle, prices: Float64Array): number {
  const { limits } = oracle.reduced
  return prices.reduce((bound, price, limit) => bound - price * (limits[limit] as number), askOracle(oracle, prices))
}

function priceVm(oracle: Oracle, prices: Float64Array, vm: number): void {
  const { reduced, priced, cheapest, slotPrice } = oracle
  const { firstSlot, slotStart } = reduced
  const row = oracle.pairPrices.row[vm] as number
  const end = firstSlot[vm + 1] as number
  for (let slot = firstSlot[vm] as number; slot < end; slot++) {
    const last = slotStart[slot + 1] as number
    let best = slotStart[slot] as number
    for (let k = best; k < last; k++) {
      priced[k] = priceOf(oracle, prices, k) + (row < 0 ? 0 : placePrice(oracle, row, k))
      if ((priced[k] as number) < (priced[best] as number)) best = k
    }
    cheapest[slot] = best
    slotPrice[slot] = Math.floor((priced[best] as number) * SCALE)
  }
}

function priceOf(
  { reduced: { firstUse, useLimit, useAmount }, cost }: Oracle,
  prices: Float64Array,
  k: number,
): number {
  let price = cost[k] as number
  const end = firstUse[k + 1] as number
  for (let use = firstUse[k] as number; use < end; use++)
    price += (prices[useLimit[use] as number] as number) * (useAmount[use] as number)
  return price
}

const placePrice = ({ pairPrices, reduced }: Oracle, row: number, k: number): number =>
  pairPrices.byPlace[row * pairPrices.placeCount + (reduced.place[k] as number)] as number

/** The VMs on circles: sets their slots, returns their least price. */
function settleCore({ reduced, slotPrice, chosen, network }: Oracle): number {
  const { peeling, firstSlot } = reduced
  let total = 0
  for (const vm of peeling.core) {
    const [start, end] = [firstSlot[vm] as number, firstSlot[vm + 1] as number]
    const node = network.firstNode[vm] as number
    total += slotPrice[start] as number
    for (let slot = start + 1; slot < end; slot++)
      setWeight(network, node + slot - start - 1, (slotPrice[slot] as number) - (slotPrice[slot - 1] as number))
  }
  total += findMinimumClosure(network)
  for (const vm of peeling.core) {
    const [start, end] = [firstSlot[vm] as number, firstSlot[vm + 1] as number]
    const node = network.firstNode[vm] as number
    let slot = start
    while (slot + 1 < end && network.selected[node + slot - start] === 1) slot++
    chosen[vm] = slot
  }
  return total
}

/** The candidate of every VM in the last answer. */
export const answerOf = ({ chosen, cheapest }: Oracle): Int32Array => chosen.map((slot) => cheapest[slot] as number)
