/** The optimiser in a thread of its own: the integer solver blocks for seconds, and the program stays answerable. */
import { Worker } from 'node:worker_threads'
import type { Instance } from '../core/mapping/optimise/instance.ts'
import type { FrontierPoint } from '../core/mapping/optimise/frontier.ts'
import type { Optimised } from '../core/mapping/optimise/optimise.ts'
import type { IntegerAnswer, IntegerQuestion } from '../core/mapping/optimise/linear-solver.ts'
import { BugError } from '../errors.ts'

export interface Searching {
  readonly seed: number
  readonly targetGap: number
  /** Wall clock. A search that comes to its end before does not depend on it. */
  readonly seconds: number
}

export type OptimiseTask =
  | { readonly kind: 'assign'; readonly instance: Instance; readonly searching: Searching }
  | {
      readonly kind: 'frontier'
      readonly instance: Instance
      readonly searching: Searching
      readonly limit: number
      readonly points: number
    }
  | { readonly kind: 'integer'; readonly question: IntegerQuestion; readonly searching: Searching }

export interface Assigned {
  readonly optimised: Optimised
  readonly outOfTime: boolean
}

export interface Traced {
  readonly points: readonly FrontierPoint[]
  readonly outOfTime: boolean
}

type Reply = Assigned | Traced | IntegerAnswer | { readonly failed: unknown }

export const assignInThread = (instance: Instance, searching: Searching): Promise<Assigned> =>
  ask<Assigned>({ kind: 'assign', instance, searching })

/** The cheapest plan for each of several values of one limit, from the loosest to the tightest. */
export const traceInThread = (
  instance: Instance,
  frontier: { readonly limit: number; readonly points: number },
  searching: Searching,
): Promise<Traced> => ask<Traced>({ kind: 'frontier', instance, ...frontier, searching })

/** One integer model, as it is. */
export const solveInThread = (question: IntegerQuestion, searching: Searching): Promise<IntegerAnswer> =>
  ask<IntegerAnswer>({ kind: 'integer', question, searching })

/** Starting a thread and compiling the solver take a tenth of a second and more: it waits for the next question. */
let idle: Worker | null = null

async function ask<Answer extends Assigned | Traced | IntegerAnswer>(task: OptimiseTask): Promise<Answer> {
  const worker = idle ?? new Worker(entryOf(import.meta.url))
  idle = null
  worker.ref()
  try {
    const answer = await answerOf<Answer>(worker, task)
    if (idle === null && isSmall(task)) keep(worker)
    else await worker.terminate()
    return answer
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function answerOf<Answer>(worker: Worker, task: OptimiseTask): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    worker.removeAllListeners()
    worker.on('message', (reply: Reply) =>
      'failed' in reply ? reject(failure(reply.failed)) : resolve(reply as Answer),
    )
    worker.on('error', (cause) => reject(failure(cause)))
    worker.on('exit', (code) => reject(failure(`exit code ${code}`)))
    worker.postMessage(task)
  })
}

/** A program that has nothing else to do ends without asking it. */
function keep(worker: Worker): void {
  const drop = (): void => {
    if (idle === worker) idle = null
  }
  worker.removeAllListeners()
  worker.on('error', drop)
  worker.on('exit', drop)
  worker.unref()
  idle = worker
}

/** The most columns or VMs of a question whose thread is kept: the memory of the solver is given back with the thread. */
const MOST_KEPT = 10_000

const isSmall = (task: OptimiseTask): boolean =>
  (task.kind === 'integer' ? task.question.model.columnCost.length : task.instance.vmCount) <= MOST_KEPT

const failure = (cause: unknown): BugError =>
  new BugError('bug.unknown', `The search for the best mapping ended: ${String(cause)}`, {
    cause,
    suggestions: ['Run it again; if it fails again, please report it with the cause.'],
  })

/** Beside this file as it is written; in the bundle, where every file lies two folders deep, at a place of its own. */
const entryOf = (here: string): URL =>
  new URL(here.endsWith('.ts') ? './optimise-worker.ts' : '../src/workers/optimise-worker.js', here)
