/**
 * Ridge autoregression from shared sums of lag products.
 *
 * The normal matrix of an autoregression with lags L over the rows t in [m, e) needs, for all i, j in L,
 *
 *   sum_t z[t-i] z[t-j] = P_d[e-i] - P_d[m-i],   d = i - j,   P_d[k] = sum_{s<k} z[s] z[s+d]
 *
 * so one array of prefix sums for each distinct difference d serves every pair of lags, every window and every
 * cut: fourteen lags have 105 products but 32 differences. A fit is then look-ups and one small Cholesky.
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
  /** Prefix sums of z. */
  readonly sums: Float64Array
  /** Prefix sums of products, difference after difference. */
  readonly products: Float64Array
  readonly stride: number
}

interface Wanted {
  readonly set: LagSet
  /** How many values of z there are. */
  readonly length: number
  readonly memory: Memory
  readonly name: string
  /** Only a fit at the end of z will be made: sums that it does not read need not be kept. */
  readonly onlyAtEnd?: boolean
}

/** Prefix sums of `z` and of its lag products. */
export function momentsOf(z: Float64Array, { set, length, memory, name, onlyAtEnd = false }: Wanted): LagMoments {
  const stride = length + 1
  const sums = memory.take(`${name} sums`, stride)
  const products = memory.take(`${name} products`, stride * (set.differences.length + 3))
  sums[0] = 0
  for (let place = 0; place < length; place++) sums[place + 1] = (sums[place] as number) + (z[place] as number)
  const reach = onlyAtEnd ? (set.lags.at(-1) ?? 0) + 1 : length
  for (let first = 0; first < set.differences.length; first += 4) {
    sumFourProducts(z, { products, stride, length, reach }, [first, set.differences])
  }
  return { set, sums, products, stride }
}

interface Sweep {
  readonly products: Float64Array
  readonly stride: number
  readonly length: number
  readonly reach: number
}

/**
 * Four differences in one sweep: their additions do not wait for one another. The middle of the series is summed
 * without keeping the sums where only the ends are read.
 */
function sumFourProducts(z: Float64Array, sweep: Sweep, [first, differences]: readonly [number, Int32Array]): void {
  const { products: p, stride, length, reach } = sweep
  const lastOne = differences.length - 1
  const d0 = differences[first] as number
  const d1 = differences[Math.min(lastOne, first + 1)] as number
  const d2 = differences[Math.min(lastOne, first + 2)] as number
  const d3 = differences[Math.min(lastOne, first + 3)] as number
  const o0 = first * stride
  const o1 = o0 + stride
  const o2 = o1 + stride
  const o3 = o2 + stride
  const shared = Math.max(0, length - d3)
  const head = Math.min(reach, shared)
  const tail = Math.max(head, Math.min(shared, length - reach - d3))
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = 0
  p[o0] = p[o1] = p[o2] = p[o3] = 0
  for (const [to, keeps] of [
    [head, true],
    [tail, false],
    [shared, true],
  ] as const) {
    for (; !keeps && k < to; k++) {
      const v = z[k] as number
      s0 += v * (z[k + d0] as number)
      s1 += v * (z[k + d1] as number)
      s2 += v * (z[k + d2] as number)
      s3 += v * (z[k + d3] as number)
    }
    p[o0 + k] = s0
    p[o1 + k] = s1
    p[o2 + k] = s2
    p[o3 + k] = s3
    for (; k < to; k++) {
      const v = z[k] as number
      p[o0 + k + 1] = s0 += v * (z[k + d0] as number)
      p[o1 + k + 1] = s1 += v * (z[k + d1] as number)
      p[o2 + k + 1] = s2 += v * (z[k + d2] as number)
      p[o3 + k + 1] = s3 += v * (z[k + d3] as number)
    }
  }
  sumRest(z, sweep, { from: k, difference: d0, offset: o0, sum: s0 })
  sumRest(z, sweep, { from: k, difference: d1, offset: o1, sum: s1 })
  sumRest(z, sweep, { from: k, difference: d2, offset: o2, sum: s2 })
}

interface Rest {
  readonly from: number
  readonly difference: number
  readonly offset: number
  readonly sum: number
}

/** The shorter differences reach further than the longest one of the four. */
function sumRest(z: Float64Array, { products, length }: Sweep, { from, difference, offset, sum }: Rest): void {
  let total = sum
  for (let k = from; k < length - difference; k++) {
    total += (z[k] as number) * (z[k + difference] as number)
    products[offset + k + 1] = total
  }
}
