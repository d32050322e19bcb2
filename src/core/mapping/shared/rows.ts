/** Rows of a linear model, gathered one by one. */
import type { LinearModel } from '../optimise/linear-solver.ts'

export type Rows = Pick<LinearModel, 'rowLower' | 'rowUpper' | 'matrix'>

export function createRows(): {
  add(entries: readonly (readonly [column: number, value: number])[], lower: number, upper: number): void
  finish(): Rows
} {
  const [starts, indices, values]: [number[], number[], number[]] = [[0], [], []]
  const [lowers, uppers]: [number[], number[]] = [[], []]
  return {
    add(entries, lower, upper) {
      for (const [column, value] of entries) {
        indices.push(column)
        values.push(value)
      }
      starts.push(indices.length)
      lowers.push(lower)
      uppers.push(upper)
    },
    finish: () => ({
      rowLower: Float64Array.from(lowers),
      rowUpper: Float64Array.from(uppers),
      matrix: {
        layout: 'rows',
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    }),
  }
}
