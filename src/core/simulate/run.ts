/**
 * One recovery, event by event. What shares nothing needs no event: its end is known as soon as its beginning is, so only
 * tasks that take slots, throughput or calls are ever queued.
 */
import { InputError } from '../../errors.ts'
import { addEvent, nextTime, takeEvent } from './event-queue.ts'
import { AGAIN, KINDS, READY, RELEASE, resetRun, type RunState } from './run-state.ts'
import { advanceTo, settle, takeEnded, type SharedRate } from './shared-rate.ts'
import { beginWork, endTask, endWork, tryTask } from './tries.ts'
import { joinLine, releaseHolds, serveLine } from './waiting-line.ts'

/** @throws InputError `simulation.invalid` where tasks wait for slots that are never given free. */
export function simulateRun(state: RunState, run: number): void {
  resetRun(state, run)
  const { compiled, pending, endAt } = state
  for (let task = 0; task < pending.length; task++) if (compiled.needCount[task] === 0) becomeReady(state, task)
  tellAll(state)
  for (let time = soonest(state); time < Infinity; time = soonest(state)) {
    state.now = time
    step(state)
  }
  const stuck = endAt.indexOf(-1)
  if (stuck >= 0) throw stuckError(compiled.taskIds[stuck])
}

const stuckError = (id: string | undefined): InputError =>
  new InputError('simulation.invalid', `The task ${id} waits for slots that nobody ever gives free.`, {
    suggestions: ['Something is held until a task ends that waits for the same slots: hold it for less.'],
  })

function soonest({ queue, rates }: RunState): number {
  let time = nextTime(queue)
  for (const rate of rates) if (rate && rate.next < time) time = rate.next
  return time
}

/** All that happens in one millisecond, or as much as is known of it yet. */
function step(state: RunState): void {
  const { queue, rates, now } = state
  while (nextTime(queue) === now) {
    handle(state, takeEvent(queue))
    tellAll(state)
  }
  for (const rate of rates) if (rate && rate.next === now) serveRate(state, rate)
  if (!state.stirred) return
  serveLine(state)
  tellAll(state)
}

function handle(state: RunState, code: number): void {
  state.events++
  const task = Math.floor(code / KINDS)
  const kind = code % KINDS
  if (kind === RELEASE) releaseHolds(state, task)
  else if (kind === READY) enter(state, task)
  else if (kind === AGAIN) tryTask(state, task, state.now)
  else beginWork(state, task)
}

function enter(state: RunState, task: number): void {
  const { classOf, callOf, dispatch } = state.compiled
  const inLine = (classOf[task] as number) >= 0 || (dispatch === 'timetable' && (callOf[task] as number) >= 0)
  if (inLine) joinLine(state, task)
  else tryTask(state, task, state.now)
}

function serveRate(state: RunState, rate: SharedRate): void {
  const { ended } = state
  advanceTo(rate, state.now)
  const count = takeEnded(rate, ended)
  settle(rate)
  state.events += count
  for (let place = 0; place < count; place++) endWork(state, ended[place] as number)
  tellAll(state)
}

/** Those that need what has ended, and those in turn whose end is known with that. */
function tellAll(state: RunState): void {
  const { told, compiled } = state
  const { releases } = compiled
  while (state.toTell > 0) {
    const task = told[--state.toTell] as number
    if ((releases.first[task] as number) < (releases.first[task + 1] as number))
      addEvent(state.queue, state.endAt[task] as number, task * KINDS + RELEASE)
    const { first, items } = compiled.followers
    const end = first[task + 1] as number
    for (let place = first[task] as number; place < end; place++) tellFollower(state, items[place] as number, task)
  }
}

function tellFollower(state: RunState, follower: number, task: number): void {
  const { pending, readyAt, endAt, lost, cause } = state
  const ended = endAt[task] as number
  const before = cause[follower] as number
  if (decides(state, task, before)) cause[follower] = task
  if (lost[task] === 1) lost[follower] = 1
  if (ended > (readyAt[follower] as number)) readyAt[follower] = ended
  const open = (pending[follower] as number) - 1
  pending[follower] = open
  if (open > 0) return
  if (lost[follower] === 0) becomeReady(state, follower)
  else {
    endTask(state, follower, readyAt[follower] as number)
    if (state.compiled.dispatch === 'timetable') state.stirred = true
  }
}

/** What is lost decides before what is late, and the lower task where that is equal: never the order of telling. */
function decides({ lost, endAt }: RunState, task: number, before: number): boolean {
  if (before < 0) return true
  const losses = (lost[task] as number) - (lost[before] as number)
  if (losses !== 0) return losses > 0
  const later = (endAt[task] as number) - (endAt[before] as number)
  return later > 0 || (later === 0 && task < before)
}

function becomeReady(state: RunState, task: number): void {
  const { compiled, queue } = state
  const time = state.readyAt[task] as number
  const alone =
    (compiled.classOf[task] as number) < 0 &&
    (compiled.callOf[task] as number) < 0 &&
    (compiled.shareOf[task] as number) < 0
  if (alone) tryTask(state, task, time)
  else addEvent(queue, time, task * KINDS + READY)
}
