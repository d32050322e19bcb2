/** What one task does: calls, work, and when it fails a pause and all of it again. */
import { drawTime } from './step-times.ts'
import { threefry } from './random.ts'
import { addEvent } from './event-queue.ts'
import { AGAIN, KINDS, rateOf, WORK, type RunState } from './run-state.ts'
import { addWork, advanceTo } from './shared-rate.ts'

/** Begins its next try at `time`. What neither calls nor shares is done with at once, whatever its tries. */
export function tryTask(state: RunState, task: number, time: number): void {
  const { compiled } = state
  const calls = (compiled.callOf[task] as number) >= 0
  const shares = (compiled.shareOf[task] as number) >= 0
  state.started[task] = 1
  let begin = calls ? grantCalls(state, task, time) : time
  for (;;) {
    draw(state, task)
    const ms = drawTime(compiled.times, task, state.block[4] as number)
    if (shares) {
      state.tryMs[task] = Math.max(1, ms)
      if (begin > state.now) addEvent(state.queue, begin, task * KINDS + WORK)
      else beginWork(state, task)
      return
    }
    const ended = begin + ms
    if (!hasFailed(state, task)) return endTask(state, task, ended)
    const again = nextTry(state, task, ended)
    if (again < 0) return loseTask(state, task, ended)
    if (calls) return addEvent(state.queue, again, task * KINDS + AGAIN)
    begin = again
  }
}

function draw({ keys, block, run, tries }: RunState, task: number): void {
  block[0] = keys[2 * task] as number
  block[1] = keys[2 * task + 1] as number
  block[2] = run
  block[3] = tries[task] as number
  threefry(block)
}

/** By the second word of the present try, which the first one (its time) says nothing about. */
const hasFailed = ({ compiled, block }: RunState, task: number): boolean =>
  (compiled.failBelow[task] as number) > 0 && (block[5] as number) >>> 0 < (compiled.failBelow[task] as number)

/** When the next try begins; negative when there is none. */
function nextTry({ compiled, tries }: RunState, task: number, failedAt: number): number {
  const made = (tries[task] as number) + 1
  tries[task] = made
  return made > (compiled.furtherTries[task] as number) ? -1 : failedAt + (compiled.pauseMs[task] as number)
}

/** Its share of the throughput, from now on. */
export function beginWork(state: RunState, task: number): void {
  const rate = rateOf(state, state.compiled.shareOf[task] as number)
  advanceTo(rate, state.now)
  addWork(rate, { task, ms: state.tryMs[task] as number, gib: state.compiled.shareGib[task] as number })
  rate.next = state.now
}

/** It has its GiB; whether in good order only now is known. */
export function endWork(state: RunState, task: number): void {
  const { compiled, used, now } = state
  const resource = compiled.shareOf[task] as number
  used[resource] = (used[resource] as number) + (compiled.shareGib[task] as number)
  draw(state, task)
  if (!hasFailed(state, task)) return endTask(state, task, now)
  const again = nextTry(state, task, now)
  if (again < 0) loseTask(state, task, now)
  else addEvent(state.queue, again, task * KINDS + AGAIN)
}

/**
 * When the token bucket has enough for the calls that are asked for now, first come, first served: the generic cell rate
 * algorithm (ITU-T I.371, annex A), with `bucketFull` for the theoretical arrival time. Whole milliseconds, rounded up.
 */
function grantCalls(state: RunState, task: number, time: number): number {
  const { compiled, bucketFull, used, waited } = state
  const resource = compiled.callOf[task] as number
  const limit = compiled.resources[resource]
  if (limit?.kind !== 'calls') return time
  const amount = compiled.callAmount[task] as number
  const msPerCall = 60_000 / limit.perMinute
  const full = bucketFull[resource] as number
  const granted = Math.max(time, Math.ceil(full + (amount - limit.burst) * msPerCall - 1e-6))
  if (granted > time) waited[resource] = 1
  bucketFull[resource] = Math.max(granted, full) + amount * msPerCall
  used[resource] = (used[resource] as number) + amount
  return granted
}

export function endTask(state: RunState, task: number, time: number): void {
  state.endAt[task] = time
  state.told[state.toTell++] = task
}

/** Given up at `time`: whatever needs it is never back in this run. */
function loseTask(state: RunState, task: number, time: number): void {
  state.lost[task] = 1
  endTask(state, task, time)
}
