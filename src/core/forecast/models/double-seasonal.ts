/**
 * Holt-Winters with two seasons, a day and a week, and the last error carried on (J. W. Taylor, "Short-term electricity
 * demand forecasting using double seasonal exponential smoothing", Journal of the Operational Research Society 54(8), 2003;
 * additive, without trend). One pass serves all cuts.
 */
import { DAYS_PER_WEEK } from '../cycle.ts'
import { CLEARLY, hasDays, type ForecastModel } from '../forecast-model.ts'
import { firstCut, once, type Series } from '../series.ts'

interface Smoothing {
  readonly level: number
  readonly day: number
  readonly week: number
  /** How much of the last error the next one carries. */
  readonly carried: number
}

/** From slow to fast; the one with the least one-step error up to the first cut is used at all of them. */
const speeds: readonly Smoothing[] = [
  { level: 0.01, day: 0.1, week: 0.2, carried: 0.9 },
  { level: 0.05, day: 0.2, week: 0.2, carried: 0.7 },
]

interface State {
  level: number
  readonly day: Float64Array
  readonly week: Float64Array
  error: number
}

const WEEKS = 2

/** Level, day and week of the first two weeks: means, and means of what they leave. */
function startOf({ y, period }: Series): State {
  const week = DAYS_PER_WEEK * period
  let level = 0
  for (let step = 0; step < WEEKS * week; step++) level += (y[step] as number) / (WEEKS * week)
  const day = new Float64Array(period)
  for (let step = 0; step < WEEKS * week; step++) {
    const phase = step % period
    day[phase] = (day[phase] as number) + ((y[step] as number) - level) / (WEEKS * DAYS_PER_WEEK)
  }
  const weekly = new Float64Array(week)
  for (let step = 0; step < WEEKS * week; step++) {
    const phase = step % week
    weekly[phase] = (weekly[phase] as number) + ((y[step] as number) - level - (day[step % period] as number)) / WEEKS
  }
  return { level, day, week: weekly, error: 0 }
}

/** Moves the state from one step to another; gives the squared one-step errors on the way. */
function advance(
  { y, period }: Series,
  state: State,
  { smoothing, from, to }: { smoothing: Smoothing; from: number; to: number },
): number {
  const { day, week } = state
  const { carried } = smoothing
  const cycle = week.length
  let { level, error } = state
  let squares = 0
  let [dayPhase, weekPhase] = [from % period, from % cycle]
  for (let step = from; step < to; step++) {
    const [ofDay, ofWeek] = [day[dayPhase] as number, week[weekPhase] as number]
    const next = (y[step] as number) - (level + ofDay + ofWeek)
    squares += (next - carried * error) ** 2
    level += smoothing.level * next
    day[dayPhase] = ofDay + smoothing.day * next
    week[weekPhase] = ofWeek + smoothing.week * next
    error = next
    if (++dayPhase === period) dayPhase = 0
    if (++weekPhase === cycle) weekPhase = 0
  }
  state.level = level
  state.error = error
  return squares
}

const copyOf = ({ level, day, week, error }: State): State => ({ level, day: day.slice(), week: week.slice(), error })

interface Fitted {
  readonly smoothing: Smoothing
  readonly states: ReadonlyMap<number, State>
}

function fitAll(series: Series): Fitted {
  const start = startOf(series)
  const from = WEEKS * DAYS_PER_WEEK * series.period
  const first = firstCut(series)
  const tried = speeds.map((smoothing) => {
    const state = copyOf(start)
    return { smoothing, state, squares: advance(series, state, { smoothing, from, to: first }) }
  })
  const { smoothing, state } = tried.reduce((best, one) => (one.squares < best.squares ? one : best))
  const states = new Map<number, State>()
  let at = first
  for (const cut of series.cuts.toReversed()) {
    advance(series, state, { smoothing, from: at, to: cut })
    at = cut
    states.set(cut, copyOf(state))
  }
  return { smoothing, states }
}

export const doubleSeasonal: ForecastModel = {
  id: 'double-seasonal',
  family: 'seasonal',
  handicap: CLEARLY,
  suits: (past) => hasDays(past, WEEKS * DAYS_PER_WEEK + 1),
  fit({ series, end }) {
    const { smoothing, states } = once(series, fitAll)
    const { level, day, week, error } = states.get(end) as State
    return {
      predict(horizon) {
        const path = series.memory.lend(horizon)
        let carried = error
        for (let step = 0; step < horizon; step++) {
          carried *= smoothing.carried
          path[step] =
            level + (day[(end + step) % day.length] as number) + (week[(end + step) % week.length] as number) + carried
        }
        return path
      },
    }
  },
}
