/**
 * The reading of the mechanism in which models do not rival as courses but as shares: a baseline says how much a day will
 * need in all, the best seasonal, trend and baseline model each say how that is spread over the day, and the spread that
 * was most accurate in the backtests is multiplied into the baseline.
 */
import { modelFamilies } from '../../model/forecast.ts'
import type { Ranked } from './compete.ts'
import type { Selected } from './selected.ts'
import type { Series } from './series.ts'

/** Needs one entrant at least. */
export function disaggregate(ranked: readonly Ranked[], series: Series): Selected {
  const baseline = leastWrong(ranked, (one) => errorOfTotals(one, series))
  const candidates = modelFamilies
    .map((family) => ranked.find(({ model }) => model.family === family))
    .filter((one) => one !== undefined)
    .map((spread) => ({
      spread,
      courses: series.cuts.map((_, place) => spreadOver(pathOf(baseline, place), pathOf(spread, place), series.period)),
    }))
  const { spread, courses } = leastWrong(candidates, (one) => errorOfCourses(one.courses, series))
  return { selection: 'shares', courses, votes: new Map([[spread.model.id, 1]]) }
}

const pathOf = ({ paths }: Ranked, place: number): Float64Array => paths[place] as Float64Array

function leastWrong<T>(candidates: readonly T[], errorOf: (one: T) => number): T {
  const judged = candidates.map((one) => ({ one, error: errorOf(one) }))
  return judged.reduce((best, other) => (other.error < best.error ? other : best)).one
}

/** The totals of the baseline's days, each spread as `spread` spreads its own; evenly where it says nothing will be needed. */
function spreadOver(baseline: Float64Array, spread: Float64Array, period: number): Float64Array {
  const course = new Float64Array(baseline.length)
  for (let from = 0; from < course.length; from += period) {
    const to = Math.min(course.length, from + period)
    const total = sumOf(baseline, from, to)
    const own = sumOf(spread, from, to)
    for (let step = from; step < to; step++) {
      course[step] = own > 0 ? (total * (spread[step] as number)) / own : total / (to - from)
    }
  }
  return course
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let step = from; step < to; step++) sum += values[step] as number
  return sum
}

/** How far the totals of days were off in the backtests. */
function errorOfTotals({ paths }: Ranked, { y, cuts, period }: Series): number {
  let error = 0
  for (let place = 1; place < cuts.length; place++) {
    const path = paths[place] as Float64Array
    const cut = cuts[place] as number
    for (let from = 0; from < path.length; from += period) {
      const to = Math.min(path.length, from + period)
      error += Math.abs(sumOf(y, cut + from, cut + to) - sumOf(path, from, to))
    }
  }
  return error
}

function errorOfCourses(courses: readonly Float64Array[], { y, cuts }: Series): number {
  let error = 0
  for (let place = 1; place < cuts.length; place++) {
    const cut = cuts[place] as number
    for (const [step, value] of (courses[place] as Float64Array).entries())
      error += Math.abs((y[cut + step] as number) - value)
  }
  return error
}
