/**
 * Intermittent demand: how much, when there is any, times how often there is any, each smoothed (J. D. Croston, "Forecasting
 * and stock control for intermittent demands", Operational Research Quarterly 23(3), 1972; the probability of demand in
 * place of the interval: R. H. Teunter, A. A. Syntetos and M. Z. Babai, European Journal of Operational Research 214(3),
 * 2011, which forgets a machine that fell asleep).
 */
import { CLEARLY, hasDays, type ForecastModel } from '../forecast-model.ts'
import { once, type Past, type Series } from '../series.ts'

const SIZE_SPEED = 0.1
const CHANCE_SPEED = 0.02
/** From this share of zeros on a series is intermittent. */
const INTERMITTENT_SHARE = 0.5

interface State {
  /** Mean size of the demands there are. */
  readonly size: number
  /** How likely a step has any, 0 to 1. */
  readonly chance: number
  /** Share of the steps without any. */
  readonly zeros: number
}

function follow({ y, cuts }: Series): ReadonlyMap<number, State> {
  const states = new Map<number, State>()
  let [size, chance, zeros, step] = [0, 0.5, 0, 0]
  for (const cut of cuts.toReversed()) {
    for (; step < cut; step++) {
      const value = y[step] as number
      if (value === 0) {
        zeros++
        chance -= CHANCE_SPEED * chance
        continue
      }
      size = size === 0 ? value : size + SIZE_SPEED * (value - size)
      chance += CHANCE_SPEED * (1 - chance)
    }
    states.set(cut, { size, chance, zeros: zeros / cut })
  }
  return states
}

const stateOf = ({ series, end }: Past): State => once(series, follow).get(end) as State

export const croston: ForecastModel = {
  id: 'croston',
  family: 'baseline',
  handicap: CLEARLY,
  suits: (past) => hasDays(past, 2) && stateOf(past).zeros >= INTERMITTENT_SHARE,
  fit(past) {
    const { size, chance } = stateOf(past)
    return { predict: (horizon) => past.series.memory.lend(horizon).fill(size * chance) }
  },
}
