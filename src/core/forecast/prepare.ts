/** From samples with holes to a history that a model can be fitted to, with a count of all that was made up. */
import { medianOf } from './cycle.ts'

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

/** A series without gaps, and where its values come from. */
export interface Filled {
  readonly y: Float64Array
  readonly counts: {
    readonly real: number
    /** Taken from the same hour of the days around. */
    readonly fromNeighbouringDays: number
    /** On the line between the nearest samples, or the nearest one held where there is only one side. */
    readonly fromLine: number
  }
}

/** How many days to each side may fill a gap. */
const NEIGHBOURING_DAYS = 2

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

/**
 * Fills every gap from real samples of `samples` itself only, so a part that is cut off and filled knows
 * nothing of the rest. `period` is a day in steps. Needs at least one real sample.
 */
export function fillGaps(samples: Float64Array, period: number): Filled {
  const line = lineThroughGaps(samples)
  let fromNeighbouringDays = 0
  let fromLine = 0
  const y = samples.map((value, step) => {
    if (!Number.isNaN(value)) return value
    const sameHour = sameHourAround(samples, step, period)
    if (sameHour.length === 0) {
      fromLine++
      return line[step] ?? Number.NaN
    }
    fromNeighbouringDays++
    return medianOf(sameHour)
  })
  return { y, counts: { real: y.length - fromNeighbouringDays - fromLine, fromNeighbouringDays, fromLine } }
}

function sameHourAround(samples: Float64Array, step: number, period: number): number[] {
  const found: number[] = []
  for (let days = 1; days <= NEIGHBOURING_DAYS; days++) {
    for (const value of [samples[step - days * period], samples[step + days * period]]) {
      if (value !== undefined && !Number.isNaN(value)) found.push(value)
    }
  }
  return found
}

/** Straight lines across the gaps; the first and the last sample held towards the ends. */
function lineThroughGaps(samples: Float64Array): Float64Array {
  const line = samples.slice()
  let before: { step: number; value: number } | null = null
  for (const [step, value] of samples.entries()) {
    if (Number.isNaN(value)) continue
    const gapStart = before === null ? 0 : before.step + 1
    const from = before ?? { step: -1, value }
    for (let gap = gapStart; gap < step; gap++) {
      line[gap] = from.value + ((value - from.value) * (gap - from.step)) / (step - from.step)
    }
    before = { step, value }
  }
  if (before !== null) line.fill(before.value, before.step + 1)
  return line
}
