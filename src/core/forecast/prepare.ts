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
  const first = values.findIndex(Number.isFinite)
  if (first < 0) return null
  const last = values.findLastIndex(Number.isFinite)
  const samples = values.slice(first, last + 1).map((value) => (Number.isFinite(value) ? value : Number.NaN))
  return {
    samples,
    trimmed: { leading: first, trailing: values.length - 1 - last },
    coverage: samples.reduce((real, value) => real + (Number.isNaN(value) ? 0 : 1), 0) / samples.length,
    longestGap: findLongestGap(samples).steps,
  }
}

/** The longest run of NaN: its first step and its length; the first of equally long ones, 0 steps without any. */
export function findLongestGap(samples: Float64Array): { readonly from: number; readonly steps: number } {
  let longest = { from: 0, steps: 0 }
  let run = 0
  for (const [step, value] of samples.entries()) {
    run = Number.isNaN(value) ? run + 1 : 0
    if (run > longest.steps) longest = { from: step - run + 1, steps: run }
  }
  return longest
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
