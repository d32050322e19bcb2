/** How the steps of a run stand at a time. The clock is an argument. */
import type { RunbookStep } from '../../model/runbook.ts'
import type { Run, RunState, Standing, StepStanding, StepState } from '../../model/run-state.ts'

const MINUTE_MS = 60_000

const untouched: StepState = {
  attempt: 0,
  claim: null,
  end: null,
  failures: 0,
  lastFailure: null,
  approvals: [],
}

export const stateOf = (state: RunState, stepId: string): StepState => state.steps.get(stepId) ?? untouched

/** It failed as often as it may. */
export const isSpent = (step: RunbookStep, own: StepState): boolean =>
  own.failures >= (step.approval ? 1 : step.tries.most)

/** Whoever waits for the step need not wait any longer: it is done, was left out, or failed and may. Null = not yet. */
export function settledAt(step: RunbookStep, own: StepState): string | null {
  if (own.end) return own.end.at
  if (own.claim || step.onFailure === 'stop' || !isSpent(step, own)) return null
  return own.lastFailure?.at ?? null
}

/** When the last of the steps before it was settled; the run's start where there is none; null = not yet. */
export function readyAt(step: RunbookStep, state: RunState, steps: ReadonlyMap<string, RunbookStep>): string | null {
  let latest = state.started.at
  for (const id of step.after) {
    const before = steps.get(id)
    const settled = before ? settledAt(before, stateOf(state, id)) : null
    if (settled === null) return null
    if (settled > latest) latest = settled
  }
  return latest
}

/** `nowMs`: epoch milliseconds. */
export function standingOf(
  step: RunbookStep,
  { state, steps }: { readonly state: RunState; readonly steps: ReadonlyMap<string, RunbookStep> },
  nowMs: number,
): Standing {
  const own = stateOf(state, step.id)
  if (own.end) return own.end.how
  if (own.claim) return nowMs < Date.parse(own.claim.leaseUntil) ? 'held' : 'lapsed'
  if (isSpent(step, own)) return step.onFailure === 'stop' ? 'failed' : 'noted'
  if (readyAt(step, state, steps) === null) return 'waiting'
  return nowMs < againAtMs(step, own) ? 'pausing' : 'ready'
}

/** When a step that failed may be tried again, as epoch milliseconds. */
const againAtMs = (step: RunbookStep, { lastFailure, failures }: StepState): number =>
  lastFailure && failures > 0 ? Date.parse(lastFailure.at) + step.tries.waitMinutes * MINUTE_MS : 0

export const stepsById = (steps: readonly RunbookStep[]): ReadonlyMap<string, RunbookStep> =>
  new Map(steps.map((step) => [step.id, step]))

/** All steps, in the order of the runbook. */
export function standings({ runbook, state }: Run, nowMs: number): readonly StepStanding[] {
  const steps = stepsById(runbook.steps)
  return runbook.steps.map((step) => {
    const own = stateOf(state, step.id)
    const standing = standingOf(step, { state, steps }, nowMs)
    const since = standing === 'ready' && step.approval ? readyAt(step, state, steps) : (own.claim?.at ?? null)
    return {
      step,
      state: own,
      standing,
      overdue: since !== null && nowMs > Date.parse(since) + step.timeoutMinutes * MINUTE_MS,
      waitsFor: step.after.filter((id) => {
        const before = steps.get(id)
        return before !== undefined && settledAt(before, stateOf(state, id)) === null
      }),
    }
  })
}

/** Every step is done, was left out, or failed and may. */
export const isFinished = ({ runbook, state }: Pick<Run, 'runbook' | 'state'>): boolean =>
  runbook.steps.every((step) => settledAt(step, stateOf(state, step.id)) !== null)

/** Something of it may still happen. */
export const isOpen = (run: Pick<Run, 'runbook' | 'state'>): boolean => run.state.aborted === null && !isFinished(run)
