/** The weighted median of several courses, step by step. */
import type { Memory } from './memory.ts'

/** A course and how much it counts, above zero. */
export interface Voter {
  readonly path: Float64Array
  readonly weight: number
}

/**
 * Linear between the two values whose middles of cumulated weight straddle half of all weight. At least one voter; all paths
 * are as long as the first.
 */
export function medianCourse(voters: readonly Voter[], memory: Memory): Float64Array {
  const count = voters.length
  const length = (voters[0] as Voter).path.length
  const ballots = collect(voters, memory, length)
  const course = memory.lend(length)
  for (let step = 0; step < length; step++) {
    sortBallots(ballots, step * count)
    course[step] = medianOfBallots(ballots)
  }
  return course
}

/** What is said at every step, by whom it is said, and in what order it was a step ago. */
interface Ballots {
  readonly said: Float64Array
  readonly weights: Float64Array
  readonly half: number
  /** Of the present step, ascending: the values and whose they are. */
  readonly values: Float64Array
  readonly order: Float64Array
}

function collect(voters: readonly Voter[], memory: Memory, length: number): Ballots {
  const count = voters.length
  const said = memory.lend(count * length)
  const [weights, values, order] = [memory.lend(count), memory.lend(count), memory.lend(count)]
  let total = 0
  for (const [which, { path, weight }] of voters.entries()) {
    for (let step = 0; step < length; step++) said[step * count + which] = path[step] as number
    weights[which] = weight
    order[which] = which
    total += weight
  }
  return { said, weights, half: total / 2, values, order }
}

/** From hour to hour the order of courses hardly changes, so each hour is sorted from the order of the one before. */
function sortBallots({ said, values, order }: Ballots, from: number): void {
  for (let place = 0; place < values.length; place++) {
    const which = order[place] as number
    const value = said[from + which] as number
    let at = place
    while (at > 0 && (values[at - 1] as number) > value) {
      values[at] = values[at - 1] as number
      order[at] = order[at - 1] as number
      at--
    }
    values[at] = value
    order[at] = which
  }
}

function medianOfBallots({ values, order, weights, half }: Ballots): number {
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
  return values[values.length - 1] as number
}
