/**
 * Scales that models think in. Their constants come from before the first cut, so that all cuts share them and none
 * knows what comes behind it.
 */
import { once, firstCut, type Series } from './series.ts'

/** A series on another scale; `undo` leads back. */
export interface Scaled {
  readonly x: Float64Array
  readonly undo: (value: number) => number
}

/** Beyond this the exponential leaves the range of numbers. */
const LARGEST_LOGARITHM = 700
/** A value that was never seen before the first cut counts as this share of the smallest one that was. */
const SMALLEST_SHARE = 0.3

/** Logarithms; ln(1 + y / mean) where the series has zeros or less. */
function logarithms(series: Series): Scaled {
  const { y, memory } = series
  const seen = firstCut(series)
  const x = memory.take('logarithms', y.length)
  let [smallest, sum] = [Infinity, 0]
  for (let step = 0; step < seen; step++) {
    smallest = Math.min(smallest, y[step] as number)
    sum += y[step] as number
  }
  if (smallest > 0) {
    const least = smallest * SMALLEST_SHARE
    for (let step = 0; step < y.length; step++) x[step] = Math.log(Math.max(least, y[step] as number))
    return { x, undo: (value) => Math.exp(Math.min(value, LARGEST_LOGARITHM)) }
  }
  const unit = sum > 0 ? sum / seen : 1
  for (let step = 0; step < y.length; step++) x[step] = Math.log1p(Math.max(0, y[step] as number) / unit)
  return { x, undo: (value) => (value <= 0 ? 0 : unit * Math.expm1(Math.min(value, LARGEST_LOGARITHM))) }
}

export const logarithmsOf = (series: Series): Scaled => once(series, logarithms)

/** (x - mean) / deviation, both of the first `seen` values. */
export interface Standard {
  readonly z: Float64Array
  readonly mean: number
  readonly deviation: number
}

export interface StandardOptions {
  /** How many values of x there are. */
  readonly length: number
  readonly seen: number
  /** Where z goes; may be x itself. What it has behind `length` becomes zero. */
  readonly z: Float64Array
}

export function standardise(x: Float64Array, { length, seen, z }: StandardOptions): Standard {
  let mean = 0
  for (let step = 0; step < seen; step++) mean += x[step] as number
  mean /= seen
  let squares = 0
  for (let step = 0; step < seen; step++) squares += ((x[step] as number) - mean) ** 2
  const deviation = Math.sqrt(squares / seen) || Math.abs(mean) || 1
  const inverse = 1 / deviation
  for (let step = 0; step < length; step++) z[step] = ((x[step] as number) - mean) * inverse
  z.fill(0, length)
  return { z, mean, deviation }
}
