/**
 * Max-min fair shares within a class (Bertsekas and Gallager, Data Networks, 2nd edition, 6.5.2): nobody gets more while
 * somebody who wants more has less. A VM with a backlog wants all there is, one without wants what it writes. So all who wait
 * get the same, the level, and the others what they write, which is at most the level. In a step the level only rises: as
 * backlogs end and as stronger classes leave more.
 */
import type { CapacityPiece } from './capacity.ts'
import { addPiece, type Level } from './level.ts'

/** Of one class in one step; by member, bytes and bytes a second. */
export interface Filling {
  readonly rates: Float64Array
  /** When the step begins. */
  readonly backlog: Float64Array
  readonly pieces: readonly CapacityPiece[]
  readonly stepSeconds: number
}

/** Who waits at some time of the step, and when each has caught up; the level is written into `level`. */
export interface Waiting {
  readonly members: readonly number[]
  /** Seconds since the step began; the end of the step for those that still wait. */
  readonly until: readonly number[]
}

export function shareStep(filling: Filling, level: Level): Waiting {
  const { stepSeconds, pieces } = filling
  const { members, passing } = whoWaits(filling)
  const until = members.map(() => stepSeconds)
  const open = openOf(members, filling)
  let [now, sum, piece, satisfied] = [0, 0, 0, passing]
  while (open.count > 0 && now < stepSeconds) {
    const end = pieces[piece + 1]?.from ?? stepSeconds
    const rate = Math.max(0, ((pieces[piece]?.rate ?? 0) - satisfied) / open.count)
    addPiece(level, { time: now, sum, rate })
    const next = firstDone(open, { now, sum, rate })
    if (next.seconds >= end - now) {
      sum += rate * (end - now)
      now = end
      piece += 1
      continue
    }
    sum += rate * next.seconds
    now += next.seconds
    satisfied += open.rates[next.at] ?? 0
    until[open.places[next.at] ?? 0] = now
    takeOut(open, next.at)
  }
  return { members, until }
}

/** Those that still wait, in the first `count` of each column: the step spends its time here. */
interface Open {
  readonly rates: Float64Array
  /** When the step began. */
  readonly backlog: Float64Array
  readonly places: Int32Array
  count: number
}

function openOf(members: readonly number[], { rates, backlog }: Filling): Open {
  const count = members.length
  const open = {
    rates: new Float64Array(count),
    backlog: new Float64Array(count),
    places: new Int32Array(count),
    count,
  }
  for (let place = 0; place < count; place += 1) {
    const at = members[place] ?? 0
    open.rates[place] = rates[at] ?? 0
    open.backlog[place] = backlog[at] ?? 0
    open.places[place] = place
  }
  return open
}

/** Who catches up first, and in how many seconds; Infinity = nobody does. */
function firstDone({ rates, backlog, count }: Open, { now, sum, rate }: { now: number; sum: number; rate: number }) {
  let [least, at] = [Infinity, 0]
  for (let index = 0; index < count; index += 1) {
    const own = rates[index] ?? 0
    if (own >= rate) continue
    const seconds = ((backlog[index] ?? 0) + own * now - sum) / (rate - own)
    if (seconds < least) [least, at] = [seconds, index]
  }
  return { seconds: Math.max(0, least), at }
}

/** The last one takes its place. */
function takeOut(open: Open, index: number): void {
  open.count -= 1
  open.rates[index] = open.rates[open.count] ?? 0
  open.backlog[index] = open.backlog[open.count] ?? 0
  open.places[index] = open.places[open.count] ?? 0
}

/** Those with a backlog, and those that write more than the level; `passing`: what the others write, bytes a second. */
function whoWaits({ rates, backlog, pieces }: Filling): { readonly members: number[]; readonly passing: number } {
  const members: number[] = []
  let above: number[] = []
  for (let at = 0; at < rates.length; at += 1) ((backlog[at] ?? 0) > 0 ? members : above).push(at)
  const capacity = pieces[0]?.rate ?? 0
  let passing = 0
  for (let before = -1; before !== above.length;) {
    before = above.length
    const level = (capacity - passing) / (above.length + members.length)
    const split = splitAt(above, rates, level)
    above = split.above
    passing += split.passing
  }
  return { members: [...members, ...above].sort((a, b) => a - b), passing }
}

function splitAt(members: readonly number[], rates: Float64Array, level: number): { above: number[]; passing: number } {
  const above: number[] = []
  let passing = 0
  for (const at of members) {
    const rate = rates[at] ?? 0
    if (rate <= level) passing += rate
    else above.push(at)
  }
  return { above, passing }
}
