/**
 * Recoveries on several threads. A run depends on its number and the seed alone, and ranges are put together by number: the
 * same bytes for any number of threads.
 */
import type { Compiled } from '../core/simulate/compiled.ts'
import { mergeOutcomes, type Outcomes } from '../core/simulate/outcomes.ts'
import { simulateLot, type SimulateLot } from './simulate-lot.ts'
import { createThreadPool } from './thread-pool.ts'

export interface SimulatePoolSettings {
  readonly seed: number
  readonly runs: number
  /** Threads beside the present one; 0 does all of it here. */
  readonly threads: number
}

/** So few that the last thread is not waited for long, so many that sending the model to it does not count. */
const LOTS_A_THREAD = 8

/**
 * @throws InputError `simulation.invalid` where tasks wait for slots that are never given free; from a thread as BugError
 * `bug.unknown`, with that as its cause.
 */
export async function simulateAll(
  compiled: Compiled,
  { seed, runs, threads }: SimulatePoolSettings,
): Promise<Outcomes> {
  const size = Math.ceil(runs / Math.max(1, threads * LOTS_A_THREAD))
  const lots = Array.from({ length: Math.ceil(runs / size) }, (_, place): SimulateLot => ({
    compiled,
    range: { seed, from: place * size, to: Math.min(runs, (place + 1) * size) },
  }))
  if (threads === 0) return mergeOutcomes(lots.flatMap((lot) => simulateLot(lot)))
  const pool = createThreadPool<SimulateLot, Outcomes>(threads, { worker: 'simulate-worker', doing: 'simulating' })
  try {
    return mergeOutcomes((await Promise.all(lots.map((lot) => pool.work(lot)))).flat())
  } finally {
    await pool.close()
  }
}
