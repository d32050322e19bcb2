/** Starts a run of a runbook: the journal, and a copy of the runbook as it is now. */
import { refuseUnknownParameters } from '../../core/run/decide.ts'
import { isOpen } from '../../core/run/standing.ts'
import { BugError, InputError } from '../../errors.ts'
import { movesSite, type RunEventOf } from '../../model/run.ts'
import type { RunbookName } from '../../model/runbook-name.ts'
import { createRun, planHash, readRunbook, whileStarting, type ReadRunbook } from '../../workspace/runs.ts'
import { loadRun, loadRuns, type OpenedRun } from './open-run.ts'

export interface StartRun {
  readonly out: string
  readonly name: RunbookName
  readonly parameters: Readonly<Record<string, string>>
  readonly by: string
  readonly user: string
  readonly nowMs: number
}

/**
 * Throws InputError `runbook.missing`, `runbook.damaged`, `run.plan-changed`, `run.open`, `run.parameter-unknown`, and
 * `run.damaged` of another run, of which nobody can say whether it is open.
 */
export async function startRun(asked: StartRun): Promise<OpenedRun> {
  const read = await readRunbook(asked.out, asked.name)
  refuseUnknownParameters(read.runbook, asked.parameters)
  if ((await planHash(asked.out)) !== read.planSha256) throw planChanged(asked.name)
  const id = await whileStarting(asked.out, async () => {
    await refuseSecondMove(asked.out, read)
    return create(asked, read)
  })
  return loadRun(asked.out, id)
}

const planChanged = (name: RunbookName): InputError =>
  new InputError('run.plan-changed', `plan.json is not the plan that the runbook ${name} was made from.`, {
    suggestions: ['drplan plan   makes both anew.', 'Or get back both from version control.'],
  })

/** A rehearsal or a preparation that is still open does not stand in the way of the real thing. */
async function refuseSecondMove(out: string, { runbook }: ReadRunbook): Promise<void> {
  const open = (await loadRuns(out)).filter(isOpen)
  const move = open.find(({ state }) => movesSite(state.started) && state.started.site === runbook.site)
  if (!move) return
  throw new InputError('run.open', `${move.id} is open: one run at a time moves ${runbook.site}.`, {
    suggestions: [`drplan runbook status ${move.id}`, `drplan runbook abort --run ${move.id} --reason …   ends it.`],
  })
}

async function create(asked: StartRun, read: ReadRunbook): Promise<string> {
  const at = new Date(asked.nowMs).toISOString()
  const stem = `${asked.name}-${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 19).replaceAll(':', '')}`
  for (let number = 1; number < 1000; number++) {
    const event: RunEventOf<'started'> = {
      kind: 'started',
      at,
      by: asked.by,
      user: asked.user,
      run: number === 1 ? stem : `${stem}-${number}`,
      runbook: asked.name,
      site: read.runbook.site,
      runbookSha256: read.sha256,
      planSha256: read.planSha256,
      parameters: asked.parameters,
    }
    if (await createRun(asked.out, read, event)) return event.run
  }
  throw new BugError('bug.invariant', `A thousand runs were started at ${at}.`)
}
