/** What is to happen when: a binary heap on typed arrays. Events of one time come by their code, lowest first. */
export interface EventQueue {
  count: number
  readonly times: Float64Array
  readonly codes: Int32Array
}

export const createEventQueue = (most: number): EventQueue => ({
  count: 0,
  times: new Float64Array(most),
  codes: new Int32Array(most),
})

/** Infinity when it is empty. */
export const nextTime = (queue: EventQueue): number => (queue.count === 0 ? Infinity : (queue.times[0] as number))

export function addEvent(queue: EventQueue, time: number, code: number): void {
  const { times, codes } = queue
  let place = queue.count++
  while (place > 0) {
    const above = (place - 1) >> 1
    const aboveTime = times[above] as number
    if (aboveTime < time || (aboveTime === time && (codes[above] as number) <= code)) break
    times[place] = aboveTime
    codes[place] = codes[above] as number
    place = above
  }
  times[place] = time
  codes[place] = code
}

/** The code of the first event, which is taken out; the queue must not be empty. */
export function takeEvent(queue: EventQueue): number {
  const { times, codes } = queue
  const first = codes[0] as number
  const last = --queue.count
  const time = times[last] as number
  const code = codes[last] as number
  let place = 0
  for (let below = 1; below < last; below = 2 * place + 1) {
    if (below + 1 < last && isBefore(queue, below + 1, below)) below++
    const belowTime = times[below] as number
    if (time < belowTime || (time === belowTime && code <= (codes[below] as number))) break
    times[place] = belowTime
    codes[place] = codes[below] as number
    place = below
  }
  times[place] = time
  codes[place] = code
  return first
}

const isBefore = ({ times, codes }: EventQueue, one: number, other: number): boolean =>
  (times[one] as number) < (times[other] as number) ||
  (times[one] === times[other] && (codes[one] as number) < (codes[other] as number))
