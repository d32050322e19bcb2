/**
 * Holt's linear trend with damping, on the series without its hour-of-day shape, which is added back.
 * E. S. Gardner and E. McKenzie, "Forecasting trends in time series", Management Science 31(10), 1985:
 *
 *   level(t) = alpha y(t) + (1 - alpha) (level(t-1) + phi trend(t-1))
 *   trend(t) = beta (level(t) - level(t-1)) + (1 - beta) phi trend(t-1)
 *   forecast(t + h) = level(t) + (phi + phi^2 + ... + phi^h) trend(t)
 *
 * A trend of machines does not go on for ever: damping lets it fade instead of filling the data centre.
 */
import { linearRegression } from 'simple-statistics'
import type { ForecastModel } from '../../../model/forecast.ts'
import { medianOffsets, repeatCycle } from '../cycle.ts'

interface Smoothing {
  readonly alpha: number
  readonly beta: number
  readonly phi: number
}

interface TrendState {
  readonly level: number
  readonly trend: number
}

/** A coarse grid is enough: the one-step error is flat around its minimum. */
const grid: readonly Smoothing[] = [0.05, 0.1, 0.2].flatMap((alpha) =>
  [0.02, 0.1].flatMap((beta) => [0.8, 0.9, 0.95].map((phi) => ({ alpha, beta, phi }))),
)

const DAILY_CYCLES = 21

export const dampedTrend: ForecastModel = {
  id: 'damped-trend',
  family: 'trend',
  minimumLength: (period) => 2 * period,
  fit(y, period) {
    const shape = medianOffsets(y, period, DAILY_CYCLES)
    const flat = withoutShape(y, shape)
    const start = startingState(flat.subarray(0, 2 * period))
    const { smoothing, state } = bestSmoothing(flat, start)
    return { predict: (horizon) => withTrend(repeatCycle(shape, horizon), smoothing.phi, state) }
  },
}

/** Place 0 of the shape is the first step after the end, so the shape is laid on from the end backwards. */
function withoutShape(y: Float64Array, shape: Float64Array): Float64Array {
  const ahead = (shape.length - (y.length % shape.length)) % shape.length
  const shapes = repeatCycle(shape, ahead + y.length).subarray(ahead)
  return y.map((value, step) => value - (shapes[step] ?? 0))
}

/** A straight line through the first two days, read one step before the first value. */
function startingState(first: Float64Array): TrendState {
  const { m, b } = linearRegression(Array.from(first, (value, step) => [step, value]))
  return { level: b - m, trend: m }
}

/** The first of the grid with the least squared one-step error. */
function bestSmoothing(flat: Float64Array, start: TrendState): { smoothing: Smoothing; state: TrendState } {
  const tried = grid.map((smoothing) => ({ smoothing, ...runThrough(flat, start, smoothing) }))
  return tried.reduce((best, one) => (one.squaredError < best.squaredError ? one : best))
}

function runThrough(
  flat: Float64Array,
  start: TrendState,
  smoothing: Smoothing,
): { state: TrendState; squaredError: number } {
  const { alpha, beta, phi } = smoothing
  let { level, trend } = start
  let squaredError = 0
  for (const value of flat) {
    const expected = level + phi * trend
    const error = value - expected
    squaredError += error * error
    const next = expected + alpha * error
    trend = beta * (next - level) + (1 - beta) * phi * trend
    level = next
  }
  return { state: { level, trend }, squaredError }
}

function withTrend(shape: Float64Array, phi: number, { level, trend }: TrendState): Float64Array {
  let damping = 0
  let power = 1
  return shape.map((offset) => {
    power *= phi
    damping += power
    return offset + level + damping * trend
  })
}
