/**
 * What came of a range of runs, as columns by run, and counts. Ranges are put together by the places of their runs, and
 * counts are whole numbers: the whole does not depend on how it was cut, nor on which part was ready first.
 */
import { BugError } from '../../errors.ts'

export interface Outcomes {
  readonly from: number
  readonly to: number
  /** By run and goal: milliseconds, Infinity where it never came back; 1 where all its promises are kept. */
  readonly timesMs: Float64Array
  readonly kept: Uint8Array
  /** By run and resource: what was used, and 1 where somebody waited. */
  readonly used: Float64Array
  readonly waited: Uint8Array
  /** By run: milliseconds until the last task ended. */
  readonly spanMs: Float64Array
  /** Runs by goal and task (goal x tasks + task), and by goal and VM: ascending keys. */
  readonly criticalTasks: Counts
  readonly criticalVms: Counts
  readonly events: number
}

export interface Counts {
  readonly keys: Float64Array
  readonly counts: Float64Array
}

export const countsOf = (counted: ReadonlyMap<number, number>): Counts => {
  const keys = Float64Array.from(counted.keys()).sort()
  return { keys, counts: keys.map((key) => counted.get(key) ?? 0) }
}

const sumCounts = (all: readonly Counts[]): Counts => {
  const sum = new Map<number, number>()
  for (const { keys, counts } of all)
    keys.forEach((key, place) => sum.set(key, (sum.get(key) ?? 0) + (counts[place] as number)))
  return countsOf(sum)
}

/**
 * The parts must follow one another without a gap, in any order.
 * @throws BugError `bug.invariant` if they do not.
 */
export function mergeOutcomes(parts: readonly Outcomes[]): Outcomes {
  const sorted = parts.toSorted((a, b) => a.from - b.from)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || sorted.some(({ from }, place) => place > 0 && from !== sorted[place - 1]?.to))
    throw new BugError('bug.invariant', 'The ranges of simulated runs do not follow one another.')
  return {
    from: first.from,
    to: last.to,
    timesMs: joinFigures(sorted.map(({ timesMs }) => timesMs)),
    kept: joinFlags(sorted.map(({ kept }) => kept)),
    used: joinFigures(sorted.map(({ used }) => used)),
    waited: joinFlags(sorted.map(({ waited }) => waited)),
    spanMs: joinFigures(sorted.map(({ spanMs }) => spanMs)),
    criticalTasks: sumCounts(sorted.map(({ criticalTasks }) => criticalTasks)),
    criticalVms: sumCounts(sorted.map(({ criticalVms }) => criticalVms)),
    events: sorted.reduce((sum, { events }) => sum + events, 0),
  }
}

const lengthOf = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0)

function joinFigures(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(lengthOf(parts))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}

function joinFlags(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(parts))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}
