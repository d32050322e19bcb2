/**
 * Several quantiles of a pool at once, at the rank ceil((n + 1) tau) that holds its promise for n values it has seen (split
 * conformal prediction: V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World", 2005), mirrored
 * for levels under one half.
 */
import { selectSmallest } from './order.ts'

/** Quantiles of small pools are among their few outermost values; up to so many are held in a list. */
const FEW = 16

/**
 * How much closer to the end of the scale a level is asked for than it is promised, so that what is covered outside the
 * pool is what was promised: more, the further ahead. Measured on M4 hourly, Bitbrains and Azure series.
 */
const MARGIN = 0.2
const MARGIN_PER_DAY = 0.07
const NEAR_DAYS = 2

/** The level that has to be asked for to cover `level` of what comes in the next `days`. */
export function marginedLevel(level: number, days: number): number {
  const margin = MARGIN + MARGIN_PER_DAY * Math.max(0, days - NEAR_DAYS)
  if (level > 0.5) return level + margin * (1 - level)
  return level < 0.5 ? level - margin * level : level
}

const upperRank = (count: number, level: number): number =>
  Math.min(count - 1, Math.max(0, Math.ceil((count + 1) * level - 1e-9) - 1))

const rankOf = (count: number, level: number): number =>
  level >= 0.5 ? upperRank(count, level) : count - 1 - upperRank(count, 1 - level)

/** Values to take quantiles of; `values` may be longer than `count`, and is put out of order. */
export interface Pool {
  readonly values: Float64Array
  count: number
}

const outermost = new Float64Array(FEW)

/** The quantiles at `levels`, which ascend, into `found`. Needs one value at least. */
export function quantilesOf({ values, count }: Pool, levels: Float64Array, found: Float64Array): void {
  for (let place = levels.length - 1, end = count; place >= 0; place--) {
    const rank = rankOf(count, levels[place] as number)
    const above = place + 1 < levels.length ? rankOf(count, levels[place + 1] as number) : -1
    if (rank === above) found[place] = found[place + 1] as number
    else if (count - rank <= FEW && above < 0) place = takeLargest({ values, count }, levels, found)
    else if (rank < FEW) found[place] = nthOfSmallest(values, end, rank)
    else {
      found[place] = selectSmallest(values, end, rank)
      end = rank + 1
    }
  }
}

/** All levels that are among the few largest; gives the lowest place that was filled. */
function takeLargest({ values, count }: Pool, levels: Float64Array, found: Float64Array): number {
  let lowest = levels.length - 1
  while (lowest > 0 && count - rankOf(count, levels[lowest - 1] as number) <= FEW) lowest--
  keepLargest(values, count, count - rankOf(count, levels[lowest] as number))
  for (let place = lowest; place < levels.length; place++) {
    found[place] = outermost[count - 1 - rankOf(count, levels[place] as number)] as number
  }
  return lowest
}

/** The `size` largest of the first `count` values into `outermost`, the largest first. */
function keepLargest(values: Float64Array, count: number, size: number): void {
  let held = 0
  let smallest = -Infinity
  for (let index = 0; index < count; index++) {
    const value = values[index] as number
    if (held === size && value <= smallest) continue
    let place = held < size ? held++ : size - 1
    while (place > 0 && (outermost[place - 1] as number) < value) {
      outermost[place] = outermost[place - 1] as number
      place--
    }
    outermost[place] = value
    if (held === size) smallest = outermost[size - 1] as number
  }
}

function nthOfSmallest(values: Float64Array, count: number, rank: number): number {
  const size = rank + 1
  let held = 0
  let largest = Infinity
  for (let index = 0; index < count; index++) {
    const value = values[index] as number
    if (held === size && value >= largest) continue
    let place = held < size ? held++ : size - 1
    while (place > 0 && (outermost[place - 1] as number) > value) {
      outermost[place] = outermost[place - 1] as number
      place--
    }
    outermost[place] = value
    if (held === size) largest = outermost[size - 1] as number
  }
  return outermost[rank] as number
}
