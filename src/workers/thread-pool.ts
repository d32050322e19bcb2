/** Threads that get lots of work and answer them; each lot is one message there and one back. */
import { Worker } from 'node:worker_threads'
import { BugError } from '../errors.ts'

export interface ThreadPool<Lot, Answer> {
  work(lot: Lot): Promise<readonly Answer[]>
  close(): Promise<void>
}

interface Thread<Answer> {
  readonly worker: Worker
  /** The lots it has, in the order they were given. */
  readonly waiting: {
    readonly resolve: (answers: readonly Answer[]) => void
    readonly reject: (error: Error) => void
  }[]
}

/** Which thread it is: the file beside this one that it enters by, and what to say it was doing when it ends. */
interface ThreadKind {
  readonly worker: 'forecast-worker' | 'simulate-worker'
  readonly doing: string
}

const forecasting: ThreadKind = { worker: 'forecast-worker', doing: 'forecasting' }

/** Up to `count` threads, each started when there is a lot for it. */
export function createThreadPool<Lot, Answer>(count: number, kind = forecasting): ThreadPool<Lot, Answer> {
  const threads: Thread<Answer>[] = []
  return {
    work(lot) {
      const idle = threads.find(({ waiting }) => waiting.length === 0)
      const thread = idle ?? (threads.length < count ? startThread(threads, kind) : leastBusy(threads))
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

const leastBusy = <Answer>(threads: readonly Thread<Answer>[]): Thread<Answer> =>
  threads.reduce((best, one) => (one.waiting.length < best.waiting.length ? one : best))

function startThread<Answer>(threads: Thread<Answer>[], { worker, doing }: ThreadKind): Thread<Answer> {
  const thread: Thread<Answer> = { worker: new Worker(entryOf(worker, import.meta.url)), waiting: [] }
  thread.worker.on('message', (answers: readonly Answer[]) => thread.waiting.shift()?.resolve(answers))
  const fail = (cause: unknown): void => {
    const options = { cause, suggestions: ['Run it again; if it fails again, please report it with the cause.'] }
    const error = new BugError('bug.unknown', `A ${doing} thread ended: ${String(cause)}`, options)
    for (const { reject } of thread.waiting.splice(0)) reject(error)
  }
  thread.worker.on('error', fail)
  thread.worker.on('exit', (code) => fail(`exit code ${code}`))
  threads.push(thread)
  return thread
}

/** Beside this file as it is written; in the bundle, where every file lies two folders deep, at a place of its own. */
const entryOf = (worker: ThreadKind['worker'], here: string): URL =>
  new URL(here.endsWith('.ts') ? `./${worker}.ts` : `../src/workers/${worker}.js`, here)
