/**
 * Ridge autoregression from shared sums of lag products.
 *
 * The normal matrix of an autoregression with lags L over the rows t in [m, e) needs, for all i, j in L,
 *
 *   sum_t z[t-i] z[t-j] = P_d[e-i] - P_d[m-i],   d = i - j,   P_d[k] = sum_{s<k} z[s] z[s+d]
 *
 * so one running sum for each distinct difference d serves every pair of lags, every window and every cut: fourteen lags have
 * 105 products but 32 differences. It is noted where a fit will read it (some eighty places); a fit is then look-ups and one
 * small Cholesky.
 */
import type { Memory } from './memory.ts'

/** Ascending lags with the table of differences they need. A prefix of the lags is a valid set too. */
export interface LagSet {
  readonly lags: Int32Array
  readonly differences: Int32Array
  /** Which difference serves the pair (i, j), j <= i, at i x lags + j. */
  readonly pair: Int32Array
  /** Which difference serves the pair (i, the value itself). */
  readonly own: Int32Array
}

/** Lags in steps; what is below one or there twice is left out. */
export function createLagSet(wanted: readonly number[]): LagSet {
  const lags = Int32Array.from(new Set(wanted.filter((lag) => lag >= 1))).sort()
  const all = new Set<number>()
  for (const [place, lag] of lags.entries()) {
    all.add(lag)
    for (const shorter of lags.subarray(0, place + 1)) all.add(lag - shorter)
  }
  const differences = Int32Array.from(all).sort()
  const pair = new Int32Array(lags.length ** 2)
  for (const [i, long] of lags.entries()) {
    for (const [j, short] of lags.subarray(0, i + 1).entries())
      pair[i * lags.length + j] = differences.indexOf(long - short)
  }
  return { lags, differences, pair, own: lags.map((lag) => differences.indexOf(lag)) }
}

export interface LagMoments {
  readonly set: LagSet
  /** Where a sum stands in `sums` and in each row of `products`: by its position in z. */
  readonly place: Int32Array
  /** Sums of z up to each stop. */
  readonly sums: Float64Array
  /** Sums of products up to each stop, a row of `stops` of them for each difference. */
  readonly products: Float64Array
  readonly stops: number
}

export interface Wanted {
  readonly set: LagSet
  /** Where fits will end. */
  readonly ends: readonly number[]
  readonly memory: Memory
  readonly name: string
}

/**
 * The sums that fits at `ends` read. Behind its last value z has to go on with as many zeros as the longest lag: sums that
 * nobody reads run into them.
 */
export function momentsOf(z: Float64Array, { set, ends, memory, name }: Wanted): LagMoments {
  const { stops, place } = stopsFor(set, ends)
  const sums = memory.take(`${name} sums`, stops.length)
  const products = memory.take(`${name} products`, stops.length * (set.differences.length + 3))
  let [sum, step] = [0, 0]
  for (let index = 0; index < stops.length; index++) {
    for (const stop = stops[index] as number; step < stop; step++) sum += z[step] as number
    sums[index] = sum
  }
  for (let first = 0; first < set.differences.length; first += 4) sumFourProducts(z, { set, stops, products }, first)
  return { set, place, sums, products, stops: stops.length }
}

interface Stops {
  /** Ascending positions at which some fit reads a sum. */
  readonly stops: Int32Array
  /** By position, its index among the stops. */
  readonly place: Int32Array
}

/** Series of one length are cut alike, so the stops of the last one mostly serve the next. */
const lastStops = new WeakMap<LagSet, Map<string, Stops>>()
const MOST_HELD = 16

function stopsFor(set: LagSet, ends: readonly number[]): Stops {
  const held = lastStops.get(set) ?? new Map<string, Stops>()
  lastStops.set(set, held)
  const key = ends.join()
  const known = held.get(key)
  if (known !== undefined) return known
  if (held.size >= MOST_HELD) held.clear()
  const made = makeStops(set, ends)
  held.set(key, made)
  return made
}

function makeStops(set: LagSet, ends: readonly number[]): Stops {
  const positions = new Set<number>()
  for (const end of ends) {
    const used = set.lags.subarray(0, usableLags(set, end))
    const start = used.at(-1) ?? 0
    for (const lag of [0, ...used]) {
      positions.add(end - lag)
      positions.add(start - lag)
    }
  }
  const stops = Int32Array.from(positions)
    .filter((position) => position >= 0)
    .sort()
  const place = new Int32Array((stops.at(-1) ?? 0) + 1)
  for (const [index, stop] of stops.entries()) place[stop] = index
  return { stops, place }
}

/** A fit on fewer rows than this says more about them than about the series. */
const LEAST_ROWS = 120
/** A lag of more than this share of the history leaves too little of it. */
const LONGEST_LAG_SHARE = 1 / 1.5

/** How many of the lags, from the shortest on, `length` values can carry. */
export function usableLags({ lags }: LagSet, length: number): number {
  let used = lags.length
  const most = Math.min(length - LEAST_ROWS, length * LONGEST_LAG_SHARE)
  while (used > 0 && (lags[used - 1] as number) > most) used--
  return used
}

interface Sweep {
  readonly set: LagSet
  readonly stops: Int32Array
  readonly products: Float64Array
}

/** Four differences in one sweep: their additions do not wait for one another. */
function sumFourProducts(z: Float64Array, { set: { differences }, stops, products }: Sweep, first: number): void {
  const last = differences.length - 1
  const d0 = differences[first] as number
  const d1 = differences[Math.min(last, first + 1)] as number
  const d2 = differences[Math.min(last, first + 2)] as number
  const d3 = differences[Math.min(last, first + 3)] as number
  const count = stops.length
  let place = first * count
  let k = 0
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let index = 0; index < count; index++) {
    const stop = stops[index] as number
    for (; k < stop; k++) {
      const v = z[k] as number
      s0 += v * (z[k + d0] as number)
      s1 += v * (z[k + d1] as number)
      s2 += v * (z[k + d2] as number)
      s3 += v * (z[k + d3] as number)
    }
    products[place] = s0
    products[place + count] = s1
    products[place + 2 * count] = s2
    products[place + 3 * count] = s3
    place++
  }
}
