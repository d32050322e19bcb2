/**
 * Six ways to say how high (or low) a series may lie, hour by hour. Each is simple and wrong somewhere: errors of the
 * combined course say nothing of a month, flat quantiles know no night. None is trusted alone (quantiles.ts).
 */
import { DAYS_PER_WEEK } from './cycle.ts'
import { daysOf } from './day-shape.ts'
import { quantilesOf, type Pool } from './pool-quantiles.ts'
import type { Series } from './series.ts'

/** The combined course behind each cut, the forecast first. */
export interface Backtested {
  readonly series: Series
  readonly courses: readonly Float64Array[]
  /** The usual change from day to day. */
  readonly change: number
}

/** Ratios to the course are padded with this share of the usual change, so that they do not explode near zero. */
const PAD_SHARE = 0.1
const LEAST_PAD = 1e-9

/** The cut at `place`; the levels to ask for, ascending. */
interface Asked {
  readonly place: number
  readonly levels: Float64Array
}

/** One path a level, each as long as the course at that cut; null where there is nothing to take them from. */
export type Estimator = (backtested: Backtested, asked: Asked) => readonly Float64Array[] | null

const HOUR_POOL_DAYS = 14
const LEVEL_POOL_DAYS = 21

const poolOf = ({ memory }: Series, length: number): Pool => ({
  values: memory.take('quantile pool', length),
  count: 0,
})

function pathsFor({ courses, series }: Backtested, { place, levels }: Asked): Float64Array[] {
  const { length } = courses[place] as Float64Array
  return Array.from(levels, () => series.memory.lend(length))
}

/** The errors of the course in the backtests - in those other than its own where it is judged itself. */
const fromErrors =
  (ratio: boolean): Estimator =>
  (backtested, asked) => {
    const { series, courses } = backtested
    const pad = PAD_SHARE * backtested.change + LEAST_PAD
    const pool = poolOf(series, courses.length * (courses[1]?.length ?? 0))
    for (let other = 1; other < courses.length; other++) {
      if (other === asked.place) continue
      const course = courses[other] as Float64Array
      const cut = series.cuts[other] as number
      for (let step = 0; step < course.length; step++) {
        const came = series.y[cut + step] as number
        const said = course[step] as number
        pool.values[pool.count++] = ratio ? came / (said + pad) : came - said
      }
    }
    if (pool.count === 0) return null
    const found = series.memory.lend(asked.levels.length)
    quantilesOf(pool, asked.levels, found)
    const course = courses[asked.place] as Float64Array
    return Array.from(found, (quantile) => {
      const path = series.memory.lend(course.length)
      for (let step = 0; step < path.length; step++) {
        const said = course[step] as number
        path[step] = ratio ? (said + pad) * quantile : said + quantile
      }
      return path
    })
  }

/** The same hour and those beside it on the last days: as they were, or as offsets laid on the level of the last day. */
const fromHours =
  (offsets: boolean): Estimator =>
  (backtested, asked) => {
    const { series } = backtested
    const { y, period } = series
    const end = series.cuts[asked.place] as number
    const days = Math.min(offsets ? LEVEL_POOL_DAYS : HOUR_POOL_DAYS, Math.floor(end / period) - 1)
    if (days < 1) return null
    const { levels: dayLevels } = daysOf(series)
    const first = (y.length - end) / period
    const present = offsets ? (dayLevels[first] as number) : 0
    const pool = poolOf(series, 3 * days)
    const found = series.memory.lend(asked.levels.length)
    const paths = pathsFor(backtested, asked)
    const length = (paths[0] as Float64Array).length
    for (let step = 0; step < Math.min(period, length); step++) {
      pool.count = 0
      for (let day = 0; day < days; day++) {
        const level = offsets ? (dayLevels[first + day] as number) : 0
        addHour(pool, y, { at: end - period * (day + 1) + step, end, level })
      }
      quantilesOf(pool, asked.levels, found)
      for (const [level, path] of paths.entries()) path[step] = present + (found[level] as number)
    }
    for (const path of paths) for (let step = period; step < length; step++) path[step] = path[step - period] as number
    return paths
  }

/** An hour and those beside it, as they lie above a level. */
function addHour(pool: Pool, y: Float64Array, { at, end, level }: { at: number; end: number; level: number }): void {
  pool.values[pool.count++] = (y[at] as number) - level
  pool.values[pool.count++] = (y[at - 1] as number) - level
  if (at + 1 < end) pool.values[pool.count++] = (y[at + 1] as number) - level
}

/** All hours of the last weeks, flat. */
const fromWeeks =
  (weeks: number): Estimator =>
  (backtested, asked) => {
    const { series } = backtested
    const end = series.cuts[asked.place] as number
    const from = Math.max(0, end - weeks * DAYS_PER_WEEK * series.period)
    const pool = poolOf(series, end - from)
    for (let step = from; step < end; step++) pool.values[pool.count++] = series.y[step] as number
    const found = series.memory.lend(asked.levels.length)
    quantilesOf(pool, asked.levels, found)
    const paths = pathsFor(backtested, asked)
    for (const [level, path] of paths.entries()) path.fill(found[level] as number)
    return paths
  }

/** `needsOthers`: where it is judged, it needs the errors of other backtests. */
export const estimators: readonly { readonly estimate: Estimator; readonly needsOthers: boolean }[] = [
  { estimate: fromErrors(false), needsOthers: true },
  { estimate: fromErrors(true), needsOthers: true },
  { estimate: fromHours(false), needsOthers: false },
  { estimate: fromHours(true), needsOthers: false },
  { estimate: fromWeeks(1), needsOthers: false },
  { estimate: fromWeeks(4), needsOthers: false },
]
