/** One policy for one subject. */
import type { Policy, PolicyOutcome } from '../../model/policy.ts'
import { allHold, type ReadFact } from './holds.ts'

export interface Subject {
  /** As a person knows it; asked of few of them, as is the next. */
  readonly name: () => string
  /** Sorted. */
  readonly vmIds: () => readonly string[]
  readonly read: ReadFact
}

/**
 * "Where this, there that", by Kleene: a subject that is surely not meant is `unmatched`; one that keeps to it passes even
 * where it cannot be told whether it is meant.
 */
export function judge({ where, must }: Pick<Policy, 'where' | 'must'>, read: ReadFact): PolicyOutcome {
  const meant = allHold(where, read)
  if (meant === false) return 'unmatched'
  const kept = allHold(must, read)
  if (kept === true) return 'passed'
  return kept === false && meant === true ? 'broken' : 'undecided'
}

/** The outcomes of several subjects as one. */
export const worstOutcome = (outcomes: readonly PolicyOutcome[]): PolicyOutcome =>
  (['broken', 'undecided', 'passed'] as const).find((one) => outcomes.includes(one)) ?? 'unmatched'
