/** The copies as they run: from one event to the next, which is the end of a copy, of an hour, or of what waits. */
import { linkAt, type SeedingLink, type SeedVm } from './seeding-link.ts'

/** A copy of which less than this is left is done: what is left of a GiB by rounding. */
const SAME_BYTES = 1e-3

interface Copy {
  readonly vm: SeedVm
  readonly startSeconds: number
  readonly stream: number
  readonly batch: number
  leftBytes: number
}

interface DoneCopy extends Copy {
  readonly finishSeconds: number
}

export interface SeedingState {
  seconds: number
  /** The next is the last. */
  readonly queue: SeedVm[]
  running: Copy[]
  readonly done: DoneCopy[]
  /** How many copies each stream has begun. */
  readonly begun: number[]
  /** Of all that have started. */
  churnBytesPerSecond: number
  /** Changes that the link was too slow for. */
  waitingBytes: number
  sentBytes: number
  churnBytes: number
}

export function beginSeeding(vms: readonly SeedVm[], { parallel }: SeedingLink): SeedingState {
  const state: SeedingState = {
    seconds: 0,
    queue: vms.toReversed(),
    running: [],
    done: [],
    begun: Array.from({ length: Math.min(parallel, vms.length) }, () => 0),
    churnBytesPerSecond: 0,
    waitingBytes: 0,
    sentBytes: 0,
    churnBytes: 0,
  }
  for (const stream of state.begun.keys()) startNext(state, stream)
  return state
}

export const isOver = ({ running }: SeedingState): boolean => running.length === 0

function startNext(state: SeedingState, stream: number): void {
  const vm = state.queue.pop()
  if (!vm) return
  const batch = (state.begun[stream] ?? 0) + 1
  state.begun[stream] = batch
  state.churnBytesPerSecond += vm.churnBytesPerSecond
  state.running.push({ vm, startSeconds: state.seconds, stream: stream + 1, batch, leftBytes: vm.bytes })
}

/** To the next event. */
export function advanceSeeding(state: SeedingState, link: SeedingLink): void {
  const { bytesPerSecond: capacity, forSeconds } = linkAt(link, state.seconds)
  const free = capacity - state.churnBytesPerSecond
  const isBehind = state.waitingBytes > 0 || free < 0
  const rates = isBehind ? state.running.map(() => 0) : shareEvenly(state.running, free, link.vmBytesPerSecond)
  const caughtUp = state.waitingBytes > 0 && free > 0 ? state.waitingBytes / free : Infinity
  const seconds = state.running.reduce(
    (least, { leftBytes }, at) => Math.min(least, leftBytes > 0 ? leftBytes / (rates[at] ?? 0) : 0),
    Math.min(forSeconds, caughtUp),
  )
  const copied = rates.reduce((sum, rate) => sum + rate * seconds, 0)
  state.churnBytes += state.churnBytesPerSecond * seconds
  state.sentBytes += isBehind ? capacity * seconds : copied + state.churnBytesPerSecond * seconds
  state.waitingBytes = seconds === caughtUp ? 0 : isBehind ? Math.max(0, state.waitingBytes - free * seconds) : 0
  state.seconds += seconds
  for (const [at, copy] of state.running.entries()) copy.leftBytes -= (rates[at] ?? 0) * seconds
  finishCopies(state)
}

function finishCopies(state: SeedingState): void {
  const ended = state.running.filter(({ leftBytes }) => leftBytes <= SAME_BYTES)
  if (ended.length === 0) return
  state.running = state.running.filter(({ leftBytes }) => leftBytes > SAME_BYTES)
  for (const copy of ended) {
    state.done.push({ ...copy, finishSeconds: state.seconds })
    startNext(state, copy.stream - 1)
  }
}

/** Max-min fair: each at most what one VM may take beside its own changes. Bytes a second, by copy. */
function shareEvenly(running: readonly Copy[], free: number, most: number): readonly number[] {
  const byRoom = running
    .map(({ vm }, at) => ({ at, room: most - vm.churnBytesPerSecond }))
    .sort((a, b) => (a.room === b.room ? a.at - b.at : a.room - b.room))
  const rates = running.map(() => 0)
  let [left, waiting] = [free, running.length]
  for (const { at, room } of byRoom) {
    const rate = Math.min(room, left / waiting)
    rates[at] = rate
    left -= rate
    waiting -= 1
  }
  return rates
}
