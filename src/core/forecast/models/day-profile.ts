/** An hour-of-day profile of the logarithms - median deviations from each day's mean - and an autoregression of the rest. */
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { insertSorted, medianOfSorted } from '../order.ts'
import { fitProfileAutoregression, type Profile, type ProfileSettings } from '../profile-autoregression.ts'
import { firstCut, once, type Past, type Series } from '../series.ts'
import { logarithmsOf } from '../transform.ts'

/** Days before the first cut that are looked at. */
const MOST_DAYS = 60

/** The profile at each cut: days come in one by one, the oldest first, and each cut reads the medians so far. */
function profiles(series: Series): ReadonlyMap<number, Profile> {
  const { x } = logarithmsOf(series)
  const { period, cuts, memory } = series
  const start = Math.max(firstCut(series) % period, firstCut(series) - MOST_DAYS * period)
  const days = (series.y.length - start) / period
  const means = meansOfDays(x, { start, days, period })
  const byCut = new Map(cuts.map((cut) => [cut, memory.lend(period)]))
  const ascending = cuts.toReversed()
  const sorted = memory.lend(days)
  for (let step = 0; step < period; step++) {
    let day = 0
    for (const cut of ascending) {
      for (; start + period * (day + 1) <= cut; day++) {
        insertSorted(sorted, day, (x[start + period * day + step] as number) - (means[day] as number))
      }
      const profile = byCut.get(cut) as Profile
      profile[step] = medianOfSorted(sorted, day)
    }
  }
  return byCut
}

function meansOfDays(
  x: Float64Array,
  { start, days, period }: { start: number; days: number; period: number },
): Float64Array {
  const means = new Float64Array(days)
  for (let day = 0; day < days; day++) {
    let sum = 0
    for (let step = 0; step < period; step++) sum += x[start + period * day + step] as number
    means[day] = sum / period
  }
  return means
}

const makeProfile = ({ series, end }: Past): Profile => once(series, profiles).get(end) as Profile

const settings: ProfileSettings = {
  name: 'day profile',
  list: 'dayAndWeek',
  lambda: 0.1,
  scale: logarithmsOf,
  makeProfile,
}

export const dayProfile: ForecastModel = {
  id: 'day-profile',
  family: 'seasonal',
  suits: (past) => hasDays(past, 2),
  fit: (past) => fitProfileAutoregression(past, settings),
}
