/** Finds a run, and appends to it what somebody asks. */
import type { Actor } from '../../core/run/decide.ts'
import { foldRun } from '../../core/run/fold.ts'
import { isOpen } from '../../core/run/standing.ts'
import { InputError } from '../../errors.ts'
import type { RunEvent } from '../../model/run.ts'
import type { Run } from '../../model/run-state.ts'
import { appendToJournal } from '../../workspace/journal.ts'
import { journalFile, listRuns, readRun } from '../../workspace/runs.ts'

export interface RunPlace {
  /** The output folder, where plan.json is. */
  readonly out: string
  /** Null: the only one that is open. */
  readonly run: string | null
}

export interface OpenedRun extends Run {
  readonly id: string
  /** The journal. */
  readonly file: string
  /** Characters of a line that a crash left half: it does not count. */
  readonly torn: number
}

/** Throws InputError `run.missing` or `run.damaged`. */
export async function loadRun(out: string, id: string): Promise<OpenedRun> {
  const stored = await readRun(out, id)
  return { ...foldRun(stored), id, file: stored.file, torn: stored.torn }
}

/** Throws InputError `run.missing`, `run.ambiguous` or `run.damaged`. */
export async function openRun({ out, run }: RunPlace): Promise<OpenedRun> {
  if (run !== null) return loadRun(out, run)
  const runs = await loadRuns(out)
  const open = runs.filter(isOpen)
  const [only, second] = open
  if (only && !second) return only
  if (second)
    throw new InputError('run.ambiguous', `${open.map(({ id }) => id).join(' and ')} are open.`, {
      suggestions: ['Name the one that is meant with --run.'],
    })
  const last = runs.at(-1)
  throw new InputError('run.missing', last ? 'No run is open.' : 'There is no run yet.', {
    suggestions: [
      'drplan runbook start drill   starts one.',
      ...(last ? [`drplan runbook status ${last.id}   shows the last one.`] : []),
    ],
  })
}

/** Of the output folder, by their start. */
export async function loadRuns(out: string): Promise<readonly OpenedRun[]> {
  const runs: OpenedRun[] = []
  for (const id of await listRuns(out)) runs.push(await loadRun(out, id))
  return runs.sort((a, b) => (a.state.started.at < b.state.started.at ? -1 : 1))
}

export interface Asking {
  readonly out: string
  readonly run: OpenedRun
  /** Of the moment in which the run is this process's to append to, which may be a while after it was asked. */
  readonly actor: () => Actor
}

/** The run with what `decide` made of it, while nobody else could. Throws what `decide` throws, and what appending throws. */
export async function appendToRun(
  { out, run, actor }: Asking,
  decide: (run: Run, actor: Actor) => readonly RunEvent[],
): Promise<OpenedRun> {
  const file = journalFile(out, run.id)
  const { runbook } = run
  const { events, torn } = await appendToJournal(file, (events) => decide(foldRun({ runbook, events, file }), actor()))
  return { ...foldRun({ runbook, events, file }), id: run.id, file, torn }
}
