import { describe, expect, test } from 'vitest'
import type { LinearModel } from '../../src/core/mapping/optimise/linear-solver.ts'
import { loadHighsSolver } from '../../src/workers/highs-solver.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 10 })

/** min -3x - 2y, 2x + y <= most, x and y up to 1. */
const knapsack = (most: number): LinearModel => ({
  columnCost: Float64Array.of(-3, -2),
  columnUpper: Float64Array.of(1, 1),
  rowLower: Float64Array.of(-Infinity),
  rowUpper: Float64Array.of(most),
  matrix: {
    layout: 'rows',
    starts: Int32Array.of(0, 2),
    indices: Int32Array.of(0, 1),
    values: Float64Array.of(2, 1),
  },
})
const limits = { relativeGap: 0, absoluteGap: 0, goodEnough: -Infinity, maxNodes: 100, start: null }

describe('HiGHS', () => {
  test('solves a linear model, and again from there after a change', () => {
    const open = solver.open(knapsack(2))

    const first = open.solve()
    open.setColumns(Float64Array.of(-3, 0), Float64Array.of(1, 0))
    const second = open.solve()
    open.close()

    expect([...(first?.columns ?? []), first?.objective, first?.rowDuals[0]]).toEqual([0.5, 1, -3.5, -1.5])
    expect(second?.objective).toBe(-3)
  })

  test('takes new columns', () => {
    const open = solver.open(knapsack(2))
    const matrix = {
      layout: 'columns',
      starts: Int32Array.of(0, 1),
      indices: Int32Array.of(0),
      values: Float64Array.of(1),
    } as const

    open.addColumns(Float64Array.of(-10), matrix)
    const solution = open.solve()
    open.close()

    expect([...(solution?.columns ?? [])]).toEqual([0, 0, 2])
  })

  test('solves an integer model, and says when there is no plan', () => {
    const whole = solver.solveInteger({ ...limits, model: knapsack(2), integers: 2 })
    const none = solver.solveInteger({ ...limits, model: knapsack(-1), integers: 2 })

    expect(whole).toMatchObject({ status: 'optimal', bound: -3 })
    expect(none).toEqual({ status: 'infeasible', columns: null, bound: Infinity })
  })
})
