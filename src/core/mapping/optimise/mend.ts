/** Turns a draft that exceeds limits into an allowed plan, and makes an allowed plan cheaper. */
import { moveChains } from './chains.ts'
import { overloadOf, type Draft } from './draft.ts'
import { improveBySingleMoves, repairBySingleMoves, separatePairs } from './single-moves.ts'

export interface Priced {
  /** By limit, cents per unit. */
  readonly prices: Float64Array
  /** By candidate: cost and prices together. */
  readonly priced: Float64Array
  readonly shouldStop: () => boolean
}

const MAX_REPAIRS = 40
const PASSES = 15
/** When no move helps any more, what is still exceeded counts for this much more (breakout local search). */
const BREAKOUT = 3

/** Pairs first, then limits: by single moves, then by chains, then with what is stuck made dearer. */
export function mend(draft: Draft, { prices, priced, shouldStop }: Priced): void {
  const weight = draft.weight.slice()
  separatePairs(draft, prices, 6)
  for (let round = 0; round < MAX_REPAIRS && !shouldStop(); round++) {
    repairBySingleMoves(draft, prices, PASSES)
    if (overloadOf(draft) <= 0) break
    const helped = moveChains(draft, { prices, priced, aim: 'repair' }) > 0
    if (overloadOf(draft) <= 0) break
    if (!helped || round % 4 === 3) breakOut(draft)
  }
  draft.weight.set(weight)
}

function breakOut({ use, weight, reduced: { limits } }: Draft): void {
  for (const [limit, amount] of use.entries())
    if (amount > (limits[limit] as number)) weight[limit] = (weight[limit] as number) * BREAKOUT
}

/** Saves money in what the limits leave free. */
export function improve(draft: Draft, { prices, priced, shouldStop }: Priced, rounds: number): void {
  for (let round = 0; round < rounds && !shouldStop(); round++) {
    const before = draft.cost
    improveBySingleMoves(draft, prices, 8)
    const chains = moveChains(draft, { prices, priced, aim: 'improve' })
    if (chains === 0 && draft.cost >= before) return
  }
}
