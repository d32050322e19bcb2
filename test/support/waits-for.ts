import type { RunbookStep } from '../../src/model/runbook.ts'

/** Everything that a step waits for, directly or not, by id: the plain way, which keeps a set for each step. */
export function waitsFor(steps: readonly RunbookStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const { id, after } of steps) {
    if (all.has(id)) throw new Error(`Two steps of a runbook are called ${id}.`)
    const waited = new Set<string>()
    for (const before of after) {
      const further = all.get(before)
      if (!further) throw new Error(`${id} waits for ${before}, which does not stand before it.`)
      waited.add(before)
      for (const one of further) waited.add(one)
    }
    all.set(id, waited)
  }
  return all
}
