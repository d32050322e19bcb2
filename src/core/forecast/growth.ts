/**
 * Growth that is still to come. The slope is the median of the slopes between all pairs of days (P. K. Sen, Journal of the
 * American Statistical Association 63(324), 1968), and counts only where the days rise too regularly for chance (H. B. Mann,
 * Econometrica 13(3), 1945). It fades: a machine that grew for a month will not grow so for a year.
 */
import { median } from 'simple-statistics'

/** Two weeks show a rhythm of weeks from a trend. */
const LEAST_DAYS = 14
const MOST_DAYS = 42
/** The standard score that chance passes once in two hundred series. */
const LEAST_SCORE = 2.58
/** What is left of a day's growth the day after: 0.97 fades to a half in 23 days and sums to 32 days in all. */
const KEPT_PER_DAY = 0.97

/**
 * By how much `days` - one value a day, the last one last - will have grown `ahead` days later; 0 where no growth can be told from
 * chance. A fall is not extrapolated: what was needed may be needed again.
 */
export function growthAhead(days: readonly number[], ahead: number): number {
  const last = days.slice(-MOST_DAYS)
  if (last.length < LEAST_DAYS) return 0
  const slopes: number[] = []
  let [rises, falls] = [0, 0]
  for (const [to, later] of last.entries()) {
    for (const [from, earlier] of last.slice(0, to).entries()) {
      slopes.push((later - earlier) / (to - from))
      if (later > earlier) rises++
      if (later < earlier) falls++
    }
  }
  const n = last.length
  const score = (rises - falls) / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  if (score < LEAST_SCORE) return 0
  const effectiveDays = (KEPT_PER_DAY * (1 - KEPT_PER_DAY ** ahead)) / (1 - KEPT_PER_DAY)
  return Math.max(0, median(slopes)) * effectiveDays
}
