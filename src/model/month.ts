/** How many hours a month has in every figure a month that is made of hours. */
import { z } from 'zod'

/** The average of a year in whole hours, as price lists count; and 31 days, the most that a bill may hold. */
const monthHours = [730, 744] as const
export type MonthHours = (typeof monthHours)[number]

/** What is counted with where nobody states otherwise, and what older artefacts were counted with. */
export const USUAL_MONTH_HOURS: MonthHours = 730

export const hoursPerMonthSchema = z.literal(monthHours).default(USUAL_MONTH_HOURS)

/** The most of any month: what is stated in hours a month cannot be more. */
export const MOST_MONTH_HOURS: MonthHours = 744

interface MonthSettings {
  readonly recoveredHoursPerMonth: number
  readonly hoursPerMonth: MonthHours
}

/** For `refine`: drills last no longer than the month that is counted with. */
export const drillsFit: [(settings: MonthSettings) => boolean, { path: string[]; message: string }] = [
  ({ recoveredHoursPerMonth, hoursPerMonth }) => recoveredHoursPerMonth <= hoursPerMonth,
  { path: ['recoveredHoursPerMonth'], message: 'is more than a month has (hoursPerMonth)' },
]
