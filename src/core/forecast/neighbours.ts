/**
 * Days like the last ones: what followed the past windows that were nearest to the last one (the analogue method:
 * E. N. Lorenz, Journal of the Atmospheric Sciences 26(4), 1969; nearest by the sum of absolute differences).
 */
import type { FittedModel } from './forecast-model.ts'
import { insertSorted, medianOfSorted } from './order.ts'
import type { Past } from './series.ts'

interface Search {
  /** Where the history ends. */
  readonly end: number
  readonly horizon: number
  /** How many windows count. */
  readonly nearest: number
  /** Steps in a window. */
  readonly window: number
  /** 1 tries every position, a day only the same hour. */
  readonly stride: number
  /** Are windows moved to the mean of the last one before they are compared and played again? */
  readonly moved: boolean
}

/** Windows as columns, the nearest first: where each ends, how far off it was, how far it is moved. */
interface Neighbours {
  readonly ends: Int32Array
  readonly distances: Float64Array
  readonly shifts: Float64Array
  count: number
}

/** Windows that lie a unit apart cost as much as a quarter of their steps being a unit off. */
const SHIFT_PENALTY = 0.25
/** Sums that were slid along a year of hours agree with fresh ones to far less than this. */
const ROUNDING_SHARE = 1e-6
/** A search looks up whether it can give up a window each so many steps. */
const CHECK_STEPS = 8

/** The median of what followed the nearest windows. */
function playNearest(x: Float64Array, search: Search): Float64Array {
  const { ends, shifts, count } = findNeighbours(x, search)
  const path = new Float64Array(search.horizon)
  const sorted = new Float64Array(search.nearest)
  for (let step = 0; step < path.length; step++) {
    for (let place = 0; place < count; place++) {
      insertSorted(sorted, place, (x[(ends[place] as number) + step] as number) + (shifts[place] as number))
    }
    path[step] = medianOfSorted(sorted, count)
  }
  return path
}

/** Of equally near ones the later. */
function findNeighbours(x: Float64Array, search: Search): Neighbours {
  const { end, horizon, nearest, window, stride, moved } = search
  const found: Neighbours = {
    ends: new Int32Array(nearest),
    distances: new Float64Array(nearest),
    shifts: new Float64Array(nearest),
    count: 0,
  }
  const last = sumOf(x, end - window, end)
  const start = end - stride * Math.ceil(horizon / stride)
  let sum = start < window ? 0 : sumOf(x, start - window, start)
  for (let at = start; at >= window; at -= stride) {
    const limit = found.count < nearest ? Infinity : (found.distances[nearest - 1] as number)
    const apart = last - sum
    // No window can be nearer than its sum is to the sum of the last one, less what adding them up has rounded away.
    if (moved || Math.abs(apart) < limit + ROUNDING_SHARE * Math.abs(last)) {
      const shift = moved ? apart / window : 0
      const distance = distanceOf(x, search, { at, shift, limit })
      if (distance < limit) keep(found, { at, shift, distance })
    }
    if (at - stride >= window)
      sum = stride < window ? slide(x, sum, { at, window, stride }) : sumOf(x, at - stride - window, at - stride)
  }
  return found
}

/** The sum of the window that ends `stride` earlier. */
function slide(
  x: Float64Array,
  sum: number,
  { at, window, stride }: { at: number; window: number; stride: number },
): number {
  let moved = sum
  for (let step = 1; step <= stride; step++) moved += (x[at - window - step] as number) - (x[at - step] as number)
  return moved
}

function keep(found: Neighbours, { at, shift, distance }: { at: number; shift: number; distance: number }): void {
  const { ends, distances, shifts } = found
  let place = found.count < ends.length ? found.count++ : ends.length - 1
  while (place > 0 && (distances[place - 1] as number) > distance) {
    distances[place] = distances[place - 1] as number
    ends[place] = ends[place - 1] as number
    shifts[place] = shifts[place - 1] as number
    place--
  }
  distances[place] = distance
  ends[place] = at
  shifts[place] = shift
}

function sumOf(x: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let step = from; step < to; step++) sum += x[step] as number
  return sum
}

interface Candidate {
  readonly at: number
  readonly shift: number
  readonly limit: number
}

/** Given up, with any distance above the limit, as soon as it is that far. */
function distanceOf(x: Float64Array, { end, window }: Search, { at, shift, limit }: Candidate): number {
  const [own, last] = [at - window, end - window]
  let distance = SHIFT_PENALTY * window * Math.abs(shift)
  for (let from = 0; from < window && distance < limit; from += CHECK_STEPS) {
    const to = Math.min(window, from + CHECK_STEPS)
    for (let step = from; step < to; step++)
      distance += Math.abs((x[own + step] as number) + shift - (x[last + step] as number))
  }
  return distance
}

/** What a window needs behind it to be compared; behind that, the last day is repeated: so long a stretch has hardly a past. */
const PLAYED_DAYS = 2

/** Is there a window with enough behind it? */
export const hasNeighbour = (
  { series: { period }, end }: Past,
  { window, stride }: Pick<Search, 'window' | 'stride'>,
): boolean => end - stride * Math.ceil((PLAYED_DAYS * period) / stride) >= window

/** As long as `horizon` asks. Needs `hasNeighbour`. */
export function playNeighbours(
  x: Float64Array,
  { series: { period }, end }: Past,
  search: Omit<Search, 'end' | 'horizon'>,
): FittedModel {
  const played = playNearest(x, { ...search, end, horizon: PLAYED_DAYS * period })
  return {
    predict(horizon) {
      const path = new Float64Array(horizon)
      path.set(played.subarray(0, horizon))
      for (let step = played.length; step < horizon; step++) path[step] = path[step - period] as number
      return path
    },
  }
}
