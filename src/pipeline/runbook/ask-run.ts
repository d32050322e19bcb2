/** What a person asks of a run, by the name of the command. */
import { abort, approve, claim, done, fail, reopen, resume, skip, takeOver, type Actor } from '../../core/run/decide.ts'
import type { RunEvent } from '../../model/run.ts'
import type { Run } from '../../model/run-state.ts'
import { appendToRun, openRun, type OpenedRun, type RunPlace } from './open-run.ts'

const decisions = { abort, approve, claim, done, fail, reopen, resume, skip, takeOver }
type Decisions = typeof decisions
export type AskedKind = keyof Decisions

interface Asked<Kind extends AskedKind> {
  readonly place: RunPlace
  readonly actor: () => Actor
  readonly kind: Kind
  readonly ask: Parameters<Decisions[Kind]>[2]
}

/** The run as it is afterwards. Throws InputError with the reason when the run does not allow it. */
export async function askRun<Kind extends AskedKind>({ place, actor, kind, ask }: Asked<Kind>): Promise<OpenedRun> {
  const run = await openRun(place)
  const decide = decisions[kind] as (run: Run, actor: Actor, ask: Asked<Kind>['ask']) => readonly RunEvent[]
  return appendToRun({ out: place.out, run, actor }, (run, actor) => decide(run, actor, ask))
}
