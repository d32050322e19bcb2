/** A run at a time, for people and scripts. */
import { isFinished, standings } from '../../core/run/standing.ts'
import { whatToUndo } from '../../core/run/undo.ts'
import type { StepStanding } from '../../model/run-state.ts'
import type { RunView, StepView, UndoView } from '../../model/run-view.ts'
import { shellLine } from '../../render/shell.ts'
import type { OpenedRun } from './open-run.ts'

/** `nowMs`: epoch milliseconds. */
export function viewRun(run: OpenedRun, nowMs: number): RunView {
  const { started, aborted, parameters, stoppedBy } = run.state
  const steps = standings(run, nowMs)
  const isOpen = !aborted && !isFinished(run)
  const next = steps.filter(({ standing }) => standing === 'ready' || standing === 'lapsed').map(({ step }) => step.id)
  return {
    schema: 'drplan/run@1',
    run: run.id,
    runbook: started.runbook,
    site: started.site,
    journal: run.file,
    startedAt: started.at,
    startedBy: started.by,
    now: new Date(nowMs).toISOString(),
    state: aborted ? 'aborted' : isOpen ? 'open' : 'finished',
    aborted,
    parameters,
    steps: steps.map(viewStep),
    next: isOpen && stoppedBy.size === 0 ? next : [],
    stoppedBy: [...stoppedBy],
    torn: run.torn,
  }
}

function viewStep({ step, state, standing, overdue, waitsFor }: StepStanding): StepView {
  const { id, stage, title, kind, who, instruction, expected, irreversible, command, timeoutMinutes, approval } = step
  const { attempt, claim, approvals } = state
  const told = { id, stage, title, kind, who, instruction, expected, irreversible, timeoutMinutes }
  return {
    ...told,
    command: command && shellLine(command),
    standing,
    overdue,
    attempt,
    heldBy: claim?.by ?? null,
    heldSince: claim?.at ?? null,
    leaseUntil: claim?.leaseUntil ?? null,
    ...endOf({ state }),
    approval: approval && { ...approval, approvals },
    waitsFor,
  }
}

type EndView = Pick<StepView, 'endedBy' | 'endedAt' | 'minutes' | 'note' | 'waivedBy' | 'exitCode' | 'tail'>

/** How it ended; of a step that did not, how it failed last. */
function endOf({ state: { end, lastFailure } }: Pick<StepStanding, 'state'>): EndView {
  if (end) {
    const { by, at, minutes, note, waivedBy } = end
    return { endedBy: by, endedAt: at, minutes, note, waivedBy, exitCode: null, tail: [] }
  }
  if (!lastFailure)
    return { endedBy: null, endedAt: null, minutes: null, note: null, waivedBy: null, exitCode: null, tail: [] }
  const { by, at, note, exitCode, tail } = lastFailure
  return { endedBy: by, endedAt: at, minutes: null, note, waivedBy: null, exitCode, tail }
}

export const viewUndo = (run: OpenedRun): readonly UndoView[] =>
  whatToUndo(run).map((item) => ({ ...item, command: item.command && shellLine(item.command) }))
