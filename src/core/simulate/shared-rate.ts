/**
 * Throughput that tasks share while they work: max-min fair, and none faster than it would be alone. The level is found by
 * filling water: whoever wants less than an equal share gets what it wants, the others share the rest (D. Bertsekas, R.
 * Gallager, "Data networks", 2nd edition, 1992, section 6.5.2). Tasks are kept by their caps, the smallest first.
 */
export interface SharedRate {
  /** GiB a millisecond. */
  readonly capacity: number
  count: number
  readonly task: Int32Array
  /** GiB a millisecond that it would have alone. */
  readonly cap: Float64Array
  /** Milliseconds it would still take alone. */
  readonly left: Float64Array
  /** Those from this place on are slowed: each to `level`, in GiB a millisecond. */
  slowedFrom: number
  level: number
  /** Milliseconds of the run to which `left` is counted, and at which the next task ends. */
  now: number
  next: number
  /** Has somebody been slowed in this run? */
  slowed: boolean
}

/** A millionth of a millisecond: what sums of fractions are off. */
const TINY = 1e-6
/** Below this share of its cap a task is slowed; above, it is the last digit of a division. */
const FULL = 1 - 1e-9

export const createSharedRate = (mibPerSecond: number, most: number): SharedRate => ({
  capacity: mibPerSecond / 1024 / 1000,
  count: 0,
  task: new Int32Array(most),
  cap: new Float64Array(most),
  left: new Float64Array(most),
  slowedFrom: 0,
  level: Infinity,
  now: 0,
  next: Infinity,
  slowed: false,
})

export function resetRate(rate: SharedRate): void {
  rate.count = 0
  rate.now = 0
  rate.next = Infinity
  rate.slowed = false
}

/** A whole number of milliseconds, so that who is never slowed ends exactly when it would alone. */
export function advanceTo(rate: SharedRate, time: number): void {
  const passed = time - rate.now
  rate.now = time
  if (passed === 0) return
  const { left, cap, slowedFrom, count } = rate
  for (let place = 0; place < slowedFrom; place++) left[place] = (left[place] as number) - passed
  const moved = rate.level * passed
  for (let place = slowedFrom; place < count; place++)
    left[place] = (left[place] as number) - moved / (cap[place] as number)
}

export interface Work {
  readonly task: number
  /** Alone; at least one. */
  readonly ms: number
  readonly gib: number
}

/** Behind those of the same cap that have lower tasks. `settle` comes after it. */
export function addWork(rate: SharedRate, { task, ms, gib }: Work): void {
  const cap = gib / ms
  let place = rate.count++
  while (place > 0 && isAfter(rate, place - 1, { cap, task })) {
    copyRow(rate, place - 1, place)
    place--
  }
  rate.task[place] = task
  rate.cap[place] = cap
  rate.left[place] = ms
}

const isAfter = (rate: SharedRate, place: number, { cap, task }: { cap: number; task: number }): boolean =>
  (rate.cap[place] as number) > cap || (rate.cap[place] === cap && (rate.task[place] as number) > task)

function copyRow(rate: SharedRate, from: number, to: number): void {
  rate.task[to] = rate.task[from] as number
  rate.cap[to] = rate.cap[from] as number
  rate.left[to] = rate.left[from] as number
}

/** Takes out the tasks that have ended by now, puts them into `ended`, and says how many. `settle` comes after it. */
export function takeEnded(rate: SharedRate, ended: Int32Array): number {
  let [kept, taken] = [0, 0]
  for (let place = 0; place < rate.count; place++)
    if ((rate.left[place] as number) <= TINY) ended[taken++] = rate.task[place] as number
    else if (kept === place) kept++
    else copyRow(rate, place, kept++)
  rate.count = kept
  return taken
}

/** Speeds of all, and when the next one ends: rounded up to a whole millisecond. */
export function settle(rate: SharedRate): void {
  fillWater(rate)
  const { cap, left, count, slowedFrom, level } = rate
  let soonest = Infinity
  for (let place = 0; place < slowedFrom; place++) soonest = Math.min(soonest, left[place] as number)
  let least = Infinity
  for (let place = slowedFrom; place < count; place++)
    least = Math.min(least, (left[place] as number) * (cap[place] as number))
  if (slowedFrom < count) soonest = Math.min(soonest, least / level)
  rate.next = soonest === Infinity ? Infinity : rate.now + Math.max(0, Math.ceil(soonest - TINY))
}

/** From the smallest cap up: whoever wants no more than an equal share of the rest has it. */
function fillWater(rate: SharedRate): void {
  const { cap, count } = rate
  let rest = rate.capacity
  let place = 0
  while (place < count && (cap[place] as number) * FULL <= rest / (count - place)) rest -= cap[place++] as number
  rate.slowedFrom = place
  rate.level = rest / (count - place)
  if (place < count) rate.slowed = true
}
