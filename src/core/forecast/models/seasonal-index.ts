/**
 * Level and shape: how each hour usually lies above or below its own cycle's median, laid on the level
 * of the last day. The cycle is the week once three of them are there (a median of two has no vote to
 * lose), else the day. Additive, for the reason given in cycle.ts.
 */
import type { ForecastModel } from '../../../model/forecast.ts'
import { DAYS_PER_WEEK, medianOf, medianOffsets, repeatCycle } from '../cycle.ts'

const WEEKS_FOR_A_WEEKLY_SHAPE = 3
/** Older habits are forgotten: this many days, or this many weeks. */
const DAILY_CYCLES = 21
const WEEKLY_CYCLES = 8

export const seasonalIndex: ForecastModel = {
  id: 'seasonal-index',
  family: 'seasonal',
  minimumLength: (period) => 2 * period,
  fit(y, period) {
    const week = period * DAYS_PER_WEEK
    const weekly = y.length >= WEEKS_FOR_A_WEEKLY_SHAPE * week
    const shape = weekly ? medianOffsets(y, week, WEEKLY_CYCLES) : medianOffsets(y, period, DAILY_CYCLES)
    const level = lastLevel(y, shape, period)
    const cycle = shape.map((offset) => level + offset)
    return { predict: (horizon) => repeatCycle(cycle, horizon) }
  },
}

/** The median of the last day without its shape: the last day of the cycle comes just before its first. */
function lastLevel(y: Float64Array, shape: Float64Array, period: number): number {
  const lastShape = shape.subarray(-period)
  return medianOf(y.slice(-period).map((value, step) => value - (lastShape[step] ?? 0)))
}
