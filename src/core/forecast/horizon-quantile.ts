/**
 * One figure for a whole horizon: what all its hours together stay below with a stated probability. Each hour of the forecast
 * has a distribution, given by some of its quantiles; the hours of the horizon are a mixture of them.
 */
import type { Forecast } from '../../model/forecast.ts'

/** Halvings of the range: a millionth of a thousandth of it is left, in which the answer is a quantile of some hour, or anything. */
const HALVINGS = 30

/** The quantile of the mixture at `level`; the point counts as the median. */
export function quantileOverHorizon({ point, levels, quantiles }: Forecast, level: number): number {
  const knots = [
    ...levels.map((one, place) => ({ level: one, path: quantiles[place] as Float64Array })),
    { level: 0.5, path: point },
  ]
  knots.sort((a, b) => a.level - b.level)
  let [low, high] = [Infinity, -Infinity]
  for (const { path } of knots) {
    for (let step = 0; step < path.length; step++) {
      low = Math.min(low, path[step] as number)
      high = Math.max(high, path[step] as number)
    }
  }
  for (let turn = 0; turn < HALVINGS && low < high; turn++) {
    const middle = (low + high) / 2
    if (shareBelow(knots, middle) < level) low = middle
    else high = middle
  }
  return firstKnot(knots, low, high)
}

/** The lowest quantile of any hour above `low` and up to `high`; `high` where there is none. */
function firstKnot(knots: readonly Knot[], low: number, high: number): number {
  let found = high
  for (const { path } of knots) {
    for (let step = 0; step < path.length; step++) {
      const value = path[step] as number
      if (value > low && value < found) found = value
    }
  }
  return found
}

interface Knot {
  readonly level: number
  readonly path: Float64Array
}

/** The mean, over the hours, of the probability that an hour stays at or below `value`. */
function shareBelow(knots: readonly Knot[], value: number): number {
  const steps = (knots[0] as Knot).path.length
  let sum = 0
  for (let step = 0; step < steps; step++) sum += probabilityAt(knots, step, value)
  return sum / steps
}

/** Linear between the quantiles; nothing below the lowest of them, everything from the highest on. */
function probabilityAt(knots: readonly Knot[], step: number, value: number): number {
  let below = -1
  for (let place = 0; place < knots.length && ((knots[place] as Knot).path[step] as number) <= value; place++)
    below = place
  if (below < 0) return 0
  const lower = knots[below] as Knot
  const upper = knots[below + 1]
  if (upper === undefined) return 1
  const from = lower.path[step] as number
  return lower.level + ((upper.level - lower.level) * (value - from)) / ((upper.path[step] as number) - from)
}
