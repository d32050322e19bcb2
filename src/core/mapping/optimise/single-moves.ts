/** Mends and improves a draft by moving one VM at a time, the best moves first. */
import { effectOfMove, move, overloadOf, type Draft, type Effect } from './draft.ts'
import { orderOf } from './lists.ts'
import { clashesOf, countClashes, isOpen, openMoves } from './neighbourly.ts'

/** Moves found in one look over all VMs, and how good each looked: the lower the better. */
interface Found {
  readonly vms: number[]
  readonly candidates: number[]
  readonly scores: number[]
}

/** An overload smaller than this is rounding. */
export const NOTHING = 1e-15

/** What a unit of overload costs to take away. */
export const regretOf = ({ priced, overload }: Effect): number => Math.max(priced, 1e-6) / -overload

/** A move that looked cheap may have become dear by those made before it; so much dearer is let pass. */
export const DEARER = 3

/** Takes overload away until there is none or no move helps. */
export function repairBySingleMoves(draft: Draft, prices: Float64Array, passes: number): void {
  for (let pass = 0; pass < passes && overloadOf(draft) > 0; pass++)
    if (applyRepairs(draft, prices, findRepairs(draft, prices)) === 0) return
}

function findRepairs(draft: Draft, prices: Float64Array): Found {
  const { use, reduced } = draft
  const found: Found = { vms: [], candidates: [], scores: [] }
  const over = use.map((amount, limit) => (amount > (reduced.limits[limit] as number) ? 1 : 0))
  for (let vm = 0; vm < reduced.vmCount; vm++) {
    if (!takesFrom(draft, vm, over)) continue
    for (const k of openMoves(draft, vm)) {
      const effect = effectOfMove(draft, prices, [vm, k])
      if (effect.overload < -NOTHING && effect.added < -effect.overload) add(found, [vm, k], regretOf(effect))
    }
  }
  return found
}

/** Whether the VM takes anything from an exceeded limit. */
function takesFrom({ reduced: { firstUse, useLimit }, choice }: Draft, vm: number, over: Float64Array): boolean {
  const k = choice[vm] as number
  const end = firstUse[k + 1] as number
  for (let index = firstUse[k] as number; index < end; index++) if (over[useLimit[index] as number] === 1) return true
  return false
}

function add({ vms, candidates, scores }: Found, [vm, k]: readonly [number, number], score: number): void {
  vms.push(vm)
  candidates.push(k)
  scores.push(score)
}

function applyRepairs(draft: Draft, prices: Float64Array, { vms, candidates, scores }: Found): number {
  let done = 0
  for (const index of orderOf(scores)) {
    const [vm, k] = [vms[index] as number, candidates[index] as number]
    if (!isOpen(draft, vm, k)) continue
    const effect = effectOfMove(draft, prices, [vm, k])
    if (!(effect.overload < -NOTHING) || effect.added >= -effect.overload * 0.999) continue
    if (regretOf(effect) > DEARER * (scores[index] as number) + 1) continue
    move(draft, vm, k)
    done++
    if (overloadOf(draft) <= 0) break
  }
  return done
}

/** Saves money where no limit is exceeded by it. */
export function improveBySingleMoves(draft: Draft, prices: Float64Array, passes: number): void {
  for (let pass = 0; pass < passes; pass++) {
    const found = findSavings(draft, prices)
    let done = 0
    for (const index of orderOf(found.scores)) {
      const [vm, k] = [found.vms[index] as number, found.candidates[index] as number]
      if (!isOpen(draft, vm, k)) continue
      const effect = effectOfMove(draft, prices, [vm, k])
      if (effect.cost >= 0 || effect.added > 0) continue
      move(draft, vm, k)
      done++
    }
    if (done === 0) return
  }
}

function findSavings(draft: Draft, prices: Float64Array): Found {
  const { firstCandidate, cost, vmCount } = draft.reduced
  const found: Found = { vms: [], candidates: [], scores: [] }
  for (let vm = 0; vm < vmCount; vm++) {
    const now = cost[draft.choice[vm] as number] as number
    const cheaper = cost.subarray(firstCandidate[vm], firstCandidate[vm + 1]).some((cents) => cents < now)
    if (!cheaper) continue
    for (const k of openMoves(draft, vm)) {
      if ((cost[k] as number) >= now) continue
      const effect = effectOfMove(draft, prices, [vm, k])
      if (effect.added <= 0) add(found, [vm, k], effect.cost)
    }
  }
  return found
}

/** Moves one of each pair that shares a place, where that is possible; what it costs is weighed against overload. */
export function separatePairs(draft: Draft, prices: Float64Array, passes: number): void {
  const { pairs, place } = draft.reduced
  for (let pass = 0; pass < passes && countClashes(draft) > 0; pass++)
    for (const [pair, first] of pairs.first.entries()) {
      const second = pairs.second[pair] as number
      if (place[draft.choice[first] as number] !== place[draft.choice[second] as number]) continue
      const best = cheapestSeparation(draft, prices, [first, second])
      if (best) move(draft, best[0], best[1])
    }
}

function cheapestSeparation(
  draft: Draft,
  prices: Float64Array,
  vms: readonly number[],
): readonly [vm: number, k: number] | null {
  let best: readonly [number, number] | null = null
  let least = Infinity
  for (const vm of vms) {
    const clashes = clashesOf(draft, vm, draft.choice[vm] as number)
    for (const k of openMoves(draft, vm)) {
      if (clashesOf(draft, vm, k) >= clashes) continue
      const { priced, overload } = effectOfMove(draft, prices, [vm, k])
      const score = priced + overload * draft.cost
      if (score < least) [best, least] = [[vm, k], score]
    }
  }
  return best
}
