import { expect, test } from 'vitest'
import type { Case } from '../../../bench/forecast/cases.ts'
import { judgePoints, judgeQuantile, type Judged } from '../../../bench/forecast/measures.ts'

/** A day of tens, then `actual`. */
const aJudged = (actual: readonly number[], path: readonly number[]): Judged => {
  const filled = new Float64Array(24).fill(10)
  const one: Case = { name: '1', tag: 'rolling', past: filled, filled, actual: Float64Array.from(actual), change: 2 }
  return { one, path: Float64Array.from(path) }
}

test('points are judged as in M4, hours without a sample are not', () => {
  const judged = [aJudged([10, Number.NaN, 30], [10, 99, 10])]

  const figures = judgePoints(judged)

  expect(figures?.smape).toBeCloseTo(50)
  expect(figures?.mase).toBeCloseTo(5)
  expect(figures?.owa).toBeCloseTo((50 / 18.383 + 5 / 2.395) / 2)
  expect(figures?.relative).toBeCloseTo(1)
})

test('relative errors are averaged geometrically, so that half and double cancel', () => {
  const judged = [aJudged([30, 30], [20, 20]), aJudged([30, 30], [-10, -10])]

  expect(judgePoints(judged)?.relative).toBeCloseTo(1, 3)
})

test('a quantile costs its level above and the rest below, over the mean of what came', () => {
  const judged = [aJudged([10, 20, Number.NaN, 30, 40], [20, 20, 20, 20, 20])]

  const figures = judgeQuantile(judged, 0.95)

  expect(figures?.coverage).toBe(0.5)
  expect(figures?.pinball).toBeCloseTo((0.05 * 10 + 0.95 * 10 + 0.95 * 20) / 100)
})

test('where nothing was said, nothing is judged', () => {
  expect(judgePoints([])).toBeNull()
  expect(judgeQuantile([], 0.95)).toBeNull()
})
