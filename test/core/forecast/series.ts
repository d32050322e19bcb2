/** Series and grids that the forecast tests share. */
import fc from 'fast-check'
import { createSeries, type Past } from '../../../src/core/forecast/series.ts'
import type { Grid, MetricId } from '../../../src/model/metric-series.ts'

export const aGrid = (values: Iterable<number>, over: Partial<Grid> = {}): Grid => {
  const mean = Float64Array.from(values)
  return {
    vmId: 'vm-1',
    metric: 'cpu',
    startMs: Date.UTC(2026, 0, 5),
    stepSeconds: 3600,
    mean,
    p95: mean,
    max: mean,
    ...over,
  }
}

export const gridsOf = (...grids: Grid[]): ReadonlyMap<MetricId, Grid> =>
  new Map(grids.map((grid) => [grid.metric, grid]))

export const hours = (length: number, value: (hour: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, hour) => value(hour))

/** A day and night rhythm with a fixed saw-tooth of noise. */
export const rhythm = (length: number): Float64Array =>
  hours(length, (hour) => 2 + Math.sin((2 * Math.PI * hour) / 24) + 0.1 * ((7 * hour) % 5))

/** Usage as machines have it: never negative, far from the limits of floating point. */
const usage = fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => (value < 1e-9 ? 0 : value))

export const histories = (least: number, most = 300): fc.Arbitrary<Float64Array> =>
  fc.array(usage, { minLength: least, maxLength: most, size: 'max' }).map((values) => Float64Array.from(values))

/** Histories in which any sample may be missing. */
export const gappyHistories = fc
  .array(fc.option(usage, { nil: Number.NaN, freq: 4 }), { minLength: 0, maxLength: 300, size: 'max' })
  .map((values) => Float64Array.from(values))

/** Numbers from 0 to below 1 without any rhythm: a linear congruential generator (Numerical Recipes). */
export const noise = (length: number, seed = 1): Float64Array => {
  let state = seed
  return hours(length, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  })
}

/** All of some values as a past. */
export const aPast = (values: Iterable<number>, period = 24): Past => {
  const y = Float64Array.from(values)
  return { series: createSeries(y, { period }), end: y.length }
}
