/**
 * Forecasts on several threads. VMs go out in lots and come back in the order they went: what is made of a VM depends on
 * nothing but that VM, so the result is the same for any number of threads, byte for byte.
 */
import { Worker } from 'node:worker_threads'
import { BugError } from '../errors.ts'
import { deriveVm, type DerivedVm } from '../core/forecast/derive-vm.ts'
import type { DemandPolicy } from '../model/config.ts'
import { deriveLot, type Lot, type VmHistory } from './forecast-lot.ts'
import { shareGrids } from './shared-grids.ts'

export interface PoolSettings {
  readonly policy: DemandPolicy
  /** Threads beside the present one; 0 does all of it here. */
  readonly threads: number
}

/** Series in a lot: some dozen milliseconds of work, so that the last thread is not waited for long. */
const LOT_SERIES = 48
/** With less work than this, threads would end before they have begun. */
const LOTS_BEFORE_THREADS = 5
/** Lots that are out at a time, for each thread: one in work and one waiting. */
const LOTS_A_THREAD = 2

/** Derives every VM, in order. Threads are started where there is work for them, and ended with the iteration. */
export async function* deriveAll(
  histories: AsyncIterable<VmHistory>,
  { policy, threads }: PoolSettings,
): AsyncGenerator<DerivedVm> {
  if (threads === 0) {
    for await (const { vm, grids } of histories) yield deriveVm(vm, grids, policy)
    return
  }
  const lots = lotsOf(histories, policy)
  const first = await takeFirst(lots, LOTS_BEFORE_THREADS)
  if (first.length < LOTS_BEFORE_THREADS) {
    for (const lot of first) yield* deriveLot(lot)
    return
  }
  const pool = createPool(threads)
  try {
    yield* inOrder(chain(first, lots), pool, threads * LOTS_A_THREAD)
  } finally {
    await pool.close()
  }
}

async function takeFirst(lots: AsyncGenerator<Lot>, most: number): Promise<readonly Lot[]> {
  const taken: Lot[] = []
  while (taken.length < most) {
    const next = await lots.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

async function* chain(first: readonly Lot[], rest: AsyncGenerator<Lot>): AsyncGenerator<Lot> {
  yield* first
  yield* rest
}

async function* lotsOf(histories: AsyncIterable<VmHistory>, policy: DemandPolicy): AsyncGenerator<Lot> {
  let held: VmHistory[] = []
  let series = 0
  for await (const history of histories) {
    held.push(history)
    series += history.grids.length
    if (series < LOT_SERIES) continue
    yield lotOf(held, policy)
    held = []
    series = 0
  }
  if (held.length > 0) yield lotOf(held, policy)
}

const lotOf = (histories: readonly VmHistory[], policy: DemandPolicy): Lot => ({
  vms: histories.map(({ vm }) => vm),
  counts: histories.map(({ grids }) => grids.length),
  grids: shareGrids(histories.flatMap(({ grids }) => grids)),
  policy,
})

async function* inOrder(lots: AsyncIterable<Lot>, pool: Pool, most: number): AsyncGenerator<DerivedVm> {
  const out: Promise<readonly DerivedVm[]>[] = []
  for await (const lot of lots) {
    const answer = pool.derive(lot)
    // Waited for below; a failure meanwhile is not unhandled.
    answer.catch(() => undefined)
    out.push(answer)
    if (out.length >= most) yield* await (out.shift() as Promise<readonly DerivedVm[]>)
  }
  for (const answer of out) yield* await answer
}

interface Pool {
  derive(lot: Lot): Promise<readonly DerivedVm[]>
  close(): Promise<void>
}

interface Thread {
  readonly worker: Worker
  /** The lots it has, in the order they were given. */
  readonly waiting: {
    readonly resolve: (derived: readonly DerivedVm[]) => void
    readonly reject: (error: Error) => void
  }[]
}

function createPool(count: number): Pool {
  const threads: Thread[] = []
  return {
    derive(lot) {
      const idle = threads.find(({ waiting }) => waiting.length === 0)
      const thread = idle ?? (threads.length < count ? startThread(threads) : leastBusy(threads))
      return new Promise((resolve, reject) => {
        thread.waiting.push({ resolve, reject })
        thread.worker.postMessage(lot)
      })
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

const leastBusy = (threads: readonly Thread[]): Thread =>
  threads.reduce((best, one) => (one.waiting.length < best.waiting.length ? one : best))

function startThread(threads: Thread[]): Thread {
  const thread: Thread = { worker: new Worker(entryOf(import.meta.url)), waiting: [] }
  thread.worker.on('message', (derived: readonly DerivedVm[]) => thread.waiting.shift()?.resolve(derived))
  const fail = (cause: unknown): void => {
    const options = { cause, suggestions: ['Run it again; if it fails again, please report it with the cause.'] }
    const error = new BugError('bug.unknown', `A forecasting thread ended: ${String(cause)}`, options)
    for (const { reject } of thread.waiting.splice(0)) reject(error)
  }
  thread.worker.on('error', fail)
  thread.worker.on('exit', (code) => fail(`exit code ${code}`))
  threads.push(thread)
  return thread
}

/** Beside this file as it is written; in the bundle, where every file lies two folders deep, at a place of its own. */
const entryOf = (here: string): URL =>
  new URL(here.endsWith('.ts') ? './forecast-worker.ts' : '../src/workers/forecast-worker.js', here)
