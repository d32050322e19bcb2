/**
 * What people and programs ask of a run becomes events, or an InputError that says why not. The caller holds the journal
 * while it decides and appends, so that of two who ask at once the second sees what the first got.
 */
import { InputError } from '../../errors.ts'
import type { RunEvent, RunEventOf } from '../../model/run.ts'
import type { Run } from '../../model/run-state.ts'
import type { RunbookStep } from '../../model/runbook.ts'
import { walkedOf } from './fold.ts'
import { refusalOf } from './rules.ts'
import { standingOf, stateOf } from './standing.ts'

/**
 * A lease is the timeout and this much more: time to end a program that takes too long, and to write that down. Clocks
 * of machines that share a run may differ by as much.
 */
const GRACE_MINUTES = 2
const MINUTE_MS = 60_000

export interface Actor {
  readonly by: string
  readonly user: string
  /** The process that runs the program of a step; null = a person works by hand. */
  readonly runner: string | null
  /** Epoch milliseconds. */
  readonly nowMs: number
}

type Decision<Ask> = (run: Run, actor: Actor, ask: Ask) => readonly RunEvent[]
type OfStep<More = object> = { readonly step: string } & More

/** The time of an event is never before that of the last one, whatever the clock of this machine says. */
const baseOf = ({ state }: Run, { by, user, nowMs }: Actor): { at: string; by: string; user: string } => {
  const at = new Date(nowMs).toISOString()
  return { at: at < state.lastAt ? state.lastAt : at, by, user }
}

/** Ids and names stay as they are. */
const sentence = (why: string): string =>
  why.replace(/^(?:a|the|nobody|attempt)\b/, (word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)

/** Throws the refusal of the first event that may not follow; later ones of the same decision follow from it. */
function allowed(run: Run, first: RunEvent, ...rest: readonly RunEvent[]): readonly RunEvent[] {
  const refusal = refusalOf(walkedOf(run), first)
  if (!refusal) return [first, ...rest]
  const { code, why, suggestions } = refusal
  throw new InputError(code, `${sentence(why)}.`, { suggestions })
}

/** Throws InputError `run.step-unknown`. */
export function stepOf({ runbook }: Run, id: string): RunbookStep {
  const step = runbook.steps.find((one) => one.id === id)
  if (step) return step
  const near = runbook.steps.filter((one) => one.id.includes(id)).map((one) => one.id)
  throw new InputError('run.step-unknown', `The runbook has no step ${id}.`, {
    suggestions: near.length > 0 ? [`Did you mean ${near.slice(0, 3).join(', ')}?`] : ['drplan runbook status --all'],
  })
}

/** The step is this actor's for its timeout and a little more. A lapsed claim is taken over. */
export const claim: Decision<OfStep<{ readonly leaseMinutes?: number }>> = (run, actor, ask) => {
  const step = stepOf(run, ask.step)
  const base = baseOf(run, actor)
  const { attempt } = stateOf(run.state, step.id)
  const leaseMs = (ask.leaseMinutes ?? step.timeoutMinutes + GRACE_MINUTES) * MINUTE_MS
  const claimed: RunEventOf<'claimed'> = {
    kind: 'claimed',
    ...base,
    step: step.id,
    attempt: attempt + 1,
    runner: actor.runner,
    leaseUntil: new Date(Date.parse(base.at) + leaseMs).toISOString(),
  }
  return allowed(run, claimed)
}

export interface Outcome {
  /** Measured elsewhere; null = counted from the claim, where there was one before. */
  readonly minutes?: number | null
  readonly note?: string | null
  readonly exitCode?: number | null
  readonly tail?: readonly string[]
}

/** Without a claim of somebody a person's `done` claims the step in the same moment; its time is then known only if told. */
export const done: Decision<OfStep<Outcome & { readonly attempt?: number }>> = (run, actor, ask) => {
  const { claims, base, attempt, since } = endOf(run, actor, ask)
  const counted = since === null ? null : (Date.parse(base.at) - Date.parse(since)) / MINUTE_MS
  const { runner } = actor
  const { note = null, exitCode = null, tail = [] } = ask
  const end = { ...base, step: ask.step, attempt, runner, note, exitCode, tail }
  const event: RunEvent = { kind: 'done', ...end, minutes: ask.minutes ?? counted }
  return claims.length > 0 ? [...claims, event] : allowed(run, event)
}

export const fail: Decision<OfStep<Omit<Outcome, 'minutes'> & { readonly attempt?: number; readonly note: string }>> = (
  run,
  actor,
  ask,
) => {
  if (stepOf(run, ask.step).approval)
    return allowed(run, { kind: 'refused', ...baseOf(run, actor), step: ask.step, note: ask.note })
  const { claims, base, attempt } = endOf(run, actor, ask)
  const { note, exitCode = null, tail = [] } = ask
  const event: RunEvent = {
    kind: 'failed',
    ...base,
    step: ask.step,
    attempt,
    runner: actor.runner,
    note,
    exitCode,
    tail,
  }
  return claims.length > 0 ? [...claims, event] : allowed(run, event)
}

interface Ending {
  readonly claims: readonly RunEvent[]
  readonly base: ReturnType<typeof baseOf>
  readonly attempt: number
  /** When it was claimed; null = only now. */
  readonly since: string | null
}

function endOf(run: Run, actor: Actor, ask: OfStep<{ readonly attempt?: number }>): Ending {
  const own = stateOf(run.state, stepOf(run, ask.step).id)
  const base = baseOf(run, actor)
  if (own.claim || ask.attempt !== undefined)
    return { claims: [], base, attempt: ask.attempt ?? own.attempt, since: own.claim?.at ?? null }
  return { claims: claim(run, actor, ask), base, attempt: own.attempt + 1, since: null }
}

export const skip: Decision<OfStep<{ readonly reason: string; readonly waivedBy: string | null }>> = (
  run,
  actor,
  ask,
) => allowed(run, { kind: 'skipped', ...baseOf(run, actor), ...ask, step: stepOf(run, ask.step).id })

export const approve: Decision<OfStep<{ readonly role: string }>> = (run, actor, ask) =>
  allowed(run, { kind: 'approved', ...baseOf(run, actor), step: stepOf(run, ask.step).id, role: ask.role })

export const reopen: Decision<OfStep<{ readonly reason: string }>> = (run, actor, ask) =>
  allowed(run, { kind: 'reopened', ...baseOf(run, actor), step: stepOf(run, ask.step).id, reason: ask.reason })

/** Before its lease ran out: whoever asks answers for it that nobody works on the step any more. */
export const takeOver: Decision<OfStep<{ readonly reason: string }>> = (run, actor, ask) => {
  const { attempt } = stateOf(run.state, stepOf(run, ask.step).id)
  return allowed(run, { kind: 'released', ...baseOf(run, actor), step: ask.step, attempt, reason: ask.reason })
}

/** After a crash: claims that lapsed count no more. */
export const resume: Decision<null> = (run, actor) => {
  const base = baseOf(run, actor)
  const lapsed = run.runbook.steps.filter((step) => standingOf(step, walkedOf(run), Date.parse(base.at)) === 'lapsed')
  return allowed(
    run,
    { kind: 'resumed', ...base },
    ...lapsed.map(({ id }): RunEvent => {
      const { attempt } = stateOf(run.state, id)
      return { kind: 'released', ...base, step: id, attempt, reason: 'its lease ran out' }
    }),
  )
}

export const abort: Decision<{ readonly reason: string }> = (run, actor, { reason }) =>
  allowed(run, { kind: 'aborted', ...baseOf(run, actor), reason })

/** Values that were not known when the run started. Throws InputError `run.parameter-unknown`. */
export const setParameters: Decision<{ readonly parameters: Readonly<Record<string, string>> }> = (run, actor, ask) => {
  if (Object.keys(ask.parameters).length === 0) return []
  refuseUnknownParameters(run.runbook, ask.parameters)
  return allowed(run, { kind: 'set', ...baseOf(run, actor), parameters: ask.parameters })
}

export function refuseUnknownParameters(
  { parameters }: Pick<Run['runbook'], 'parameters'>,
  given: Readonly<Record<string, string>>,
): void {
  const known = parameters.map(({ name }) => name)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new InputError('run.parameter-unknown', `The runbook has no parameter ${unknown}.`, {
    suggestions: [known.length > 0 ? `It has ${known.join(', ')}.` : 'It has none: leave out --set.'],
  })
}
