/**
 * The fluid queue: what VMs write waits until the link has sent it. Classes of one priority go one after another, the
 * strongest first. Rates are constant from one event to the next - a step begins, or a backlog ends - so nothing is rounded to
 * steps. VMs are only looked at in steps in which something of their class waits (capacity.ts); who has no backlog gets what
 * it writes, and all who have one get the same (share-level.ts).
 */
import { leftOf, SAME_SECONDS, type Capacity } from './capacity.ts'
import type { ChurnTrace, Replay } from './churn-trace.ts'
import { followHead, type Head } from './head.ts'
import { noLag, type LagRecord } from './lag.ts'
import { emptyLevel, pieceAt, sumAt, timeOfRate, type Level } from './level.ts'
import { shareStep, type Filling, type Waiting } from './share-level.ts'

const SECONDS_PER_MINUTE = 60

/** VMs of one priority. */
export interface QueueClass {
  readonly priority: number
  readonly traces: readonly ChurnTrace[]
  /** Their places in the replay. */
  readonly places: readonly number[]
  /** Of all of them, bytes a second by step. */
  readonly written: Float64Array
}

/** From the strongest. */
export function classesOf({ traces, steps }: Pick<Replay, 'traces' | 'steps'>): readonly QueueClass[] {
  const byPriority = Map.groupBy(traces.entries(), ([, { priority }]) => priority)
  return [...byPriority]
    .sort(([a], [b]) => a - b)
    .map(([priority, entries]) => ({
      priority,
      traces: entries.map(([, trace]) => trace),
      places: entries.map(([place]) => place),
      written: sumsOf(
        entries.map(([, trace]) => trace),
        steps,
      ),
    }))
}

function sumsOf(traces: readonly ChurnTrace[], steps: number): Float64Array {
  const sums = new Float64Array(steps)
  for (const { bytesPerSecond } of traces)
    for (let step = 0; step < steps; step += 1) sums[step] = (sums[step] ?? 0) + (bytesPerSecond[step] ?? 0)
  return sums
}

/** The whole link, less what replication may not have of it. */
export const capacityOf = ({ linkShares }: Pick<Replay, 'linkShares'>, bytesPerSecond: number): Capacity =>
  Array.from(linkShares, (share) => [{ from: 0, rate: bytesPerSecond * share }])

/** One VM at the end of a step in which it waited; `lagSeconds` is the longest in the step, bytes are what waits then. */
export interface Waited {
  readonly member: number
  readonly step: number
  readonly lagSeconds: number
  readonly backlog: number
}

export interface ClassRun {
  readonly records: readonly LagRecord[]
  /** Bytes, at the end. */
  readonly backlog: Float64Array
  /** False where `watch.giveUpSeconds` was passed: records end there. */
  readonly isWhole: boolean
}

export interface Watch {
  /** Waits that end sooner are not looked into: nobody can be late in them. Default 0: all are. */
  readonly leastSeconds?: number
  /** As soon as one VM is late for longer, nothing more is looked at. */
  readonly giveUpSeconds?: number
  readonly onWaited?: (waited: Waited) => void
}

/** One class over what stronger ones leave, empty at the start. */
export function runClass(
  own: QueueClass,
  capacity: Capacity,
  { stepSeconds, watch = {} }: { stepSeconds: number; watch?: Watch },
): ClassRun {
  const { traces, written } = own
  const { busySeconds } = leftOf(written, capacity, stepSeconds)
  const { leastSeconds = 0, giveUpSeconds = Infinity } = watch
  const state = beginClass(traces)
  for (let step = 0; step < written.length; step += 1) {
    if (state.waiting === 0 && !isWorthALook(busySeconds[step] ?? 0, leastSeconds)) continue
    const pieces = capacity[step] ?? []
    readRates(state, traces, step)
    const level = emptyLevel()
    const filling = { rates: state.rates, backlog: state.backlog, pieces, stepSeconds }
    const waiting = shareStep(filling, level)
    endStep(state, { waiting, level, filling, step, traces, watch })
    if (state.mostLateSeconds > giveUpSeconds) return { ...state, isWhole: false }
  }
  return { ...state, isWhole: true }
}

const isWorthALook = (busySeconds: number, leastSeconds: number): boolean =>
  busySeconds > 0 && busySeconds > leastSeconds

function readRates({ rates }: ClassState, traces: readonly ChurnTrace[], step: number): void {
  for (let at = 0; at < rates.length; at += 1) rates[at] = traces[at]?.bytesPerSecond[step] ?? 0
}

interface ClassState {
  readonly records: LagRecord[]
  readonly heads: (Head | null)[]
  readonly rates: Float64Array
  readonly backlog: Float64Array
  /** How many have a backlog. */
  waiting: number
  mostLateSeconds: number
}

const beginClass = (traces: readonly ChurnTrace[]): ClassState => ({
  records: traces.map(noLag),
  heads: traces.map(() => null),
  rates: new Float64Array(traces.length),
  backlog: new Float64Array(traces.length),
  waiting: 0,
  mostLateSeconds: 0,
})

interface StepEnd {
  readonly waiting: Waiting
  readonly level: Level
  readonly filling: Filling
  readonly step: number
  readonly traces: readonly ChurnTrace[]
  readonly watch: Watch
}

function endStep(state: ClassState, end: StepEnd): void {
  const { waiting, step, traces, watch, filling } = end
  let still = 0
  for (const [place, member] of waiting.members.entries()) {
    const [trace, record] = [traces[member], state.records[member]]
    if (!trace || !record) continue
    const waited = followOne(state, {
      ...end,
      trace,
      record,
      member,
      until: waiting.until[place] ?? filling.stepSeconds,
    })
    if (waited.backlog > 0) still += 1
    state.mostLateSeconds = Math.max(state.mostLateSeconds, record.lateSeconds)
    watch.onWaited?.({ member, step, ...waited })
  }
  state.waiting = still
}

interface One extends Pick<StepEnd, 'level' | 'filling' | 'step'> {
  readonly trace: ChurnTrace
  readonly record: LagRecord
  readonly member: number
  readonly until: number
}

function followOne(
  { rates, backlog, heads }: ClassState,
  { trace, record, member, until, level, filling, step }: One,
): Pick<Waited, 'lagSeconds' | 'backlog'> {
  const { stepSeconds } = filling
  const rate = rates[member] ?? 0
  const before = backlog[member] ?? 0
  const waitsAt = (time: number): number => Math.max(0, before + rate * time - sumAt(level, time))
  const head = heads[member] ?? { at: step * stepSeconds, step }
  const limit = trace.rpoMinutes === null ? Infinity : trace.rpoMinutes * SECONDS_PER_MINUTE
  const writtenIn = (at: number): number => trace.bytesPerSecond[at] ?? 0
  const lagSeconds = followHead(head, record, { level, step, stepSeconds, until, writtenIn, limit })
  // Most waits when as much is sent as is written.
  record.backlogPeak = Math.max(record.backlogPeak, waitsAt(Math.min(until, timeOfRate(level, rate))))
  const left = until < stepSeconds || isDrained(level, filling, member) ? 0 : waitsAt(stepSeconds)
  backlog[member] = left
  heads[member] = left > 0 ? head : null
  return { lagSeconds, backlog: left }
}

/** A backlog that ends with the step. */
function isDrained(level: Level, { rates, backlog, stepSeconds }: Filling, member: number): boolean {
  const rate = rates[member] ?? 0
  const sent = level.rates[pieceAt(level, stepSeconds)] ?? 0
  const left = (backlog[member] ?? 0) + rate * stepSeconds - sumAt(level, stepSeconds)
  return left <= 0 || (sent > rate && left <= (sent - rate) * SAME_SECONDS)
}
