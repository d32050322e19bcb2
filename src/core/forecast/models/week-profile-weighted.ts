/** An hour-of-week profile of the logarithms - means that forget - and an autoregression of the rest. */
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { fitProfileAutoregression, type Profile, type ProfileSettings } from '../profile-autoregression.ts'
import { once, type Past, type Series } from '../series.ts'
import { logarithmsOf } from '../transform.ts'
import { weightedCycles } from '../week-profile.ts'

/** What a week counts less than the one after it. */
const KEPT_PER_CYCLE = 0.85

const profiles = (series: Series): ReadonlyMap<number, Profile> =>
  weightedCycles(logarithmsOf(series).x, series, { day: KEPT_PER_CYCLE, week: KEPT_PER_CYCLE })

const makeProfile = ({ series, end }: Past): Profile => once(series, profiles).get(end) as Profile

const settings: ProfileSettings = {
  name: 'week profile of means',
  list: 'remainder',
  lambda: 1,
  scale: logarithmsOf,
  makeProfile,
}

export const weekProfileWeighted: ForecastModel = {
  id: 'week-profile-weighted',
  family: 'seasonal',
  suits: (past) => hasDays(past, 2),
  fit: (past) => fitProfileAutoregression(past, settings),
}
