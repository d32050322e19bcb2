/** The component of a slot: any member may come up in it, so that it must hold each of them. */
import { isLargeEnough, suits } from '../constraints.ts'
import type { Candidate } from '../market.ts'
import type { Needs } from '../needs.ts'

export type SlotChoice =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  /** Indices of members that no component holds together, though it would without any one of them. */
  | { readonly kind: 'none'; readonly conflict: readonly number[] }

/** `candidates` from the cheapest up. */
export function slotFor(members: readonly Needs[], candidates: readonly Candidate[]): SlotChoice {
  const holdsAll = ({ component }: Candidate): boolean =>
    members.every((needs) => suits(component, needs) && isLargeEnough(component, needs))
  const candidate = candidates.find(holdsAll)
  return candidate ? { kind: 'candidate', candidate } : { kind: 'none', conflict: conflictOf(members, candidates) }
}

/** Members are left out as long as no component holds the rest. */
function conflictOf(members: readonly Needs[], candidates: readonly Candidate[]): readonly number[] {
  const refused = members.map((needs) =>
    candidates.map(({ component }) => !(suits(component, needs) && isLargeEnough(component, needs))),
  )
  const refusals = candidates.map((_, at) => refused.filter((own) => own[at]).length)
  return [...members.keys()].filter((member) => {
    const without = refusals.map((count, at) => count - Number(refused[member]?.[at] ?? false))
    if (without.includes(0)) return true
    without.forEach((count, at) => (refusals[at] = count))
    return false
  })
}
