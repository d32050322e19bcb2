import { expect, test } from 'vitest'
import type { IntegerQuestion } from '../../src/core/mapping/optimise/linear-solver.ts'
import { solveInThread } from '../../src/workers/optimise-thread.ts'

/** min -3x - 2y, 2x + y <= most, x and y 0 or 1. */
const knapsack = (most: number): IntegerQuestion => ({
  model: {
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
  },
  integers: 2,
  relativeGap: 0,
  absoluteGap: 0,
  goodEnough: -Infinity,
  maxNodes: 100,
  start: null,
})
const searching = { seed: 1, targetGap: 0, seconds: 10 }
const solve = async (most: number): Promise<readonly number[]> => [
  ...((await solveInThread(knapsack(most), searching)).columns ?? []),
]
/** A model whose matrix ends before it says. */
const broken = (): IntegerQuestion => ({
  ...knapsack(2),
  model: { ...knapsack(2).model, columnCost: new Float64Array() },
})

test('questions one after the other are answered like the first', async () => {
  const first = await solve(2)

  const others = [await solve(3), await solve(1), await solve(2)]

  expect([first, ...others]).toEqual([
    [1, 0],
    [1, 1],
    [0, 1],
    [1, 0],
  ])
})

test('questions at one time do not get one another’s answers', async () => {
  const answers = await Promise.all([solve(2), solve(3), solve(1)])

  expect(answers).toEqual([
    [1, 0],
    [1, 1],
    [0, 1],
  ])
})

test('a question that fails fails alone', async () => {
  await solve(2)

  await expect(solveInThread(broken(), searching)).rejects.toThrow('The search for the best mapping ended')

  expect(await solve(3)).toEqual([1, 1])
})
