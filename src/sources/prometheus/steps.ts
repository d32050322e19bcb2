/**
 * The regular grid that a server is asked for. Steps are whole multiples of their length since the epoch, so that two
 * chunks neither overlap nor leave a hole, and so that VictoriaMetrics, which rounds longer ranges to such multiples,
 * changes nothing.
 */
import { BugError } from '../../errors.ts'

export interface Steps {
  /** Epoch milliseconds UTC: where the first step begins. */
  readonly startMs: number
  readonly stepSeconds: number
  readonly count: number
}

/** Every whole step in the `days` before `until` (ISO 8601). */
export function historySteps(until: string, days: number, stepSeconds: number): Steps {
  const untilMs = Date.parse(until)
  if (Number.isNaN(untilMs)) throw new BugError('bug.invariant', `"${until}" is not a time that history can end at.`)
  const stepMs = stepSeconds * 1000
  const count = Math.max(1, Math.floor((days * 86_400) / stepSeconds))
  return { startMs: (Math.floor(untilMs / stepMs) - count) * stepMs, stepSeconds, count }
}

/** Those of the steps that end after `sinceMs`, at least one; all where it is null. */
export function stepsSince(steps: Steps, sinceMs: number | null): Steps {
  const stepMs = steps.stepSeconds * 1000
  const held = sinceMs === null ? 0 : Math.floor((sinceMs - steps.startMs) / stepMs)
  const first = Math.min(steps.count - 1, Math.max(0, held))
  return sliceSteps(steps, first, steps.count - first)
}

export const endOf = ({ startMs, stepSeconds, count }: Steps): number => startMs + stepSeconds * 1000 * count

/** The same steps in order, at most `mostSteps` at a time. */
export function chunkSteps(steps: Steps, mostSteps: number): Steps[] {
  const chunks: Steps[] = []
  for (let first = 0; first < steps.count; first += mostSteps) {
    chunks.push(sliceSteps(steps, first, Math.min(mostSteps, steps.count - first)))
  }
  return chunks
}

export const sliceSteps = ({ startMs, stepSeconds }: Steps, first: number, count: number): Steps => ({
  startMs: startMs + first * stepSeconds * 1000,
  stepSeconds,
  count,
})

/** About the same time, ending at the same moment, in at most `mostSteps` longer steps. */
export function coarsenSteps({ startMs, stepSeconds, count }: Steps, mostSteps: number): Steps {
  const factor = Math.ceil(count / mostSteps)
  const kept = Math.floor(count / factor)
  return {
    startMs: startMs + (count - kept * factor) * stepSeconds * 1000,
    stepSeconds: stepSeconds * factor,
    count: kept,
  }
}

/** `start` and `end` of a range query, in epoch seconds: a value says what happened in the step that ends with it. */
export const evaluationTimes = ({ startMs, stepSeconds, count }: Steps): { start: number; end: number } => ({
  start: startMs / 1000 + stepSeconds,
  end: startMs / 1000 + stepSeconds * count,
})
