/** What may follow what. One table serves both who writes the journal and who reads it. */
import type { ErrorCode } from '../../errors.ts'
import type { RunEvent, RunEventOf } from '../../model/run.ts'
import type { RunState, Standing } from '../../model/run-state.ts'
import type { RunbookStep } from '../../model/runbook.ts'
import { isSpent, settledAt, standingOf, stateOf } from './standing.ts'

export interface Refusal {
  readonly code: ErrorCode
  /** A sentence without the point at its end. */
  readonly why: string
  readonly suggestions: readonly string[]
}

/** A run as far as it is known, with the steps of its runbook by id. */
export interface Walked {
  readonly state: RunState
  readonly steps: ReadonlyMap<string, RunbookStep>
  /** Ids of what may be left out only if somebody answers for it. */
  readonly guards: ReadonlySet<string>
}

const refuse = (code: ErrorCode, why: string, ...suggestions: readonly string[]): Refusal => ({
  code,
  why,
  suggestions,
})

/** Approvals, fences, and everything that something irreversible waits for, directly or not. */
export function guardsOf(steps: readonly RunbookStep[]): ReadonlySet<string> {
  const waited = new Set<string>()
  // In the order of a runbook whatever a step waits for stands before it.
  for (const step of steps.toReversed())
    if (step.irreversible || waited.has(step.id)) for (const id of step.after) waited.add(id)
  const guards = steps.filter(({ id, kind, stage }) => kind === 'approval' || stage === 'fence' || waited.has(id))
  return new Set(guards.map(({ id }) => id))
}

type StepEvent = Extract<RunEvent, { readonly step: string }>

/** Null: the event may follow. `at` of the event is the time that counts. */
export function refusalOf(walked: Walked, event: RunEvent): Refusal | null {
  const { aborted } = walked.state
  if (event.kind === 'started') return refuse('run.damaged', 'a run starts once')
  // What was begun before the end still ends, and is written down.
  if (aborted && event.kind !== 'done' && event.kind !== 'failed')
    return refuse('run.closed', `the run was aborted by ${aborted.by} at ${aborted.at}`)
  if (event.kind === 'set') return refusedParameters(walked, event)
  if (event.kind === 'resumed' || event.kind === 'aborted') return null
  const step = walked.steps.get(event.step)
  if (!step) return refuse('run.step-unknown', `the runbook has no step ${event.step}`)
  return stepRefusal(walked, step, event)
}

function refusedParameters({ state }: Walked, { parameters }: RunEventOf<'set'>): Refusal | null {
  const changed = Object.keys(parameters).find(
    (name) => (state.parameters[name] ?? parameters[name]) !== parameters[name],
  )
  return changed === undefined
    ? null
    : refuse('run.refused', `the parameter ${changed} has a value already, and steps may have used it`)
}

function stepRefusal(walked: Walked, step: RunbookStep, event: StepEvent): Refusal | null {
  switch (event.kind) {
    case 'claimed':
      return refusedClaim(walked, step, event)
    case 'done':
    case 'failed':
      return refusedEnd(walked, step, event)
    case 'released':
      return stateOf(walked.state, step.id).claim?.attempt === event.attempt
        ? null
        : refuse('run.refused', `nobody has ${step.id} as attempt ${event.attempt}`)
    case 'reopened':
      return refusedReopening(walked, step)
    case 'skipped':
      return refusedSkip(walked, step, event)
    default:
      return refusedVote(walked, step, event)
  }
}

function refusedClaim(walked: Walked, step: RunbookStep, event: RunEventOf<'claimed'>): Refusal | null {
  if (step.approval) return refuse('run.refused', `${step.id} is an approval`, `drplan runbook approve ${step.id}`)
  const { attempt } = stateOf(walked.state, step.id)
  return (
    refusedNow(walked, step, event.at) ??
    (event.attempt === attempt + 1 && event.leaseUntil > event.at
      ? null
      : refuse('run.damaged', `attempt ${event.attempt} of ${step.id} does not follow attempt ${attempt}`))
  )
}

type Answer = (walked: Walked, step: RunbookStep) => Refusal | null

const isEnded: Answer = ({ state }, { id }) => {
  const { end } = stateOf(state, id)
  return refuse('run.refused', `${id} is ${end?.how ?? ''} already, by ${end?.by ?? ''}`)
}

const isHeld: Answer = ({ state }, { id }) => {
  const { claim } = stateOf(state, id)
  return refuse(
    'run.held',
    `${claim?.by ?? ''} has ${id} until ${claim?.leaseUntil ?? ''}`,
    'Wait for it.',
    `drplan runbook resume --take-over ${id} --reason …   if nobody works on it any more`,
  )
}

const hasFailed: Answer = ({ state }, { id }) =>
  refuse(
    'run.not-ready',
    `${id} failed: ${stateOf(state, id).lastFailure?.note ?? ''}`,
    `drplan runbook resume --again ${id} --reason …   once the cause is mended`,
  )

const isStopped: Answer = ({ state: { stoppedBy } }) => {
  const [stopper] = stoppedBy
  if (stopper === undefined) return null
  return refuse(
    'run.not-ready',
    `${stopper} failed, and nothing goes on until somebody decides`,
    `drplan runbook resume --again ${stopper} --reason …   tries it again`,
    `drplan runbook skip ${stopper} --reason …   goes on without it`,
    'drplan runbook abort --reason …   ends the run',
  )
}

const begins: Record<Standing, Answer> = {
  done: isEnded,
  skipped: isEnded,
  held: isHeld,
  failed: hasFailed,
  noted: hasFailed,
  waiting: (walked, step) =>
    refuse('run.not-ready', `${step.id} waits for ${unsettled(walked, step).join(', ')}`, 'drplan runbook next'),
  pausing: (_, { id, tries }) =>
    refuse('run.not-ready', `${id} failed, and is tried again ${tries.waitMinutes} min later`),
  ready: isStopped,
  lapsed: isStopped,
}

/** May the step be begun at this time? */
const refusedNow = (walked: Walked, step: RunbookStep, at: string): Refusal | null =>
  begins[standingOf(step, walked, Date.parse(at))](walked, step)

const unsettled = ({ state, steps }: Walked, step: RunbookStep): readonly string[] =>
  step.after.filter((id) => {
    const before = steps.get(id)
    return before !== undefined && settledAt(before, stateOf(state, id)) === null
  })

function refusedEnd(
  { state }: Walked,
  step: RunbookStep,
  event: RunEventOf<'done'> | RunEventOf<'failed'>,
): Refusal | null {
  const { claim, attempt, end } = stateOf(state, step.id)
  if (claim && claim.attempt === event.attempt && claim.by === event.by && claim.runner === event.runner) return null
  const why = claim
    ? `${claim.by} has ${step.id} as attempt ${claim.attempt}`
    : `attempt ${event.attempt} of ${step.id} counts no more (${end?.how ?? `there were ${attempt}`})`
  return refuse(
    'run.taken-over',
    `${why}, and only whoever has it can end it`,
    `drplan runbook status   shows who has it`,
    `drplan runbook resume --take-over ${step.id} --reason …   if nobody works on it any more`,
  )
}

function refusedReopening({ state }: Walked, step: RunbookStep): Refusal | null {
  const own = stateOf(state, step.id)
  if (!own.end && !own.claim && isSpent(step, own)) return null
  return refuse('run.refused', `${step.id} did not fail for good, so there is nothing to try again`)
}

function refusedSkip(walked: Walked, step: RunbookStep, event: RunEventOf<'skipped'>): Refusal | null {
  const { claim, end } = stateOf(walked.state, step.id)
  if (end || claim)
    return refuse('run.refused', end ? `${step.id} is ${end.how} already` : `${claim?.by ?? ''} has ${step.id}`)
  if (event.waivedBy !== null || !walked.guards.has(step.id)) return null
  return refuse(
    'run.refused',
    `${step.id} guards what cannot be undone, and is not left out unless somebody answers for it`,
    `drplan runbook skip ${step.id} --reason … --waive <name>   says who does`,
  )
}

/** Each role agrees once, and nobody for two of them: M of N are M people. */
function refusedVote(
  walked: Walked,
  step: RunbookStep,
  event: RunEventOf<'approved'> | RunEventOf<'refused'>,
): Refusal | null {
  const { approval } = step
  if (!approval) return refuse('run.refused', `${step.id} is no approval`, `drplan runbook done ${step.id}`)
  const early = refusedNow(walked, step, event.at)
  if (early || event.kind === 'refused') return early
  const { approvals } = stateOf(walked.state, step.id)
  if (!approval.of.includes(event.role))
    return refuse('run.refused', `${event.role} has no say in ${step.id}`, `It is for ${approval.of.join(', ')}.`)
  const earlier = approvals.find(({ role, by }) => role === event.role || by === event.by)
  return earlier
    ? refuse(
        'run.refused',
        `${earlier.by} agreed to ${step.id} as ${earlier.role} already`,
        'It takes another person in another role.',
      )
    : null
}
