/** One VM as a fleet counts it: a missing hour is a high hour, never nothing. */
import type { Grid } from '../../model/metric-series.ts'
import type { HourlyTrack } from '../../model/sizing-preset.ts'
import { stepsPerDay } from './cycle.ts'
import { nearestRankOf } from './nearest-rank.ts'

/** From a week on, the hour of day has seen every weekday and speaks for itself. */
const LEAST_DAYS_OF_HOUR = 7

/** Steps since 1970, so that series that begin at different times meet. */
export interface Span {
  readonly first: number
  readonly steps: number
}

/** The steps from the first to the last sample of a track; null without any. */
export function spanOf(grid: Grid, track: HourlyTrack): Span | null {
  const values = grid[track]
  const from = values.findIndex(Number.isFinite)
  if (from < 0) return null
  return { first: firstStep(grid) + from, steps: values.findLastIndex(Number.isFinite) - from + 1 }
}

const firstStep = ({ startMs, stepSeconds }: Grid): number => Math.round(startMs / (stepSeconds * 1000))

export interface Filling {
  readonly track: HourlyTrack
  /** The quantile of its own samples that stands for a missing one. */
  readonly level: number
}

/**
 * The values of `span`, none missing: for a missing step that quantile of the same hour of day, or, where less than a week
 * of that hour was seen, the higher of it and the quantile of all samples. Samples outside `span` speak for it too.
 * Needs one sample.
 */
export function fillSpan(grid: Grid, span: Span, { track, level }: Filling): { values: Float64Array; filled: number } {
  const own = grid[track]
  const first = firstStep(grid)
  const period = stepsPerDay(grid.stepSeconds)
  let high: Float64Array | null = null
  let filled = 0
  const values = Float64Array.from({ length: span.steps }, (_, place) => {
    const step = span.first + place
    const value = own[step - first]
    if (value !== undefined && Number.isFinite(value)) return Math.max(0, value)
    filled++
    high ??= highByHour(own, { first, period, level })
    return high[hourOf(step, period)] as number
  })
  return { values, filled }
}

const hourOf = (step: number, period: number): number => ((step % period) + period) % period

function highByHour(
  own: Float64Array,
  { first, period, level }: { first: number; period: number; level: number },
): Float64Array {
  const overall = Math.max(0, nearestRankOf(own, level) ?? 0)
  return Float64Array.from({ length: period }, (_, hour) => {
    const same = own.filter((value, place) => Number.isFinite(value) && hourOf(first + place, period) === hour)
    const high = Math.max(0, nearestRankOf(same, level) ?? 0)
    return same.length < LEAST_DAYS_OF_HOUR ? Math.max(overall, high) : high
  })
}
