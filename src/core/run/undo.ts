/** What an aborted run leaves to be undone, from the last to the first. */
import type { Run, StepState } from '../../model/run-state.ts'
import type { RunbookCommand, RunbookStep } from '../../model/runbook.ts'
import { stateOf } from './standing.ts'

export interface UndoItem {
  readonly step: string
  readonly title: string
  /**
   * `undo`: it was done; `look`: it was begun, and nobody knows how far it got; `irreversible`: it was done or begun, and
   * stays; `clean-up`: a step of the runbook that takes down what was made.
   */
  readonly what: 'undo' | 'look' | 'irreversible' | 'clean-up'
  readonly instruction: string
  readonly command: RunbookCommand | null
}

/** Only what changes something: looks and approvals leave nothing behind. */
export function whatToUndo(run: Run): readonly UndoItem[] {
  const order = new Map(run.events.map((event, index) => ['step' in event ? event.step : '', index]))
  const touched = run.runbook.steps
    .filter(({ kind }) => kind === 'manual' || kind === 'command')
    .map((step) => ({ step, own: stateOf(run.state, step.id) }))
    .filter(({ own }) => own.attempt > 0 && own.end?.how !== 'skipped')
    .sort((a, b) => (order.get(b.step.id) ?? 0) - (order.get(a.step.id) ?? 0))
  return [...touched.flatMap(({ step, own }) => undoOf(step, own)), ...cleanUp(run, touched.length)]
}

function undoOf(step: RunbookStep, own: StepState): readonly UndoItem[] {
  const base = { step: step.id, title: step.title }
  if (step.irreversible)
    return [
      { ...base, what: 'irreversible', instruction: 'It cannot be undone; going back is a failback.', command: null },
    ]
  const half = own.end === null
  if (step.undo)
    return [{ ...base, what: half ? 'look' : 'undo', instruction: step.undo.instruction, command: step.undo.command }]
  if (!half || step.kind === 'manual') return []
  return [{ ...base, what: 'look', instruction: `It was begun and did not end. ${step.instruction}`, command: null }]
}

/** What was made is taken down by the runbook's own clean-up, as far as that was not done yet. */
const cleanUp = ({ runbook, state }: Run, touched: number): readonly UndoItem[] =>
  touched === 0
    ? []
    : runbook.steps
        .filter((step) => step.stage === 'clean-up' && step.kind === 'command' && !stateOf(state, step.id).end)
        .map(({ id, title, instruction, command }) => ({ step: id, title, what: 'clean-up', instruction, command }))
