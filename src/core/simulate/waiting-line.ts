/**
 * Who gets slots. By readiness: the highest priority first, and what a higher one waits for is closed to lower ones, so that
 * large needs are not starved by small ones. By timetable: each resource serves its tasks in one fixed order.
 */
import type { EventQueue } from './event-queue.ts'
import { addEvent, takeEvent } from './event-queue.ts'
import type { RunState } from './run-state.ts'
import { tryTask } from './tries.ts'

/** It is ready, and waits from now on for what it holds (or, by timetable, for its turn). */
export function joinLine(state: RunState, task: number): void {
  state.waits[task] = 1
  state.stirred = true
  const line = state.line.byClass[state.compiled.classOf[task] as number]
  if (line && state.compiled.dispatch === 'as-ready') addEvent(line, task, task)
}

export function serveLine(state: RunState): void {
  state.stirred = false
  if (state.compiled.dispatch === 'timetable') serveTimetable(state)
  else servePriorities(state)
}

function servePriorities(state: RunState): void {
  const { byClass, blocked, closed } = state.line
  blocked.fill(0)
  closed.fill(0)
  for (;;) {
    const best = mostUrgent(byClass, blocked)
    const line = byClass[best]
    if (!line) return
    const task = line.codes[0] as number
    if (lacks(state, task)) {
      blocked[best] = 1
      close(state, task)
    } else start(state, takeEvent(line))
  }
}

function mostUrgent(lines: readonly EventQueue[], blocked: Uint8Array): number {
  let [best, urgent] = [-1, Infinity]
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place] as EventQueue
    if (line.count === 0 || blocked[place] === 1 || (line.codes[0] as number) >= urgent) continue
    best = place
    urgent = line.codes[0] as number
  }
  return best
}

/** Notes which resource it is short of. */
function lacks({ compiled, free, line }: RunState, task: number): boolean {
  const { first, items } = compiled.holds
  for (let hold = first[task] as number; hold < (first[task + 1] as number); hold++) {
    const resource = items[hold] as number
    if (line.closed[resource] === 0 && (free[resource] as number) >= (compiled.holdAmount[hold] as number)) continue
    line.lackOf[task] = resource
    return true
  }
  return false
}

function close({ compiled, line }: RunState, task: number): void {
  const { first, items } = compiled.holds
  for (let hold = first[task] as number; hold < (first[task + 1] as number); hold++)
    line.closed[items[hold] as number] = 1
}

function serveTimetable(state: RunState): void {
  for (let moved = true; moved;) {
    moved = false
    for (let resource = 0; resource < state.line.next.length; resource++)
      while (serveNext(state, resource)) moved = true
  }
}

/** Starts the next task of the resource if it can start now; those that are lost are passed. */
function serveNext(state: RunState, resource: number): boolean {
  const { compiled, line, started, lost } = state
  const place = line.next[resource] as number
  if (place >= (compiled.timetable.first[resource + 1] ?? 0)) return false
  const task = compiled.timetable.items[place] as number
  if (started[task] === 0 && lost[task] === 0) {
    if (state.waits[task] === 0 || !isNextEverywhere(state, task) || lacks(state, task)) return false
    if ((line.lackOf[task] as number) < 0) line.lackOf[task] = resource
    start(state, task)
  }
  line.next[resource] = place + 1
  return true
}

function isNextEverywhere(state: RunState, task: number): boolean {
  const { holds, callOf } = state.compiled
  for (let hold = holds.first[task] as number; hold < (holds.first[task + 1] as number); hold++)
    if (!isNext(state, holds.items[hold] as number, task)) return false
  const calls = callOf[task] as number
  return calls < 0 || isNext(state, calls, task)
}

/** Tasks before it that have started or are lost are passed only when their resource is looked at. */
function isNext({ compiled, line, started, lost }: RunState, resource: number, task: number): boolean {
  const { items } = compiled.timetable
  let place = line.next[resource] as number
  while (items[place] !== task && (started[items[place] as number] === 1 || lost[items[place] as number] === 1)) place++
  line.next[resource] = place
  if (items[place] === task) return true
  line.lackOf[task] = resource
  return false
}

function start(state: RunState, task: number): void {
  const { compiled, free, used, now, waited, line } = state
  const lackOf = line.lackOf[task] as number
  if (now > (state.readyAt[task] as number)) {
    blame(state, task)
    if (lackOf >= 0) waited[lackOf] = 1
  }
  const { first, items } = compiled.holds
  for (let hold = first[task] as number; hold < (first[task + 1] as number); hold++) {
    const resource = items[hold] as number
    const amount = compiled.holdAmount[hold] as number
    free[resource] = (free[resource] as number) - amount
    used[resource] = (used[resource] as number) - amount * now
  }
  tryTask(state, task, now)
}

/**
 * It waited: what decided is the task that just gave its own slots free, or those that somebody before it waited for. By
 * timetable it may only have waited for its turn, and then for what the one before it waited for.
 */
function blame(state: RunState, task: number): void {
  const { compiled, releasedAt, releasedBy, cause, now } = state
  const { first, items } = compiled.holds
  const own = items.subarray(first[task], first[task + 1])
  const freed = own.find((resource) => releasedAt[resource] === now) ?? releasedAt.indexOf(now)
  if (freed >= 0) cause[task] = releasedBy[freed] as number
  else blameTurn(state, task)
}

function blameTurn({ compiled, line, cause, lost }: RunState, task: number): void {
  const resource = line.lackOf[task] as number
  const { first, items } = compiled.timetable
  const place = (line.next[resource] ?? 0) - 1
  if (resource < 0 || place < (first[resource] as number)) return
  const before = items[place] as number
  cause[task] = lost[before] === 1 ? before : (cause[before] as number)
}

/** One of the ends that a hold waits for; after the last of them its slots are free. */
export function releaseHolds(state: RunState, task: number): void {
  const { compiled, holdEnds, free, used, now, started } = state
  const { first, items } = compiled.releases
  for (let place = first[task] as number; place < (first[task + 1] as number); place++) {
    const hold = items[place] as number
    const open = (holdEnds[hold] as number) - 1
    holdEnds[hold] = open
    // Who was lost before it began has taken nothing.
    if (open > 0 || started[compiled.holdOwner[hold] as number] === 0) continue
    const resource = compiled.holds.items[hold] as number
    const amount = compiled.holdAmount[hold] as number
    free[resource] = (free[resource] as number) + amount
    used[resource] = (used[resource] as number) + amount * now
    state.releasedAt[resource] = now
    state.releasedBy[resource] = task
    state.stirred = true
  }
}
