/**
 * Max-min fair shares within a class (Bertsekas and Gallager, Data Networks, 2nd edition, 6.5.2): nobody gets more while
 * somebody who wants more has less. A VM with a backlog wants all there is, one without wants what it writes. So all who wait
 * get the same, the level, and the others what they write, which is at most the level. In a step the level only rises: as
 * backlogs end and as stronger classes leave more.
 */
import { SAME_SECONDS, type CapacityPiece } from './capacity.ts'
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
  const { members, passing } = whoWaits(filling)
  const until = members.map(() => filling.stepSeconds)
  const open = members.map((_, place) => place)
  let [now, sum, piece, satisfied] = [0, 0, 0, passing]
  while (open.length > 0 && now < filling.stepSeconds) {
    const end = filling.pieces[piece + 1]?.from ?? filling.stepSeconds
    const rate = Math.max(0, ((filling.pieces[piece]?.rate ?? 0) - satisfied) / open.length)
    addPiece(level, { time: now, sum, rate })
    const left = (place: number): number => {
      const at = members[place] ?? 0
      const own = filling.rates[at] ?? 0
      return rate > own ? Math.max(0, (filling.backlog[at] ?? 0) + own * now - sum) / (rate - own) : Infinity
    }
    const seconds = first(open, left, end - now)
    const isEnd = seconds >= end - now
    satisfied += takeDone(open, {
      until,
      now: now + Math.min(seconds, end - now),
      left,
      seconds: Math.min(seconds, end - now),
      members,
      filling,
    })
    sum += rate * Math.min(seconds, end - now)
    now = isEnd ? end : now + seconds
    if (isEnd) piece += 1
  }
  return { members, until }
}

/** The least of all, `most` where none is less. */
function first(open: readonly number[], left: (place: number) => number, most: number): number {
  let least = most
  for (const place of open) least = Math.min(least, left(place))
  return least
}

interface Done {
  readonly until: number[]
  readonly now: number
  readonly left: (place: number) => number
  readonly seconds: number
  readonly members: readonly number[]
  readonly filling: Filling
}

/** Takes out who has caught up after `seconds`, and tells what those write. */
function takeDone(open: number[], { until, now, left, seconds, members, filling }: Done): number {
  let [kept, written] = [0, 0]
  for (const place of open) {
    if (left(place) <= seconds + SAME_SECONDS) {
      until[place] = now
      written += filling.rates[members[place] ?? 0] ?? 0
    } else {
      open[kept] = place
      kept += 1
    }
  }
  open.length = kept
  return written
}

/** Those with a backlog, and those that write more than the level; `passing`: what the others write, bytes a second. */
function whoWaits({ rates, backlog, pieces }: Filling): { readonly members: number[]; readonly passing: number } {
  const members: number[] = []
  let small: number[] = []
  for (let at = 0; at < rates.length; at += 1) ((backlog[at] ?? 0) > 0 ? members : small).push(at)
  const capacity = pieces[0]?.rate ?? 0
  let passing = 0
  for (let before = -1; before !== small.length && small.length + members.length > 0;) {
    before = small.length
    const level = (capacity - passing) / (small.length + members.length)
    const above: number[] = []
    for (const at of small) {
      const rate = rates[at] ?? 0
      if (rate <= level) passing += rate
      else above.push(at)
    }
    small = above
  }
  return { members: [...members, ...small].sort((a, b) => a - b), passing }
}
