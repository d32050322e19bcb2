/** How far paths are believed: to half the range that was seen outside it. */

export type Range = readonly [low: number, high: number]

const BELIEVED_BEYOND = 0.5

const widened = (low: number, high: number): Range => [
  low - BELIEVED_BEYOND * (high - low),
  high + BELIEVED_BEYOND * (high - low),
]

/** The values that are believed behind each of several ends, which descend; one pass for all of them. */
export function believedRanges(x: Float64Array, ends: readonly number[]): ReadonlyMap<number, Range> {
  const ranges = new Map<number, Range>()
  let [low, high, step] = [Infinity, -Infinity, 0]
  for (const end of ends.toReversed()) {
    for (; step < end; step++) {
      const value = x[step] as number
      if (value < low) low = value
      if (value > high) high = value
    }
    ranges.set(end, widened(low, high))
  }
  return ranges
}
