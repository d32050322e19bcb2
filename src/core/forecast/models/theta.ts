/**
 * The Theta method on the levels of days: simple exponential smoothing, moved by half the slope of the straight line
 * through them (V. Assimakopoulos and K. Nikolopoulos, International Journal of Forecasting 16(4), 2000; in this form
 * R. J. Hyndman and B. Billah, International Journal of Forecasting 19(2), 2003).
 */
import { dayTrend } from '../day-trend.ts'

const SPEEDS = [0.1, 0.3, 0.5, 0.7, 0.9]

/** The level by the speed with the least squared one-step error. */
function smooth(levels: Float64Array): { alpha: number; level: number } {
  let best = { alpha: 0, level: 0 }
  let least = Infinity
  for (const alpha of SPEEDS) {
    let [level, squares] = [levels[0] as number, 0]
    for (let day = 1; day < levels.length; day++) {
      const error = (levels[day] as number) - level
      squares += error * error
      level += alpha * error
    }
    if (squares < least) best = { alpha, level }
    least = Math.min(least, squares)
  }
  return best
}

/** The slope of the straight line through the levels, by least squares; a list of pairs for a library would cost more than it. */
function slopeOf(levels: Float64Array): number {
  const middle = (levels.length - 1) / 2
  let [products, squares] = [0, 0]
  for (let day = 0; day < levels.length; day++) {
    products += (day - middle) * (levels[day] as number)
    squares += (day - middle) ** 2
  }
  return products / squares
}

export const theta = dayTrend('theta', (levels) => {
  const { alpha, level } = smooth(levels)
  const slope = slopeOf(levels)
  // What the smoothing of a series that grows by `slope` has not caught up with yet.
  const behind = (1 - (1 - alpha) ** levels.length) / alpha
  return (days) => level + (slope / 2) * (days - 1 + behind)
})
