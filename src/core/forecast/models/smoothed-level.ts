/**
 * Simple exponential smoothing: a flat line at a level that follows the series as fast as its one-step errors ask for
 * (R. G. Brown, "Statistical Forecasting for Inventory Control", 1959). One pass serves all speeds and all cuts.
 */
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Series } from '../series.ts'

const SPEEDS = [0.01, 0.03, 0.08, 0.15, 0.3, 0.5, 0.7, 0.9, 0.99]

/** The level of the best speed at each cut. */
function smooth({ y, cuts }: Series): ReadonlyMap<number, number> {
  const levels = SPEEDS.map(() => y[0] as number)
  const squares = SPEEDS.map(() => 0)
  const byCut = new Map<number, number>()
  let from = 1
  for (const cut of cuts.toReversed()) {
    for (const [place, alpha] of SPEEDS.entries()) {
      let [level, sum] = [levels[place] as number, squares[place] as number]
      for (let step = from; step < cut; step++) {
        const error = (y[step] as number) - level
        sum += error * error
        level += alpha * error
      }
      levels[place] = level
      squares[place] = sum
    }
    from = cut
    byCut.set(cut, levels[squares.indexOf(squares.reduce((a, b) => Math.min(a, b)))] as number)
  }
  return byCut
}

export const smoothedLevel: ForecastModel = {
  id: 'smoothed-level',
  family: 'baseline',
  suits: (past) => hasDays(past, 1),
  fit({ series, end }) {
    const level = once(series, smooth).get(end) as number
    return { predict: (horizon) => series.memory.lend(horizon).fill(level) }
  },
}
