/** What a VM's neighbours in a draft let it choose. */
import type { Draft } from './draft.ts'

interface LevelRange {
  readonly strongest: number
  readonly weakest: number
}

/** The levels that keep the order with the neighbours as they are now. */
function levelRangeOf({ reduced, choice }: Draft, vm: number): LevelRange {
  const { neighbours, level } = reduced
  let [strongest, weakest] = [0, Infinity]
  const end = neighbours.starts[vm + 1] as number
  for (let at = neighbours.starts[vm] as number; at < end; at++) {
    const other = level[choice[neighbours.items[at] as number] as number] as number
    if (neighbours.side[at] === 1) strongest = Math.max(strongest, other)
    else weakest = Math.min(weakest, other)
  }
  return { strongest, weakest }
}

/** How many of those it is kept apart from share its place if it takes candidate `k`. */
export function clashesOf({ reduced, choice }: Draft, vm: number, k: number): number {
  const { mates, place } = reduced
  let clashes = 0
  const end = mates.starts[vm + 1] as number
  for (let at = mates.starts[vm] as number; at < end; at++)
    if (place[choice[mates.items[at] as number] as number] === place[k]) clashes++
  return clashes
}

/** The candidates that break neither the order nor more pairs than now; without the present one. */
export function openMoves(draft: Draft, vm: number): number[] {
  const { firstCandidate, level } = draft.reduced
  const { strongest, weakest } = levelRangeOf(draft, vm)
  const now = draft.choice[vm] as number
  const clashes = clashesOf(draft, vm, now)
  const open: number[] = []
  const end = firstCandidate[vm + 1] as number
  for (let k = firstCandidate[vm] as number; k < end; k++) {
    const own = level[k] as number
    if (k === now || own < strongest || own > weakest || clashesOf(draft, vm, k) > clashes) continue
    open.push(k)
  }
  return open
}

/** Whether one move is still open after others were made. */
export function isOpen(draft: Draft, vm: number, k: number): boolean {
  const own = draft.reduced.level[k] as number
  const { strongest, weakest } = levelRangeOf(draft, vm)
  const now = draft.choice[vm] as number
  return k !== now && own >= strongest && own <= weakest && clashesOf(draft, vm, k) <= clashesOf(draft, vm, now)
}

/** How many pairs share a place. */
export function countClashes({ reduced: { pairs, place }, choice }: Draft): number {
  let clashes = 0
  for (const [pair, first] of pairs.first.entries())
    if (place[choice[first] as number] === place[choice[pairs.second[pair] as number] as number]) clashes++
  return clashes
}
