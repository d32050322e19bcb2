/** Seasons as cycles: one value a step, index 0 belonging to the first step after the end of the history. */

const SECONDS_PER_DAY = 86_400
export const DAYS_PER_WEEK = 7

/** How many steps a day has; the day is the main season of machines that people use. At least 1. */
export const stepsPerDay = (stepSeconds: number): number => Math.max(1, Math.round(SECONDS_PER_DAY / stepSeconds))

/** Fills `path` with `cycle` over and over, moved by `level`. */
export function repeatCycle(cycle: Float64Array, path: Float64Array, level = 0): Float64Array {
  const first = Math.min(cycle.length, path.length)
  for (let step = 0; step < first; step++) path[step] = (cycle[step] as number) + level
  for (let step = cycle.length; step < path.length; step++) path[step] = path[step - cycle.length] as number
  return path
}
