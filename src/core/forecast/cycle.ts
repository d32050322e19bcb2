/** Seasons as cycles: one value a step, index 0 belonging to the first step after the end of the history. */
import { median } from 'simple-statistics'

const SECONDS_PER_DAY = 86_400
export const DAYS_PER_WEEK = 7

/** How many steps a day has; the day is the main season of machines that people use. At least 1. */
export const stepsPerDay = (stepSeconds: number): number => Math.max(1, Math.round(SECONDS_PER_DAY / stepSeconds))

/** `cycle` over and over, `length` values in all. */
export function repeatCycle(cycle: Float64Array, length: number): Float64Array {
  const repeated = new Float64Array(length)
  for (let start = 0; start < length; start += cycle.length) {
    repeated.set(cycle.subarray(0, Math.min(cycle.length, length - start)), start)
  }
  return repeated
}

/** The median of some values without NaN. */
export const medianOf = (values: Iterable<number>): number => median([...values])

/**
 * How each place in the cycle lies above or below its own cycle's level: the median, over the last
 * `cycles` whole cycles, of the offset from the median of that cycle.
 *
 * Additive, because ratios explode where a machine idles near zero; medians, because one backup night
 * must not become a habit. Needs at least one whole cycle.
 */
export function medianOffsets(y: Float64Array, cycleLength: number, cycles: number): Float64Array {
  const count = Math.min(cycles, Math.floor(y.length / cycleLength))
  const offsets = Array.from({ length: count }, (_, back) => {
    const end = y.length - back * cycleLength
    const cycle = y.subarray(end - cycleLength, end)
    const level = medianOf(cycle)
    return cycle.map((value) => value - level)
  })
  return Float64Array.from({ length: cycleLength }, (_, place) => median(offsets.map((one) => one[place] ?? 0)))
}
