/**
 * Ridge regression on lags (A. E. Hoerl and R. W. Kennard, Technometrics 12(1), 1970), from moments: the penalty keeps
 * neighbouring lags, which say almost the same, from taking large opposite weights.
 */
import { usableLags, type LagMoments } from './lag-moments.ts'
import type { Memory } from './memory.ts'

/** The intercept is hardly penalised. */
const INTERCEPT_SHARE = 0.01

export interface RidgeFit {
  /** How many values the fit may see. */
  readonly end: number
  readonly lambda: number
  readonly memory: Memory
}

export interface Autoregression {
  readonly lags: Int32Array
  /** The intercept, then one for each lag. */
  readonly coefficients: Float64Array
}

/** Used by one fit at a time: thirty fits a series would ask for as many. */
let normalMatrix = new Float64Array(256)

/** Least squares with penalty `lambda` over all rows that have their lags. */
export function fitRidge(
  { set, place, sums, products, stops }: LagMoments,
  { end, lambda, memory }: RidgeFit,
): Autoregression {
  const used = usableLags(set, end)
  const full = set.lags.length
  const size = used + 1
  const start = used === 0 ? 0 : (set.lags[used - 1] as number)
  const matrix = normalMatrix.length < size * size ? (normalMatrix = new Float64Array(size * size)) : normalMatrix
  const right = memory.lend(size)
  matrix[0] = end - start + INTERCEPT_SHARE * lambda
  right[0] = (sums[place[end] as number] as number) - (sums[place[start] as number] as number)
  for (let i = 0; i < used; i++) {
    const lag = set.lags[i] as number
    const row = (i + 1) * size
    const high = place[end - lag] as number
    const low = place[start - lag] as number
    const own = (set.own[i] as number) * stops
    matrix[row] = (sums[high] as number) - (sums[low] as number)
    right[i + 1] = (products[own + high] as number) - (products[own + low] as number)
    for (let j = 0; j <= i; j++) {
      const offset = (set.pair[i * full + j] as number) * stops
      matrix[row + j + 1] = (products[offset + high] as number) - (products[offset + low] as number)
    }
    matrix[row + i + 1] = (matrix[row + i + 1] as number) + lambda
  }
  solveCholesky(matrix, right)
  return { lags: set.lags.subarray(0, used), coefficients: right }
}

/** A pivot below this is rounding: the matrix is as good as singular there. */
const LEAST_PIVOT = 1e-18
const STAND_IN_PIVOT = 1e-9

/** Solves A x = b in place for a symmetric positive definite A, row by row in `matrix`, of which the lower half is read. */
export function solveCholesky(matrix: Float64Array, right: Float64Array): void {
  const size = right.length
  for (let j = 0; j < size; j++) {
    const rowJ = j * size
    let pivot = matrix[rowJ + j] as number
    for (let k = 0; k < j; k++) pivot -= (matrix[rowJ + k] as number) ** 2
    const root = Math.sqrt(pivot > LEAST_PIVOT ? pivot : STAND_IN_PIVOT ** 2)
    const inverse = 1 / root
    matrix[rowJ + j] = root
    for (let i = j + 1; i < size; i++) {
      const rowI = i * size
      let sum = matrix[rowI + j] as number
      for (let k = 0; k < j; k++) sum -= (matrix[rowI + k] as number) * (matrix[rowJ + k] as number)
      matrix[rowI + j] = sum * inverse
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = right[i] as number
    for (let k = 0; k < i; k++) sum -= (matrix[i * size + k] as number) * (right[k] as number)
    right[i] = sum / (matrix[i * size + i] as number)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i] as number
    for (let k = i + 1; k < size; k++) sum -= (matrix[k * size + i] as number) * (right[k] as number)
    right[i] = sum / (matrix[i * size + i] as number)
  }
}

export interface Course {
  /** Where the history ends in `z`. */
  readonly end: number
  readonly horizon: number
  /** Lowest and highest value that is believed. */
  readonly bounds: readonly [number, number]
  readonly memory: Memory
}

/** `horizon` values behind `end`, each from those before it. */
export function runForward(z: Float64Array, { lags, coefficients }: Autoregression, course: Course): Float64Array {
  const { end, horizon, bounds, memory } = course
  const back = lags.at(-1) ?? 0
  const window = memory.lend(back + horizon)
  for (let place = 0; place < back; place++) window[place] = z[end - back + place] as number
  const [low, high] = bounds
  const count = lags.length
  for (let step = back; step < back + horizon; step++) {
    let value = coefficients[0] as number
    for (let j = 0; j < count; j++)
      value += (coefficients[j + 1] as number) * (window[step - (lags[j] as number)] as number)
    window[step] = value < low ? low : value > high ? high : value
  }
  return window.subarray(back)
}
