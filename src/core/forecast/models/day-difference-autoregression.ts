/** Ridge autoregression of the change from the day before, added up again day after day. */
import { fitAutoregression, momentsOfWhole } from '../autoregression.ts'
import { DAYS_PER_WEEK } from '../cycle.ts'
import type { ForecastModel } from '../forecast-model.ts'
import { firstCut, once, type Series } from '../series.ts'

const LAMBDA = 0.1
/** Two weeks and a half leave enough rows behind a lag of a week and a lost day. */
const LEAST_DAYS = 2.5 * DAYS_PER_WEEK

function whole(series: Series) {
  const { y, period, memory } = series
  const length = y.length - period
  const change = memory.take('day differences', length)
  for (let step = 0; step < length; step++) change[step] = (y[step + period] as number) - (y[step] as number)
  return momentsOfWhole(series, change, {
    list: 'dayAndWeek',
    name: 'day difference autoregression',
    length,
    seen: Math.max(1, firstCut(series) - period),
    ends: series.cuts.map((cut) => cut - period),
  })
}

export const dayDifferenceAutoregression: ForecastModel = {
  id: 'day-difference-autoregression',
  family: 'trend',
  suits: ({ series }) => series.y.length >= LEAST_DAYS * series.period,
  fit({ series, end }) {
    const { y, period } = series
    const changes = fitAutoregression(once(series, whole), {
      end: end - period,
      lambda: LAMBDA,
      undo: (value) => value,
    })
    return {
      predict(horizon) {
        const path = changes.predict(horizon)
        for (let step = 0; step < horizon; step++) {
          const dayBefore = step < period ? y[end - period + step] : path[step - period]
          path[step] = (path[step] as number) + (dayBefore as number)
        }
        return path
      },
    }
  },
}
