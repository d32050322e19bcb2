/** Every forecast model: one file each, and its line here. */
import type { ModelId } from '../../../model/forecast.ts'
import type { ForecastModel } from '../forecast-model.ts'
import { croston } from './croston.ts'
import { dampedTrend } from './damped-trend.ts'
import { dayDifferenceAutoregression } from './day-difference-autoregression.ts'
import { dayProfile } from './day-profile.ts'
import { doubleSeasonal } from './double-seasonal.ts'
import { hourMedian } from './hour-median.ts'
import { levelAutoregression } from './level-autoregression.ts'
import { logAutoregression } from './log-autoregression.ts'
import { medianDay } from './median-day.ts'
import { medianFourDays } from './median-four-days.ts'
import { medianHalfDay } from './median-half-day.ts'
import { medianWeek } from './median-week.ts'
import { repeatDay } from './repeat-day.ts'
import { repeatWeek } from './repeat-week.ts'
import { shapeFourDays } from './shape-four-days.ts'
import { shapeFourWeeks } from './shape-four-weeks.ts'
import { shapeThreeWeeks } from './shape-three-weeks.ts'
import { similarDays } from './similar-days.ts'
import { similarWindows } from './similar-windows.ts'
import { smoothedLevel } from './smoothed-level.ts'
import { theta } from './theta.ts'
import { weekProfileMedian } from './week-profile-median.ts'
import { weekProfileWeighted } from './week-profile-weighted.ts'
import { weightedSeasons } from './weighted-seasons.ts'

/** From the simplest to the least simple: where two do equally well, the first of them is taken. */
export const forecastModels = {
  'repeat-day': repeatDay,
  'repeat-week': repeatWeek,
  'median-half-day': medianHalfDay,
  'median-day': medianDay,
  'median-four-days': medianFourDays,
  'median-week': medianWeek,
  'smoothed-level': smoothedLevel,
  'hour-median': hourMedian,
  'shape-four-days': shapeFourDays,
  'shape-three-weeks': shapeThreeWeeks,
  'shape-four-weeks': shapeFourWeeks,
  'weighted-seasons': weightedSeasons,
  croston,
  theta,
  'damped-trend': dampedTrend,
  'double-seasonal': doubleSeasonal,
  'log-autoregression': logAutoregression,
  'level-autoregression': levelAutoregression,
  'day-difference-autoregression': dayDifferenceAutoregression,
  'day-profile': dayProfile,
  'week-profile-median': weekProfileMedian,
  'week-profile-weighted': weekProfileWeighted,
  'similar-days': similarDays,
  'similar-windows': similarWindows,
} as const satisfies Record<ModelId, ForecastModel>
