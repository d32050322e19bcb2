/**
 * A plan in the making: levels are always in order, limits may be exceeded. An overload is measured in money, as what
 * its limit's price says it is worth; measured as a share of each limit, a plan breaks the dear budget to save a cheap
 * quota (measured on 10,000 VMs: 2 to 4 % above the bound against 0.1 to 0.2 %).
 */
import type { Reduced } from './reduced.ts'

export interface Draft {
  readonly reduced: Reduced
  /** By VM. */
  readonly choice: Int32Array
  /** By limit. */
  readonly use: Float64Array
  /** By limit: what exceeding it by one is worth, as a share of the bound. */
  readonly weight: Float64Array
  /** In cents. */
  cost: number
  readonly scratch: Scratch
}

/** How the uses of a few limits would change. */
interface Scratch {
  readonly change: Float64Array
  readonly touched: Int32Array
  readonly marked: Uint8Array
  count: number
}

/** What moves would do. */
export interface Effect {
  /** Change of the overload; and how much of it is new overload. Shares of the bound. */
  readonly overload: number
  readonly added: number
  /** Change of the cost in cents, without and with the prices of limits. */
  readonly cost: number
  readonly priced: number
}

/** New candidates by VM. */
export type Moves = ReadonlyMap<number, number>

/** Below this a price says that a limit is not dear; it still counts with this share of the bound for a whole limit. */
const LEAST_WORTH = 0.002

export function createDraft(reduced: Reduced, prices: Float64Array, bound: number): Draft {
  const size = Math.max(1, bound)
  const count = reduced.limits.length
  return {
    reduced,
    choice: new Int32Array(reduced.vmCount),
    use: new Float64Array(count),
    weight: prices.map((price, limit) => price / size + LEAST_WORTH / ((reduced.limits[limit] as number) || 1)),
    cost: 0,
    scratch: {
      change: new Float64Array(count),
      touched: new Int32Array(count),
      marked: new Uint8Array(count),
      count: 0,
    },
  }
}

export function setChoice(draft: Draft, choice: Int32Array): void {
  if (choice !== draft.choice) draft.choice.set(choice)
  draft.use.fill(0)
  draft.cost = 0
  for (const k of draft.choice) {
    draft.cost += draft.reduced.cost[k] as number
    addUse(draft, k, 1)
  }
}

function addUse({ reduced: { firstUse, useLimit, useAmount }, use }: Draft, k: number, sign: number): void {
  const end = firstUse[k + 1] as number
  for (let index = firstUse[k] as number; index < end; index++) {
    const limit = useLimit[index] as number
    use[limit] = (use[limit] as number) + sign * (useAmount[index] as number)
  }
}

export function move(draft: Draft, vm: number, k: number): void {
  const { choice, reduced } = draft
  const old = choice[vm] as number
  addUse(draft, old, -1)
  addUse(draft, k, 1)
  draft.cost += (reduced.cost[k] as number) - (reduced.cost[old] as number)
  choice[vm] = k
}

/** 0 where all limits are kept. */
export function overloadOf({ use, weight, reduced: { limits } }: Draft): number {
  let sum = 0
  for (let limit = 0; limit < use.length; limit++)
    sum += Math.max(0, (use[limit] as number) - (limits[limit] as number)) * (weight[limit] as number)
  return sum
}

export function effectOfMove(draft: Draft, prices: Float64Array, [vm, k]: readonly [number, number]): Effect {
  const old = draft.choice[vm] as number
  note(draft, old, -1)
  note(draft, k, 1)
  return settle(draft, prices, (draft.reduced.cost[k] as number) - (draft.reduced.cost[old] as number))
}

export function effectOfMoves(draft: Draft, prices: Float64Array, moves: Moves): Effect {
  const { choice, reduced } = draft
  let cost = 0
  for (const [vm, k] of moves) {
    const old = choice[vm] as number
    cost += (reduced.cost[k] as number) - (reduced.cost[old] as number)
    note(draft, old, -1)
    note(draft, k, 1)
  }
  return settle(draft, prices, cost)
}

function note({ reduced: { firstUse, useLimit, useAmount }, scratch }: Draft, k: number, sign: number): void {
  const { change, marked, touched } = scratch
  const end = firstUse[k + 1] as number
  for (let index = firstUse[k] as number; index < end; index++) {
    const limit = useLimit[index] as number
    if (marked[limit] === 0) {
      marked[limit] = 1
      touched[scratch.count++] = limit
    }
    change[limit] = (change[limit] as number) + sign * (useAmount[index] as number)
  }
}

/** Turns the noted changes into an effect and forgets them. */
function settle({ reduced: { limits }, use, weight, scratch }: Draft, prices: Float64Array, cost: number): Effect {
  const { change, marked, touched } = scratch
  let [overload, added, priced] = [0, 0, cost]
  for (let index = 0; index < scratch.count; index++) {
    const limit = touched[index] as number
    const by = change[limit] as number
    marked[limit] = 0
    change[limit] = 0
    const over = (use[limit] as number) - (limits[limit] as number)
    const worth = (Math.max(0, over + by) - Math.max(0, over)) * (weight[limit] as number)
    overload += worth
    added += Math.max(0, worth)
    priced += by * (prices[limit] as number)
  }
  scratch.count = 0
  return { overload, added, cost, priced }
}
