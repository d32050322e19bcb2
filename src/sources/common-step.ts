/** How far apart the samples of a series are that does not say it. */

/** The commonest distance between neighbours in time; the shorter one where two are as common. Null below two. */
export function commonStepSeconds(at: Float64Array): number | null {
  const sorted = Float64Array.from(at).sort()
  const steps = sorted.subarray(1).map((ms, index) => ms - (sorted[index] as number))
  const counts = new Map<number, number>()
  for (const step of steps.sort()) {
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  // Steps come in rising order, so the first of equals is the shortest.
  let common: readonly [step: number, count: number] | null = null
  for (const entry of counts) {
    if (common === null || entry[1] > common[1]) common = entry
  }
  return common && common[0] / 1000
}
