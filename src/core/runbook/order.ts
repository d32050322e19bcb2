/** Steps get what they wait for, and come into an order that satisfies it. */
import { BugError } from '../../errors.ts'
import type { RunbookStep } from '../../model/runbook.ts'

/** Each follows the one before it; the first follows `after`. */
export function inTurn(steps: readonly RunbookStep[], after: readonly string[] = []): readonly RunbookStep[] {
  return steps.map((step, index) => {
    const before = steps[index - 1]
    return { ...step, after: before ? [...step.after, before.id] : [...step.after, ...after] }
  })
}

/** The ids that nothing of the list waits for: whoever waits for these waits for all of it. */
export function lastOf(steps: readonly RunbookStep[]): readonly string[] {
  const waited = new Set(steps.flatMap(({ after }) => after))
  return steps.map(({ id }) => id).filter((id) => !waited.has(id))
}

/**
 * Everything that a step waits for, directly or not, by id. Throws BugError where a step waits for one that does not
 * stand before it, or two have one id: such a runbook could never be walked.
 */
export function waitsFor(steps: readonly RunbookStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const { id, after } of steps) {
    if (all.has(id)) throw new BugError('bug.invariant', `Two steps of a runbook are called ${id}.`)
    const waited = new Set<string>()
    for (const before of after) {
      const further = all.get(before)
      if (!further) throw new BugError('bug.invariant', `${id} waits for ${before}, which does not stand before it.`)
      waited.add(before)
      for (const one of further) waited.add(one)
    }
    all.set(id, waited)
  }
  return all
}

/** Every step waits only for what nothing else that it waits for waits for already; the order is the same. */
export function reduced(steps: readonly RunbookStep[]): readonly RunbookStep[] {
  const waits = waitsFor(steps)
  return steps.map((step) => {
    const own = [...new Set(step.after)]
    return { ...step, after: own.filter((id) => !own.some((other) => waits.get(other)?.has(id))).sort() }
  })
}
