/**
 * Simple exponential smoothing: a flat line at a level that follows the series as fast as its one-step errors ask for
 * (R. G. Brown, "Statistical Forecasting for Inventory Control", 1959). One pass serves all speeds and all cuts.
 */
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Series } from '../series.ts'

const SPEEDS = Float64Array.of(0.01, 0.03, 0.08, 0.15, 0.3, 0.5, 0.7, 0.9, 0.99)

/** The level of the best speed at each cut. All speeds take a step together, so that none waits for its own last one. */
function smooth({ y, cuts, memory }: Series): ReadonlyMap<number, number> {
  const levels = memory.lend(SPEEDS.length).fill(y[0] as number)
  const squares = memory.lend(SPEEDS.length).fill(0)
  const byCut = new Map<number, number>()
  let step = 1
  for (let place = cuts.length - 1; place >= 0; place--) {
    const cut = cuts[place] as number
    for (; step < cut; step++) {
      const value = y[step] as number
      for (let which = 0; which < SPEEDS.length; which++) {
        const error = value - (levels[which] as number)
        squares[which] = (squares[which] as number) + error * error
        levels[which] = (levels[which] as number) + (SPEEDS[which] as number) * error
      }
    }
    byCut.set(cut, levels[placeOfLeast(squares)] as number)
  }
  return byCut
}

function placeOfLeast(values: Float64Array): number {
  let least = 0
  for (let place = 1; place < values.length; place++) {
    if ((values[place] as number) < (values[least] as number)) least = place
  }
  return least
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
