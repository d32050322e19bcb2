/**
 * How late the data of one VM is. What a VM writes arrives in order, so at any time there is a newest moment of which
 * everything has arrived, the head; the lag is the time since then. The head moves on at (sent / written then) seconds a
 * second through what was written, and at once through hours in which nothing was. While it is in one step, what is written
 * there is one rate and what is sent is convex: so the lag rises, then falls, and is longer than the RPO once at most.
 */
import { noteLate, ROUNDING_SECONDS, type LagRecord } from './lag.ts'
import { pieceAt, sumAt, timeOf, timeOfRate, type Level } from './level.ts'

export interface Head {
  /** Seconds since the start of the history. */
  at: number
  step: number
}

/** One VM in one step. */
export interface Passage {
  readonly level: Level
  readonly step: number
  readonly stepSeconds: number
  /** Seconds since the step began: when its backlog ended, or the end of the step. */
  readonly until: number
  /** Bytes a second that the VM wrote in a step. */
  readonly writtenIn: (step: number) => number
  /** Seconds; Infinity where nothing is promised. */
  readonly limit: number
}

/** Moves the head to `until` and notes the lag on its way. The longest of it, in seconds. */
export function followHead(head: Head, record: LagRecord, passage: Passage): number {
  const { level, step, stepSeconds, until, writtenIn } = passage
  const begin = step * stepSeconds
  let [now, sum, worst] = [0, 0, 0]
  const move = (to: number, written: number): void => {
    worst = Math.max(worst, noteStretch({ now, sum, to, written, headAt: head.at - begin }, record, passage))
  }
  while (head.step < step) {
    const written = writtenIn(head.step)
    const stepEnd = (head.step + 1) * stepSeconds
    const needed = (stepEnd - head.at) * written
    const reached = needed > 0 ? timeOf(level, sum + needed) : now
    if (reached > until) {
      move(until, written)
      head.at = Math.min(stepEnd, head.at + (sumAt(level, until) - sum) / written)
      return worst
    }
    if (needed > 0) move(Math.max(now, reached), written)
    now = Math.max(now, reached)
    sum += Math.max(0, needed)
    head.at = stepEnd
    head.step += 1
  }
  const written = writtenIn(step)
  if (written <= 0) return worst
  move(until, written)
  head.at = Math.min(begin + until, head.at + Math.max(0, sumAt(level, until) - sum) / written)
  return worst
}

/** While the head is in one step. Times are seconds since the present step began, also that of the head. */
interface Stretch {
  readonly now: number
  /** Sent until now. */
  readonly sum: number
  readonly to: number
  readonly headAt: number
  /** Bytes a second, in the step that the head is in. */
  readonly written: number
}

function noteStretch(stretch: Stretch, record: LagRecord, { level, limit, step, stepSeconds }: Passage): number {
  const { now, sum, to, headAt, written } = stretch
  const lagAt = (time: number): number => Math.max(0, time - headAt - (sumAt(level, time) - sum) / written)
  // It rises for as long as less is sent than was written then.
  const top = Math.min(to, Math.max(now, timeOfRate(level, written)))
  const worst = lagAt(top)
  record.worstSeconds = Math.max(record.worstSeconds, worst)
  const most = limit + ROUNDING_SECONDS
  if (worst <= most) return worst
  const begin = step * stepSeconds
  const from =
    lagAt(now) > most
      ? now
      : crossing(level, { low: now, high: top, isBeyond: (time) => lagAt(time) > most, lagAt, most })
  const end =
    lagAt(to) > most
      ? to
      : crossing(level, { low: top, high: to, isBeyond: (time) => lagAt(time) <= most, lagAt, most })
  noteLate(record, begin + from, begin + end)
  return worst
}

interface Crossing {
  readonly low: number
  readonly high: number
  /** False at `low`, true at `high`, and it changes once. */
  readonly isBeyond: (time: number) => boolean
  readonly lagAt: (time: number) => number
  readonly most: number
}

/** When the lag is `most`: the piece by halving, in it by a straight line. */
function crossing(level: Level, { low, high, isBeyond, lagAt, most }: Crossing): number {
  let [first, last] = [pieceAt(level, low), pieceAt(level, high)]
  while (first < last) {
    const middle = (first + last + 1) >> 1
    if (isBeyond(level.times[middle] ?? high)) last = middle - 1
    else first = middle
  }
  const from = Math.max(low, level.times[first] ?? low)
  const to = Math.min(high, level.times[first + 1] ?? high)
  const [lagFrom, lagTo] = [lagAt(from), lagAt(to)]
  return lagFrom === lagTo ? from : from + ((most - lagFrom) / (lagTo - lagFrom)) * (to - from)
}
