/** What the steps of a runbook do to the cells of an application, and which of them come before which. */
import type { CellState } from '../../model/arbitration.ts'
import type { Runbook, RunbookStep } from '../../model/runbook.ts'

export interface Effect {
  /** The steps that have it, in a few words. */
  readonly name: string
  readonly cell: 'primary' | 'recovery'
  readonly to: CellState
  /** Places, in the list, of effects that are done before the first step of this one may be. */
  readonly after: readonly number[]
}

type Kind = Omit<Effect, 'after'>

/** Null: the step changes no cell. Machines of a drill are closed off, and serve nobody. */
export function cellChange({ phase }: Runbook, { id, stage }: RunbookStep): Kind | null {
  const home = phase === 'failback'
  if (phase !== 'failover' && !home) return null
  if (id === 'fence.stop-writes') {
    return home
      ? { name: 'the recovery site is closed', cell: 'recovery', to: 'draining' }
      : { name: 'the primary site is closed', cell: 'primary', to: 'draining' }
  }
  if (id === 'fence.recovery') return { name: 'the recovery site is fenced', cell: 'recovery', to: 'fenced' }
  if (id === 'fence.primary') return { name: 'the primary site is fenced', cell: 'primary', to: 'fenced' }
  if (stage !== 'recover' && stage !== 'standing') return null
  return home
    ? { name: 'servers start at the primary site', cell: 'primary', to: 'active' }
    : { name: 'servers start at the recovery site', cell: 'recovery', to: 'active' }
}

/** Steps with one effect count as one, done with the first of them: the earliest moment is the most dangerous one. */
export function effectsOf(runbook: Runbook): readonly Effect[] {
  const kinds = new Map<string, Kind>()
  const steps = new Map<string, RunbookStep[]>()
  for (const step of runbook.steps) {
    const kind = cellChange(runbook, step)
    if (!kind) continue
    kinds.set(kind.name, kind)
    steps.set(kind.name, [...(steps.get(kind.name) ?? []), step])
  }
  const names = [...kinds.keys()]
  const before = reachOf(runbook.steps)
  const alwaysBefore = (name: string, other: string): boolean =>
    (steps.get(name) ?? []).every(({ id }) => (steps.get(other) ?? []).every((one) => before.get(id)?.has(one.id)))
  return [...kinds.values()].map((kind) => ({
    ...kind,
    after: names.flatMap((other, place) => (other !== kind.name && alwaysBefore(kind.name, other) ? [place] : [])),
  }))
}

/** Everything that each step waits for, directly or not. */
export function reachOf(steps: readonly RunbookStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, ReadonlySet<string>>()
  for (const { id, after } of steps) {
    reach.set(id, new Set(after.flatMap((one) => [one, ...(reach.get(one) ?? [])])))
  }
  return reach
}
