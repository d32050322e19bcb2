/**
 * One dimension in compressed coordinates. Its domain (the values that are asked about) is squeezed together, so
 * that 10,000 scattered hosts are 10,000 neighbours, and is then cut into atoms: runs of values that no rule tells
 * apart. A value outside the domain has no atom, so nothing is ever compared there.
 */
import { BugError } from '../../../errors.ts'
import { intervalSet, type Interval, type IntervalSet } from '../../../model/intervals.ts'
import type { Spans } from './spans.ts'

export interface Axis {
  readonly domain: IntervalSet
  /** The place of the first value of each interval of the domain: how many values of the domain are below it. */
  readonly places: readonly bigint[]
  /** How many values the domain has. */
  readonly size: bigint
  /** The place where each atom starts. */
  readonly starts: readonly bigint[]
  readonly spans: ReadonlyMap<IntervalSet, Spans>
}

/** An axis that can tell apart all that `sets` tell apart. */
export function createAxis(domain: IntervalSet, sets: ReadonlySet<IntervalSet>): Axis {
  const line = squeeze(domain)
  const runs = new Map([...sets].map((set) => [set, placesOf(line, set)]))
  const starts = line.size === 0n ? [] : startsOf(line, runs.values())
  const atomAt = (place: bigint): number => countUpTo(starts.length, (atom) => (starts[atom] as bigint) < place)
  const spans = new Map([...runs].map(([set, run]) => [set, run.map((place, at) => atomAt(place) - (at % 2))]))
  return { ...line, starts, spans }
}

/** Sorted and not gathered in a set, because V8 hashes a bigint by its low 64 bits, which are 0 in every IPv6 network. */
function startsOf({ size }: Line, runs: Iterable<readonly bigint[]>): readonly bigint[] {
  const sorted = [0n, ...[...runs].flat()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted.filter((place, index) => place < size && (index === 0 || place !== sorted[index - 1]))
}

type Line = Pick<Axis, 'domain' | 'places' | 'size'>

function squeeze(domain: IntervalSet): Line {
  const places: bigint[] = []
  let size = 0n
  for (const { lo, hi } of domain) {
    places.push(size)
    size += hi - lo + 1n
  }
  return { domain, places, size }
}

/** The runs of places that a set holds: where each starts and where the next value after it is, pair after pair. */
function placesOf(line: Line, set: IntervalSet): readonly bigint[] {
  const run: bigint[] = []
  for (const { lo, hi } of set.length > 1 ? intervalSet(set) : set) {
    const [from, to] = [placeOf(line, lo), placeOf(line, hi + 1n)]
    if (from >= to) continue
    if (run.length > 0 && run.at(-1) === from) run[run.length - 1] = to
    else run.push(from, to)
  }
  return run
}

/** How many values of the domain are below a value. */
function placeOf({ domain, places, size }: Line, value: bigint): bigint {
  const index = countUpTo(domain.length, (at) => (domain[at] as Interval).hi < value)
  const interval = domain[index]
  if (!interval) return size
  return (places[index] as bigint) + (value > interval.lo ? value - interval.lo : 0n)
}

/** How many of the first `length` numbers are `below`, which holds up to some point and not after it. */
function countUpTo(length: number, below: (at: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (below(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** Throws BugError for a set that the axis was not made for. */
export function spansOf(axis: Axis, set: IntervalSet): Spans {
  const spans = axis.spans.get(set)
  if (spans) return spans
  throw new BugError('bug.invariant', 'A set of values is not in the space that was made for the lists.')
}

/** The values of some atoms, as they are outside the space. */
export function valuesOf(axis: Axis, spans: Spans): IntervalSet {
  const values: Interval[] = []
  for (let at = 0; at < spans.length; at += 2) {
    const from = axis.starts[spans[at] as number] as bigint
    const to = axis.starts[(spans[at + 1] as number) + 1] ?? axis.size
    values.push(...stretch(axis, from, to))
  }
  return intervalSet(values)
}

/** The values from a place up to before another one. */
function stretch({ domain, places }: Line, from: bigint, to: bigint): readonly Interval[] {
  const values: Interval[] = []
  const first = countUpTo(places.length, (at) => (places[at] as bigint) <= from) - 1
  for (let index = first; index < places.length && (places[index] as bigint) < to; index++) {
    const { lo, hi } = domain[index] as Interval
    const shift = lo - (places[index] as bigint)
    values.push({ lo: from + shift > lo ? from + shift : lo, hi: to + shift <= hi ? to + shift - 1n : hi })
  }
  return values
}
