/** `drplan monitor` again and again: a source that is down costs its round, never what was collected. */
import { BugError, DrplanError, InputError } from '../errors.ts'
import type { StepContext } from './context.ts'
import type { Monitored } from './monitor.ts'
import { monitorOnly } from './steps.ts'

export interface Round {
  /** From 1. */
  readonly number: number
  /** ISO 8601 UTC: when it began. */
  readonly at: string
  /** What it left in the workspace, or why it left nothing new. */
  readonly outcome: Monitored | DrplanError
  /** Samples held afterwards that were not held before; null for a round that failed. */
  readonly added: number | null
}

export interface Watching {
  /** A context as of now: drplan.yaml is read again each round. */
  readonly open: () => Promise<StepContext>
  readonly intervalMs: number
  /** How many rounds; null = until it is stopped. */
  readonly rounds: number | null
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** False when the watching is to end. */
  readonly wait: (ms: number) => Promise<boolean>
  readonly told: (round: Round) => void
}

/**
 * Rounds begin an interval apart, or at once when the one before took longer. Ends when `wait` says so, or after so many
 * rounds; answers how many there were. Throws what the first round says of the input, and BugError.
 */
export async function watch(watching: Watching): Promise<number> {
  let [number, held] = [0, null as number | null]
  for (;;) {
    number++
    const began = watching.clock()
    const outcome = await runRound(watching, number)
    const samples = outcome instanceof DrplanError ? null : outcome.metrics.samples
    const added = samples === null ? null : Math.max(0, samples - (held ?? 0))
    watching.told({ number, at: new Date(began).toISOString(), outcome, added })
    held = samples ?? held
    if (number === watching.rounds) return number
    if (!(await watching.wait(Math.max(0, began + watching.intervalMs - watching.clock())))) return number
  }
}

async function runRound({ open }: Watching, number: number): Promise<Monitored | DrplanError> {
  try {
    return await monitorOnly(await open(), { tolerant: true })
  } catch (error) {
    const stops = !(error instanceof DrplanError) || error instanceof BugError || (number === 1 && isWrongInput(error))
    if (stops) throw error
    return error
  }
}

/** Wrong from the start: no round would be better. Later it may be a file that is just being written. */
const isWrongInput = (error: DrplanError): boolean => error instanceof InputError && error.code !== 'workspace.locked'
