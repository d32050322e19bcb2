/** Seasons as cycles: one value a step, index 0 belonging to the first step after the end of the history. */

const SECONDS_PER_DAY = 86_400
export const DAYS_PER_WEEK = 7

/** How many steps a day has; the day is the main season of machines that people use. At least 1. */
export const stepsPerDay = (stepSeconds: number): number => Math.max(1, Math.round(SECONDS_PER_DAY / stepSeconds))

/** `cycle` over and over, moved by `level`; `length` values in all. */
export function repeatCycle(cycle: Float64Array, length: number, level = 0): Float64Array {
  const repeated = new Float64Array(length)
  const first = Math.min(cycle.length, length)
  for (let step = 0; step < first; step++) repeated[step] = (cycle[step] as number) + level
  for (let step = cycle.length; step < length; step++) repeated[step] = repeated[step - cycle.length] as number
  return repeated
}
