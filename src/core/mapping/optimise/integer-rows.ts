/** Rows of a linear model, written one after another. */
import type { SparseMatrix } from './linear-solver.ts'

export interface Rows {
  readonly starts: number[]
  readonly indices: number[]
  readonly values: number[]
  readonly lower: number[]
  readonly upper: number[]
}

export const createRows = (): Rows => ({ starts: [0], indices: [], values: [], lower: [], upper: [] })

export function addEntry({ indices, values }: Rows, column: number, value: number): void {
  indices.push(column)
  values.push(value)
}

/** Ends the row that entries were added to since the last one. */
export function endRow({ starts, indices, lower, upper }: Rows, from: number, to: number): void {
  starts.push(indices.length)
  lower.push(from)
  upper.push(to)
}

/** Forgets the entries that were added since the last row. */
export function dropRow({ starts, indices, values }: Rows): void {
  indices.length = starts.at(-1) ?? 0
  values.length = indices.length
}

export const matrixOfRows = ({ starts, indices, values }: Rows): SparseMatrix => ({
  layout: 'rows',
  starts: Int32Array.from(starts),
  indices: Int32Array.from(indices),
  values: Float64Array.from(values),
})
