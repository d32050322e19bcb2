/**
 * Quantiles of what is to come, hour by hour: the weighted median of six estimators, each weighted by the pinball loss it
 * had in the backtests (R. Koenker and G. Bassett, Econometrica 46(1), 1978). Calibrated at the horizon that is forecast.
 */
import { DAYS_PER_WEEK } from './cycle.ts'
import { marginedLevel } from './pool-quantiles.ts'
import { estimators, type Backtested } from './quantile-estimators.ts'
import { medianCourse } from './weighted-median.ts'

/** Losses below this share of the usual day-to-day change are equally good. */
const LOSS_FLOOR_SHARE = 0.1

export interface QuantileInputs extends Backtested {
  /** Real samples; what was filled in judges nobody. */
  readonly samples: Float64Array
}

/**
 * One path for each of `levels`, which ascend and lie between 0 and 1. They do not cross, lie below the course under one half
 * and above it over one half, and are not negative where the history never was.
 */
export function quantilePaths(inputs: QuantileInputs, levels: readonly number[]): readonly Float64Array[] {
  if (levels.length === 0) return []
  const days = Math.min((inputs.courses[0] as Float64Array).length / inputs.series.period, DAYS_PER_WEEK)
  const asked = Float64Array.from(levels, (level) => marginedLevel(level, days))
  const judged = estimators.map((_, which) => judge(inputs, which, { asked, levels }))
  const ahead = estimators.map(({ estimate }) => estimate(inputs, { place: 0, levels: asked }))
  const paths = levels.map((_, level) => {
    const losses = judged.map((one) => one[level] as number)
    const best = losses.reduce((least, loss) => Math.min(least, loss))
    const voters = ahead.flatMap((paths, which) =>
      paths === null || losses[which] === Infinity
        ? []
        : [{ path: paths[level] as Float64Array, weight: best / (losses[which] as number) }],
    )
    return medianCourse(voters, inputs.series.memory)
  })
  putInOrder(paths, levels, inputs)
  return paths
}

/** The mean pinball loss of one estimator at each level over the backtests; infinite where it cannot be judged. */
function judge(
  inputs: QuantileInputs,
  which: number,
  { asked, levels }: { asked: Float64Array; levels: readonly number[] },
): number[] {
  const { series, samples, courses, change } = inputs
  const { estimate, needsOthers } = estimators[which] as (typeof estimators)[number]
  const backtests = courses.length - 1
  if (needsOthers && backtests < 2) return levels.map(() => Infinity)
  const sums = levels.map(() => 0)
  let count = 0
  for (let place = 1; place <= backtests; place++) {
    const paths = estimate(inputs, { place, levels: asked })
    if (paths === null) return levels.map(() => Infinity)
    const cut = series.cuts[place] as number
    const length = (paths[0] as Float64Array).length
    for (const [level, path] of paths.entries()) {
      sums[level] = (sums[level] as number) + pinball(path, samples, { cut, level: levels[level] as number })
    }
    count += length
  }
  return sums.map((sum) => sum / Math.max(1, count) + LOSS_FLOOR_SHARE * change + Number.MIN_VALUE)
}

function pinball(path: Float64Array, samples: Float64Array, { cut, level }: { cut: number; level: number }): number {
  let sum = 0
  for (let step = 0; step < path.length; step++) {
    const above = (samples[cut + step] as number) - (path[step] as number)
    if (above === above) sum += above >= 0 ? level * above : (level - 1) * above
  }
  return sum
}

function putInOrder(
  paths: readonly Float64Array[],
  levels: readonly number[],
  { series, courses }: QuantileInputs,
): void {
  const course = courses[0] as Float64Array
  const floor = series.y.some((value) => value < 0) ? -Infinity : 0
  const firstAbove = levels.findIndex((level) => level >= 0.5)
  const middle = firstAbove < 0 ? levels.length : firstAbove
  for (let step = 0; step < course.length; step++) {
    let bound = course[step] as number
    for (let level = middle; level < levels.length; level++) {
      const path = paths[level] as Float64Array
      bound = path[step] = Math.max(bound, path[step] as number)
    }
    bound = course[step] as number
    for (let level = middle - 1; level >= 0; level--) {
      const path = paths[level] as Float64Array
      bound = path[step] = Math.max(floor, Math.min(bound, path[step] as number))
    }
  }
}
