/**
 * Holt's linear trend with damping, on the levels of days. E. S. Gardner and E. McKenzie, "Forecasting trends in time
 * series", Management Science 31(10), 1985:
 *
 *   level(t) = alpha y(t) + (1 - alpha) (level(t-1) + phi trend(t-1))
 *   trend(t) = beta (level(t) - level(t-1)) + (1 - beta) phi trend(t-1)
 *   forecast(t + h) = level(t) + (phi + phi^2 + ... + phi^h) trend(t)
 *
 * A trend of machines does not go on for ever: damping lets it fade instead of filling the data centre.
 */
import { dayTrend } from '../day-trend.ts'

interface Smoothing {
  readonly alpha: number
  readonly beta: number
  readonly phi: number
}

interface State {
  readonly level: number
  readonly trend: number
  readonly squares: number
}

/** A coarse grid is enough: the one-step error is flat around its minimum. */
const grid: readonly Smoothing[] = [0.2, 0.5, 0.8].flatMap((alpha) =>
  [0.05, 0.2].flatMap((beta) => [0.8, 0.95].map((phi) => ({ alpha, beta, phi }))),
)

function runThrough(levels: Float64Array, { alpha, beta, phi }: Smoothing): State {
  let level = levels[0] as number
  let [trend, squares] = [0, 0]
  for (let day = 1; day < levels.length; day++) {
    const expected = level + phi * trend
    const error = (levels[day] as number) - expected
    squares += error * error
    const next = expected + alpha * error
    trend = beta * (next - level) + (1 - beta) * phi * trend
    level = next
  }
  return { level, trend, squares }
}

export const dampedTrend = dayTrend('damped-trend', (levels) => {
  let best: State & Smoothing = { ...(grid[0] as Smoothing), level: 0, trend: 0, squares: Infinity }
  for (const smoothing of grid) {
    const state = runThrough(levels, smoothing)
    if (state.squares < best.squares) best = { ...smoothing, ...state }
  }
  const { level, trend, phi } = best
  return (days) => level + (trend * phi * (1 - phi ** days)) / (1 - phi)
})
