/** The weighted median of several courses, step by step. */

/**
 * Linear between the two values whose middles of cumulated weight straddle half of all weight. At least one path, all as
 * long as the first; weights above zero.
 */
export function medianCourse(paths: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const count = paths.length
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  const course = new Float64Array((paths[0] as Float64Array).length)
  // From hour to hour the order of paths hardly changes: each hour is sorted from the order of the one before.
  const order = Int32Array.from(paths.keys())
  const values = new Float64Array(count)
  for (let step = 0; step < course.length; step++) {
    for (let place = 0; place < count; place++) {
      const which = order[place] as number
      const value = (paths[which] as Float64Array)[step] as number
      let at = place
      while (at > 0 && (values[at - 1] as number) > value) {
        values[at] = values[at - 1] as number
        order[at] = order[at - 1] as number
        at--
      }
      values[at] = value
      order[at] = which
    }
    course[step] = medianOfWeighted(values, { order, weights, half })
  }
  return course
}

interface Ordered {
  /** Whose value stands at each place. */
  readonly order: Int32Array
  readonly weights: readonly number[]
  readonly half: number
}

function medianOfWeighted(values: Float64Array, { order, weights, half }: Ordered): number {
  let cumulated = 0
  let before = 0
  for (let place = 0; place < values.length; place++) {
    const weight = weights[order[place] as number] as number
    const middle = cumulated + weight / 2
    if (middle >= half) {
      if (place === 0) return values[0] as number
      const lower = values[place - 1] as number
      return lower + (((values[place] as number) - lower) * (half - before)) / (middle - before)
    }
    before = middle
    cumulated += weight
  }
  return values.at(-1) as number
}
