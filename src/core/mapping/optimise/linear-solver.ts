/**
 * What the optimiser asks of a linear and integer solver. The solver is an argument: it is a large piece of foreign
 * code that blocks, and where it runs and how long it may take is not a matter of the core.
 */

/** Columns are 0 or more; rows lie between two bounds. Minimised. */
export interface LinearModel {
  readonly columnCost: Float64Array
  readonly columnUpper: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  readonly matrix: SparseMatrix
}

/** Of `columns`: starts, row numbers and values by column. Of `rows`: the same by row. */
export interface SparseMatrix {
  readonly layout: 'columns' | 'rows'
  readonly starts: Int32Array
  readonly indices: Int32Array
  readonly values: Float64Array
}

export interface LinearSolution {
  readonly objective: number
  readonly columns: Float64Array
  /** By row: what the objective gains when its bound rises by one. */
  readonly rowDuals: Float64Array
}

/** A linear model that is changed and solved again from where it was. */
export interface OpenModel {
  /** For the first columns, as many as are given. */
  setColumns(cost: Float64Array, upper: Float64Array): void
  /** With columns from 0 up and without an upper bound. */
  addColumns(cost: Float64Array, matrix: SparseMatrix): void
  /** null = no optimum was found. */
  solve(): LinearSolution | null
  close(): void
}

export interface IntegerQuestion {
  readonly model: LinearModel
  /** The first so many columns are whole numbers. */
  readonly integers: number
  /** It may stop when the best plan is proved to be within this share, or this amount, of the optimum. */
  readonly relativeGap: number
  readonly absoluteGap: number
  /** It may stop at a plan that costs no more. */
  readonly goodEnough: number
  /** How many nodes of its search tree it may open: unlike a clock the same on every machine. */
  readonly maxNodes: number
  /** Columns that are 1 in a plan already known; null = none is. */
  readonly start: Int32Array | null
}

export interface IntegerAnswer {
  readonly status: 'optimal' | 'infeasible' | 'stopped'
  /** null = no plan was found. */
  readonly columns: Float64Array | null
  /** No plan is cheaper. */
  readonly bound: number
}

export interface LinearSolver {
  open(model: LinearModel): OpenModel
  solveInteger(question: IntegerQuestion): IntegerAnswer
}
