/** An hour-of-week profile of the logarithms - medians over the weeks - and an autoregression of the rest. */
import { hasDays, type ForecastModel } from '../forecast-model.ts'
import { insertSorted, medianOfSorted } from '../order.ts'
import { fitProfileAutoregression, type Profile, type ProfileSettings } from '../profile-autoregression.ts'
import type { Past } from '../series.ts'
import { logarithmsOf } from '../transform.ts'
import { cycleOf } from '../week-profile.ts'

const MOST_CYCLES = 60

function makeProfile(past: Past): Profile {
  const { x } = logarithmsOf(past.series)
  const cycle = cycleOf(past)
  const profile = past.series.memory.lend(cycle)
  const sorted = past.series.memory.lend(MOST_CYCLES)
  for (let step = 0; step < cycle; step++) {
    let count = 0
    for (let at = past.end - cycle + step; at >= 0 && count < MOST_CYCLES; at -= cycle) {
      insertSorted(sorted, count++, x[at] as number)
    }
    profile[step] = medianOfSorted(sorted, count)
  }
  return profile
}

const settings: ProfileSettings = {
  name: 'week profile of medians',
  list: 'remainder',
  lambda: 1,
  scale: logarithmsOf,
  makeProfile,
}

export const weekProfileMedian: ForecastModel = {
  id: 'week-profile-median',
  family: 'seasonal',
  suits: (past) => hasDays(past, 2),
  fit: (past) => fitProfileAutoregression(past, settings),
}
