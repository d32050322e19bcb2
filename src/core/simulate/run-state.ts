/** What changes while one recovery is simulated; made once for many of them. */
import { BugError } from '../../errors.ts'
import type { Compiled } from './compiled.ts'
import { createEventQueue, type EventQueue } from './event-queue.ts'
import { createBlock, type Block } from './random.ts'
import { createSharedRate, resetRate, type SharedRate } from './shared-rate.ts'

/** In the order in which they happen, where they happen in the same millisecond. */
export const RELEASE = 0
export const READY = 1
export const AGAIN = 2
export const WORK = 3
/** An event is a task and one of the four. */
export const KINDS = 4

export interface RunState {
  readonly compiled: Compiled
  readonly keys: Int32Array
  readonly block: Block
  readonly queue: EventQueue
  /** By task. Needs that have not ended. */
  readonly pending: Int32Array
  /** Milliseconds at which all needs had ended, and at which it ended itself (or was given up). */
  readonly readyAt: Float64Array
  readonly endAt: Float64Array
  /** It never comes back: all its tries failed, or something it needs is lost. */
  readonly lost: Uint8Array
  /** The task whose end decided when it could begin, or -1. */
  readonly cause: Int32Array
  readonly tries: Int32Array
  /** Milliseconds of the present try, for those that wait for their share of a rate. */
  readonly tryMs: Float64Array
  readonly started: Uint8Array
  readonly waits: Uint8Array
  /** Ended, and not told to those that need it. */
  readonly told: Int32Array
  toTell: number
  /** Those that leave a shared rate at one time. */
  readonly ended: Int32Array
  /** By hold: ends it still waits for. */
  readonly holdEnds: Int32Array
  /** By resource. */
  readonly free: Int32Array
  readonly releasedAt: Float64Array
  readonly releasedBy: Int32Array
  readonly rates: readonly (SharedRate | null)[]
  readonly bucketFull: Float64Array
  readonly waited: Uint8Array
  /** Slot-milliseconds, GiB or calls. */
  readonly used: Float64Array
  readonly line: WaitingLine
  run: number
  now: number
  /** Set where slots came free or somebody joined the line. */
  stirred: boolean
  events: number
}

/** Who waits for slots: by class of what they hold, or by the timetables of the resources. */
interface WaitingLine {
  readonly byClass: readonly EventQueue[]
  readonly blocked: Uint8Array
  readonly closed: Uint8Array
  /** By resource: the next place of its timetable. */
  readonly next: Int32Array
  readonly lackOf: Int32Array
}

export function createRunState(compiled: Compiled, keys: Int32Array): RunState {
  const tasks = compiled.taskIds.length
  const resources = compiled.resources.length
  return {
    compiled,
    keys,
    block: createBlock(),
    queue: createEventQueue(2 * tasks + 1),
    pending: new Int32Array(tasks),
    readyAt: new Float64Array(tasks),
    endAt: new Float64Array(tasks),
    lost: new Uint8Array(tasks),
    cause: new Int32Array(tasks),
    tries: new Int32Array(tasks),
    tryMs: new Float64Array(tasks),
    started: new Uint8Array(tasks),
    waits: new Uint8Array(tasks),
    told: new Int32Array(tasks),
    toTell: 0,
    ended: new Int32Array(tasks),
    holdEnds: new Int32Array(compiled.holdEnds.length),
    free: new Int32Array(resources),
    releasedAt: new Float64Array(resources),
    releasedBy: new Int32Array(resources),
    rates: compiled.resources.map((one) => (one.kind === 'rate' ? createSharedRate(one.mibPerSecond, tasks) : null)),
    bucketFull: new Float64Array(resources),
    waited: new Uint8Array(resources),
    used: new Float64Array(resources),
    line: createLine(compiled),
    run: 0,
    now: 0,
    stirred: false,
    events: 0,
  }
}

function createLine({ classes, classOf, taskIds, resources }: Compiled): WaitingLine {
  const sizes = new Int32Array(classes)
  for (const one of classOf) if (one >= 0) sizes[one] = (sizes[one] as number) + 1
  return {
    byClass: Array.from(sizes, (size) => createEventQueue(size)),
    blocked: new Uint8Array(classes),
    closed: new Uint8Array(resources.length),
    next: new Int32Array(resources.length),
    lackOf: new Int32Array(taskIds.length),
  }
}

export function resetRun(state: RunState, run: number): void {
  const { compiled, line } = state
  state.run = run
  state.now = 0
  state.stirred = false
  state.toTell = 0
  state.queue.count = 0
  state.pending.set(compiled.needCount)
  state.readyAt.fill(0)
  state.endAt.fill(-1)
  state.lost.fill(0)
  state.cause.fill(-1)
  state.tries.fill(0)
  state.started.fill(0)
  state.waits.fill(0)
  state.holdEnds.set(compiled.holdEnds)
  compiled.resources.forEach(
    (resource, index) => (state.free[index] = resource.kind === 'slots' ? resource.capacity : 0),
  )
  state.releasedAt.fill(-1)
  state.releasedBy.fill(-1)
  for (const rate of state.rates) if (rate) resetRate(rate)
  state.bucketFull.fill(0)
  state.waited.fill(0)
  state.used.fill(0)
  line.next.set(compiled.timetable.first.subarray(0, line.next.length))
  line.lackOf.fill(-1)
  for (const one of line.byClass) one.count = 0
}

/** The rate of a task that shares one. */
export function rateOf(state: RunState, resource: number): SharedRate {
  const rate = state.rates[resource]
  if (!rate) throw new BugError('bug.invariant', 'A task shares a resource that is no throughput.')
  return rate
}
