/** Events become the state of a run. An event that could not follow the ones before it means a damaged journal. */
import { InputError } from '../../errors.ts'
import type { RunEvent, RunEventOf } from '../../model/run.ts'
import type { Run, RunState, StepFailure, StepState } from '../../model/run-state.ts'
import type { Runbook, RunbookStep } from '../../model/runbook.ts'
import { guardsOf, refusalOf, type Walked } from './rules.ts'
import { isSpent, readyAt, stateOf, stepsById } from './standing.ts'

export interface Journalled {
  readonly runbook: Runbook
  readonly events: readonly RunEvent[]
  /** Of the journal, for messages. */
  readonly file: string
}

/** While it is folded; readers see it readonly. */
interface Draft extends RunState {
  parameters: RunState['parameters']
  readonly steps: Map<string, StepState>
  readonly stoppedBy: Set<string>
  aborted: RunState['aborted']
  lastAt: string
}

/** Throws InputError `run.damaged` with the line. */
export function foldRun({ runbook, events, file }: Journalled): Run {
  const [first, ...rest] = events
  if (first?.kind !== 'started') throw damagedRun(file, 1, 'it does not begin with the start of a run')
  const walked = { ...opened(runbook), state: begun(first) }
  rest.forEach((event, index) => {
    const late = event.at < walked.state.lastAt ? 'its time is before that of the line before' : null
    const why = late ?? refusalOf(walked, event)?.why
    if (why !== undefined) throw damagedRun(file, index + 2, why)
    apply(walked, event)
  })
  return { runbook, events, state: walked.state }
}

/** The rules for what follows next, after all events of the run. */
export const walkedOf = ({ runbook, state }: Run): Walked => ({ ...opened(runbook), state })

const opened = ({ steps }: Runbook): Omit<Walked, 'state'> => ({ steps: stepsById(steps), guards: guardsOf(steps) })

const begun = (started: RunEventOf<'started'>): Draft => ({
  started,
  parameters: started.parameters,
  steps: new Map(),
  stoppedBy: new Set(),
  aborted: null,
  lastAt: started.at,
})

const damagedRun = (file: string, line: number, why: string): InputError =>
  new InputError('run.damaged', `The journal of the run is damaged in line ${line}: ${why}.`, {
    place: { file, line },
    suggestions: [
      'Keep a copy of the file: it says who did what.',
      'Get it back from a backup. If there is none: find out how far the run is, move its files away, start another run, and skip what is done already with the reason.',
    ],
  })

function apply({ state, steps }: Walked & { readonly state: Draft }, event: RunEvent): void {
  state.lastAt = event.at
  if (event.kind === 'set') state.parameters = { ...state.parameters, ...event.parameters }
  if (event.kind === 'aborted') state.aborted = { at: event.at, by: event.by, reason: event.reason }
  const step = 'step' in event ? steps.get(event.step) : undefined
  if (!step || !('step' in event)) return
  const own = withApproval(step, changed(stateOf(state, step.id), event), { state, steps })
  state.steps.set(step.id, own)
  if (!own.end && !own.claim && step.onFailure === 'stop' && isSpent(step, own)) state.stoppedBy.add(step.id)
  else state.stoppedBy.delete(step.id)
}

type StepEvent = Extract<RunEvent, { readonly step: string }>

function changed(own: StepState, event: StepEvent): StepState {
  const { at, by } = event
  switch (event.kind) {
    case 'claimed': {
      const { attempt, runner, leaseUntil } = event
      return { ...own, attempt, claim: { attempt, by, runner, at, leaseUntil } }
    }
    case 'done': {
      const { attempt, note, minutes } = event
      return { ...own, claim: null, end: { how: 'done', at, by, attempt, note, minutes, waivedBy: null } }
    }
    case 'failed':
      return failed(own, {
        at,
        by,
        attempt: event.attempt,
        note: event.note,
        exitCode: event.exitCode,
        tail: event.tail,
      })
    case 'refused':
      return failed(own, { at, by, attempt: null, note: event.note, exitCode: null, tail: [] })
    case 'released':
      return { ...own, claim: null }
    case 'reopened':
      return { ...own, failures: 0, approvals: [] }
    case 'skipped': {
      const { reason, waivedBy } = event
      return { ...own, end: { how: 'skipped', at, by, attempt: null, note: reason, minutes: null, waivedBy } }
    }
    default:
      return { ...own, approvals: [...own.approvals, { role: event.role, by, at }] }
  }
}

const failed = (own: StepState, lastFailure: StepFailure): StepState => ({
  ...own,
  claim: null,
  failures: own.failures + 1,
  lastFailure,
})

/** So many who agreed are the end of an approval; it took from when they could until the last of them did. */
function withApproval(step: RunbookStep, own: StepState, walked: Pick<Walked, 'state' | 'steps'>): StepState {
  const last = own.approvals.at(-1)
  if (!step.approval || own.end || !last || own.approvals.length < step.approval.required) return own
  const since = readyAt(step, walked.state, walked.steps) ?? last.at
  return {
    ...own,
    end: {
      how: 'done',
      at: last.at,
      by: own.approvals.map(({ by }) => by).join(', '),
      attempt: null,
      note: own.approvals.map(({ role }) => role).join(', '),
      minutes: (Date.parse(last.at) - Date.parse(since)) / 60_000,
      waivedBy: null,
    },
  }
}
