/**
 * Days like the last ones: what followed the past windows that were nearest to the last one (the analogue method:
 * E. N. Lorenz, Journal of the Atmospheric Sciences 26(4), 1969; nearest by the sum of absolute differences).
 */
import type { FittedModel } from './forecast-model.ts'
import type { Memory } from './memory.ts'
import { insertSorted, medianOfSorted } from './order.ts'
import { onceFor, type Past, type Series } from './series.ts'

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
/** Sums of blocks agree with the distance they bound to far less than this. */
const ROUNDING = 1 + 1e-9
/** A search looks up whether it can give up a window each so many steps. */
const CHECK_STEPS = 8

interface Prepared {
  readonly sums: Float64Array
  readonly memory: Memory
}

/** The median of what followed the nearest windows. */
function playNearest(x: Float64Array, search: Search, { sums, memory }: Prepared): Float64Array {
  const { ends, shifts, count } = findNeighbours(x, search, sums)
  const path = memory.lend(search.horizon)
  const sorted = memory.lend(search.nearest)
  for (let step = 0; step < path.length; step++) {
    for (let place = 0; place < count; place++) {
      insertSorted(sorted, place, (x[(ends[place] as number) + step] as number) + (shifts[place] as number))
    }
    path[step] = medianOfSorted(sorted, count)
  }
  return path
}

/** Of equally near ones the later. */
function findNeighbours(x: Float64Array, search: Search, sums: Float64Array): Neighbours {
  const { end, horizon, nearest, window, stride, moved } = search
  const found: Neighbours = {
    ends: new Int32Array(nearest),
    distances: new Float64Array(nearest),
    shifts: new Float64Array(nearest),
    count: 0,
  }
  const last = moved ? sumOf(x, end - window, end) : 0
  for (let at = end - stride * Math.ceil(horizon / stride); at >= window; at -= stride) {
    const limit = found.count < nearest ? Infinity : (found.distances[nearest - 1] as number)
    const shift = moved ? (last - sumOf(x, at - window, at)) / window : 0
    if (leastDistance(sums, search, { at, shift, limit }) >= limit * ROUNDING) continue
    const distance = distanceOf(x, search, { at, shift, limit })
    if (distance < limit) keep(found, { at, shift, distance })
  }
  return found
}

/** No window can be nearer than the sums of its blocks are to those of the last one. */
function leastDistance(sums: Float64Array, { end, window }: Search, { at, shift, limit }: Candidate): number {
  const block = blockOf(window)
  let distance = SHIFT_PENALTY * window * Math.abs(shift)
  for (let from = -window; from < 0 && distance < limit; from += block) {
    distance += Math.abs((sums[at + from] as number) + block * shift - (sums[end + from] as number))
  }
  return distance
}

/** Windows are compared by blocks of so many steps first. */
const BLOCK = 8
const blockOf = (window: number): number => (window % BLOCK === 0 ? BLOCK : 1)

/** For each step, the sum of the block that begins there. */
function blockSums({ y: { length }, memory }: Series, x: Float64Array, block: number): Float64Array {
  const sums = memory.lend(length)
  for (let step = 0; step + block <= length; step++) sums[step] = sumOf(x, step, step + block)
  return sums
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
  { series, end }: Past,
  search: Omit<Search, 'end' | 'horizon'>,
): FittedModel {
  const { period, memory } = series
  const sums = onceFor(series, x, () => blockSums(series, x, blockOf(search.window)))
  const played = playNearest(x, { ...search, end, horizon: PLAYED_DAYS * period }, { sums, memory })
  return {
    predict(horizon) {
      const path = memory.lend(horizon)
      for (let step = 0; step < Math.min(horizon, played.length); step++) path[step] = played[step] as number
      for (let step = played.length; step < horizon; step++) path[step] = path[step - period] as number
      return path
    },
  }
}
