/** The best plan so far: allowed before not allowed, then less overload, then cheaper. */
import { overloadOf, setChoice, type Draft } from './draft.ts'
import { countClashes } from './neighbourly.ts'

export interface Incumbent {
  choice: Int32Array | null
  /** 0 = allowed: overload as a share of the bound, and a whole one for every pair that shares a place. */
  wrong: number
  /** In cents. */
  cost: number
}

export const createIncumbent = (): Incumbent => ({ choice: null, wrong: Infinity, cost: Infinity })

/** Keeps the draft if it is better than what is held; whether it was. */
export function keepBetter(incumbent: Incumbent, draft: Draft): boolean {
  // Sums are made anew: thousands of moves leave rounding behind.
  setChoice(draft, draft.choice)
  const wrong = overloadOf(draft) + countClashes(draft)
  if (wrong > incumbent.wrong || (wrong === incumbent.wrong && draft.cost >= incumbent.cost)) return false
  incumbent.choice = draft.choice.slice()
  incumbent.wrong = wrong
  incumbent.cost = draft.cost
  return true
}

/** The share by which it may be dearer than the optimum; Infinity where it is not allowed. */
export const gapOf = ({ wrong, cost }: Incumbent, bound: number): number =>
  wrong > 0 ? Infinity : bound > 0 ? Math.max(0, cost / bound - 1) : cost > 0 ? Infinity : 0
