/**
 * A change of level together with what it forces: a stronger level pulls the dependencies along, a weaker one the
 * dependants. Single moves cannot get past an order that ties VMs to one another.
 */
import { effectOfMoves, move, overloadOf, type Draft, type Effect, type Moves } from './draft.ts'
import { orderOf } from './lists.ts'
import { clashesOf } from './neighbourly.ts'
import { DEARER, NOTHING, regretOf } from './single-moves.ts'

/** Longer chains cost more to look at than they bring. */
const MAX_CHAIN = 40

export interface ChainOptions {
  /** By limit. */
  readonly prices: Float64Array
  /** By candidate: cost and prices together. */
  readonly priced: Float64Array
  /** `repair`: take overload away; `improve`: save money within the limits. */
  readonly aim: 'repair' | 'improve'
}

/** How many chains were made. */
export function moveChains(draft: Draft, options: ChainOptions): number {
  const { starts, scores } = findChains(draft, options)
  let done = 0
  for (const index of orderOf(scores)) {
    const [vm, k] = starts[index] as readonly [number, number]
    const moves = chainFrom(draft, options.priced, [vm, k])
    if (!moves || sharesPlaces(draft, moves)) continue
    const score = scoreOf(effectOfMoves(draft, options.prices, moves), options.aim)
    if (score === null || (options.aim === 'repair' && score > DEARER * (scores[index] as number) + 1)) continue
    for (const [at, candidate] of moves) move(draft, at, candidate)
    done++
    if (options.aim === 'repair' && overloadOf(draft) <= 0) break
  }
  return done
}

/** The lower the better; null = of no use. */
function scoreOf(effect: Effect, aim: ChainOptions['aim']): number | null {
  if (aim === 'improve') return effect.cost < 0 && effect.added === 0 ? effect.cost : null
  return effect.overload < -NOTHING && effect.added < -effect.overload / 2 ? regretOf(effect) : null
}

function findChains(
  draft: Draft,
  { prices, priced, aim }: ChainOptions,
): { starts: (readonly [vm: number, k: number])[]; scores: number[] } {
  const { vmCount, firstSlot, slotStart } = draft.reduced
  const starts: (readonly [number, number])[] = []
  const scores: number[] = []
  for (let vm = 0; vm < vmCount; vm++)
    for (let slot = firstSlot[vm] as number; slot < (firstSlot[vm + 1] as number); slot++) {
      const k = cheapestOf(priced, slotStart[slot] as number, slotStart[slot + 1] as number)
      const moves = chainFrom(draft, priced, [vm, k])
      const score = moves ? scoreOf(effectOfMoves(draft, prices, moves), aim) : null
      if (score === null) continue
      starts.push([vm, k])
      scores.push(score)
    }
  return { starts, scores }
}

function cheapestOf(priced: Float64Array, start: number, end: number): number {
  let best = start
  for (let k = start + 1; k < end; k++) if ((priced[k] as number) < (priced[best] as number)) best = k
  return best
}

/** The moves that candidate `k` of `vm` needs, its own with them; null where it changes no level or is not possible. */
function chainFrom(draft: Draft, priced: Float64Array, [vm, k]: readonly [number, number]): Moves | null {
  const { level, neighbours } = draft.reduced
  const difference = (level[k] as number) - (level[draft.choice[vm] as number] as number)
  if (difference === 0) return null
  const moves = new Map([[vm, k]])
  for (const [at, candidate] of moves) {
    const wanted = { level: level[candidate] as number, stronger: difference < 0 }
    const end = neighbours.starts[at + 1] as number
    for (let index = neighbours.starts[at] as number; index < end; index++) {
      if ((neighbours.side[index] === 1) !== wanted.stronger) continue
      const next = neighbours.items[index] as number
      if (agrees(level[moves.get(next) ?? draft.choice[next] ?? 0] as number, wanted)) continue
      const forced = forcedMove(draft, priced, { vm: next, ...wanted })
      // A VM that is forced twice goes to the end of the line again, to hand the stronger demand on.
      if (forced < 0 || moves.size >= MAX_CHAIN) return null
      moves.delete(next)
      moves.set(next, forced)
    }
  }
  return moves
}

interface Demanded {
  readonly level: number
  readonly stronger: boolean
}

const agrees = (own: number, { level, stronger }: Demanded): boolean => (stronger ? own <= level : own >= level)

/** The cheapest candidate of the nearest level that agrees and clashes no more than now; -1 = none. */
function forcedMove(draft: Draft, priced: Float64Array, wanted: Demanded & { readonly vm: number }): number {
  const { vm } = wanted
  const slot = nearestSlot(draft, wanted)
  if (slot < 0) return -1
  const { slotStart } = draft.reduced
  const clashes = clashesOf(draft, vm, draft.choice[vm] as number)
  let best = -1
  for (let k = slotStart[slot] as number; k < (slotStart[slot + 1] as number); k++) {
    if (best >= 0 && (priced[k] as number) >= (priced[best] as number)) continue
    if (clashesOf(draft, vm, k) <= clashes) best = k
  }
  return best
}

function nearestSlot({ reduced }: Draft, { vm, level, stronger }: Demanded & { readonly vm: number }): number {
  const { firstSlot, slotLevel } = reduced
  const [start, end] = [firstSlot[vm] as number, firstSlot[vm + 1] as number]
  if (stronger) {
    for (let slot = end - 1; slot >= start; slot--) if ((slotLevel[slot] as number) <= level) return slot
    return -1
  }
  for (let slot = start; slot < end; slot++) if ((slotLevel[slot] as number) >= level) return slot
  return -1
}

/** Whether any VM of the chain shares a place with more of those it is kept apart from than now. */
function sharesPlaces(draft: Draft, moves: Moves): boolean {
  const { mates, place } = draft.reduced
  for (const [vm, k] of moves) {
    let clashes = 0
    for (let at = mates.starts[vm] as number; at < (mates.starts[vm + 1] as number); at++) {
      const mate = mates.items[at] as number
      if (place[moves.get(mate) ?? draft.choice[mate] ?? 0] === place[k]) clashes++
    }
    if (clashes > clashesOf(draft, vm, draft.choice[vm] as number)) return true
  }
  return false
}
