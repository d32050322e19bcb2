/** From samples with holes to a history that a model can be fitted to, with a count of all that was made up. */
import { median } from 'simple-statistics'

/** A series from its first to its last real sample. */
export interface History {
  /** Real samples, and NaN where there is none. */
  readonly samples: Float64Array
  /** Steps of the series before the first real sample, and behind the last one. */
  readonly trimmed: { readonly leading: number; readonly trailing: number }
  /** Share of `samples` that are real, above 0 to 1. */
  readonly coverage: number
  /** The longest run of missing samples, in steps. */
  readonly longestGap: number
}

/** The part of `values` that has samples; what is not finite counts as missing. Null when nothing is. */
export function trimHistory(values: Float64Array): History | null {
  let [first, last, real] = [-1, -1, 0]
  for (let step = 0; step < values.length; step++) {
    if (!Number.isFinite(values[step])) continue
    if (first < 0) first = step
    last = step
    real++
  }
  if (first < 0) return null
  const samples = values.slice(first, last + 1)
  if (real < samples.length) {
    for (let step = 0; step < samples.length; step++) if (!Number.isFinite(samples[step])) samples[step] = Number.NaN
  }
  return {
    samples,
    trimmed: { leading: first, trailing: values.length - 1 - last },
    coverage: real / samples.length,
    longestGap: real === samples.length ? 0 : findLongestGap(samples).steps,
  }
}

/** The longest run of NaN: its first step and its length; the first of equally long ones, 0 steps without any. */
export function findLongestGap(samples: Float64Array): { readonly from: number; readonly steps: number } {
  let [from, steps, run] = [0, 0, 0]
  for (let step = 0; step < samples.length; step++) {
    const value = samples[step] as number
    run = value === value ? 0 : run + 1
    if (run > steps) [from, steps] = [step - run + 1, run]
  }
  return { from, steps }
}

/** Up to so many steps, the last sample is held. */
const SHORT_GAP = 3
/** How many days back the same hour is looked for. */
const DAYS_BACK = 7

/**
 * The samples with every gap filled from what came before it, so that a part that is cut off and filled is the beginning of
 * the whole filled: short gaps with the last sample, longer ones with the median of the same hour of the days before, or the
 * last sample where those days have none. `period` is a day in steps. The first sample must be real.
 */
export function fillGaps(samples: Float64Array, period: number): Float64Array {
  const filled = samples.slice()
  let missing = 0
  for (let step = 0; step < filled.length; step++) {
    if (filled[step] === filled[step]) {
      missing = 0
      continue
    }
    missing++
    const sameHour = missing > SHORT_GAP ? sameHourBefore(samples, step, period) : []
    filled[step] = sameHour.length > 0 ? median(sameHour) : (filled[step - 1] as number)
  }
  return filled
}

function sameHourBefore(samples: Float64Array, step: number, period: number): number[] {
  const found: number[] = []
  for (let days = 1; days <= DAYS_BACK && step >= days * period; days++) {
    const value = samples[step - days * period] as number
    if (value === value) found.push(value)
  }
  return found
}

/** A record that lies further above all before it than this many times their range is a fault of measuring, or a rare event. */
const WILD_RANGES = 30
/** Days that have to be known before anything is a record. */
const LEAST_DAYS_KNOWN = 2

/**
 * The steps at which `y` jumps for one step to thirty times its range above anything before. Told from the past alone: of a level
 * that rises so, only the first step is one. Nothing is missing from `y`.
 */
export function findWildSteps(y: Float64Array, period: number): readonly number[] {
  const wild: number[] = []
  let [low, high] = [Infinity, -Infinity]
  for (let step = 0; step < y.length; step++) {
    const value = y[step] as number
    const limit = high + WILD_RANGES * (high - low)
    if (value > limit && high > low && step >= LEAST_DAYS_KNOWN * period && wild.at(-1) !== step - 1) wild.push(step)
    else {
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return wild
}
