import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLagSet, momentsOf, usableLags } from '../../../src/core/forecast/lag-moments.ts'
import { freshMemory } from '../../../src/core/forecast/memory.ts'
import { fitRidge, runForward, solveCholesky } from '../../../src/core/forecast/ridge.ts'
import { noise } from './series.ts'

const memory = freshMemory

/** z with the zeros that sums may run into. */
const momentsFor = (z: Float64Array, lags: readonly number[], ends: readonly number[] = [z.length]) =>
  momentsOf(Float64Array.from([...z, ...new Float64Array(Math.max(...lags))]), {
    set: createLagSet(lags),
    ends,
    memory,
    name: 'test',
  })

/** The normal matrix as it is defined, row by row. */
function fitByRows(z: Float64Array, lags: readonly number[], { end, lambda }: { end: number; lambda: number }) {
  const rows = Array.from({ length: end - Math.max(...lags) }, (_, row) => {
    const at = row + Math.max(...lags)
    return { inputs: [1, ...lags.map((lag) => z[at - lag] ?? NaN)], output: z[at] ?? NaN }
  })
  const size = lags.length + 1
  const matrix = new Float64Array(size * size)
  const right = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      matrix[i * size + j] = rows.reduce((sum, { inputs }) => sum + (inputs[i] ?? 0) * (inputs[j] ?? 0), 0)
    }
    matrix[i * size + i]! += i === 0 ? 0.01 * lambda : lambda
    right[i] = rows.reduce((sum, { inputs, output }) => sum + (inputs[i] ?? 0) * output, 0)
  }
  solveCholesky(matrix, right)
  return right
}

const lagLists = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 9 })

describe('ridge autoregression from shared sums', () => {
  it('has the coefficients of the normal equations row by row, at every cut', () => {
    const z = noise(400).map((value) => value - 0.5)
    fc.assert(
      fc.property(
        lagLists,
        fc.uniqueArray(fc.integer({ min: 200, max: 400 }), { minLength: 1, maxLength: 5 }),
        (lags, ends) => {
          const ascending = lags.toSorted((a, b) => a - b)
          const moments = momentsFor(z, lags, ends)

          for (const end of ends) {
            const { coefficients } = fitRidge(moments, { end, lambda: 0.1, memory })

            const expected = fitByRows(z, ascending, { end, lambda: 0.1 })
            for (const [place, value] of expected.entries()) expect(coefficients[place]).toBeCloseTo(value, 8)
          }
        },
      ),
    )
  })

  it('finds the law of a series that has one, and goes on by it', () => {
    const z = new Float64Array(300)
    z.set([1, -0.5])
    for (let step = 2; step < 300; step++)
      z[step] = 1.8 * z[step - 1]! - 0.97 * z[step - 2]! + (step % 50 === 0 ? 1 : 0)

    const equation = fitRidge(momentsFor(z, [1, 2]), { end: 300, lambda: 1e-9, memory })
    const path = runForward(z, equation, { end: 300, horizon: 2, bounds: [-100, 100], memory })

    expect(path[0]).toBeCloseTo(1.8 * z[299]! - 0.97 * z[298]!, 0)
  })

  it('keeps its path within what is believed', () => {
    const growing = Float64Array.from({ length: 200 }, (_, step) => 1.05 ** step)

    const equation = fitRidge(momentsFor(growing, [1]), { end: 200, lambda: 1e-9, memory })
    const path = runForward(growing, equation, { end: 200, horizon: 500, bounds: [0, 20_000], memory })

    expect(Math.max(...path)).toBe(20_000)
  })

  it('uses the lags that a short history carries', () => {
    const set = createLagSet([1, 2, 24, 168])

    expect([120, 121, 122, 144, 288].map((length) => usableLags(set, length))).toEqual([0, 1, 2, 3, 4])
  })

  it('leaves out lags that are no lags, and those there twice', () => {
    expect([...createLagSet([3, -1, 0, 1, 3]).lags]).toEqual([1, 3])
  })
})
