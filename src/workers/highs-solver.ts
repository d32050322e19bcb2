/**
 * HiGHS (https://highs.dev, WebAssembly, one thread) as the solver of the optimiser. A call blocks, so who wants to
 * stay responsive runs it in a worker thread. Its memory is not collected: every model is disposed of here.
 */
import loadHighs, { type Highs, type Model, type ModelData } from 'highs'
import type {
  IntegerAnswer,
  IntegerQuestion,
  LinearModel,
  LinearSolution,
  LinearSolver,
  OpenModel,
  SparseMatrix,
} from '../core/mapping/optimise/linear-solver.ts'

export interface HighsLimits {
  /** How long one integer question may take at most; where it counts, the answer depends on the machine. */
  readonly secondsPerQuestion: () => number
}

// highs 1.15.3 declares its types as those of a CommonJS module, where the loader is `default` of what is imported;
// its ES module exports the loader itself. To go once its types name both (highs/package.json, `exports`).
const load = loadHighs.default ?? loadHighs

/** Loads the WebAssembly once (40 to 80 ms). */
export async function loadHighsSolver(limits: HighsLimits): Promise<LinearSolver> {
  const highs = await load()
  return {
    open: (model) => openModel(highs, model),
    solveInteger: (question) => solveInteger(highs, question, limits),
  }
}

/** Numbers of HiGHS's model status. */
const OPTIMAL = 7
const INFEASIBLE: ReadonlySet<number> = new Set([8, 9])
const FEASIBLE_POINT = 2

function openModel(highs: Highs, linear: LinearModel): OpenModel {
  const model = highs.createModel()
  model.options.set({ output_flag: false, simplex_strategy: 4, solver: 'simplex', presolve: 'off' })
  model.passModel(dataOf(linear, 0))
  return {
    setColumns(cost, upper) {
      if (cost.length === 0) return
      const selection = { kind: 'range', from: 0, to: cost.length - 1 } as const
      model.changeColsCost(selection, cost)
      model.changeColsBounds(selection, new Float64Array(cost.length), upper)
    },
    addColumns(cost, { starts, indices, values }) {
      const count = cost.length
      const [lower, upper] = [new Float64Array(count), new Float64Array(count).fill(Infinity)]
      const matrix = {
        format: 'csc',
        numRows: linear.rowUpper.length,
        numCols: count,
        starts,
        indices,
        values,
      } as const
      model.addCols({ cost, lower, upper, matrix })
    },
    solve: () => solveLinear(model),
    close: () => model.dispose(),
  }
}

/** Once more from nothing where the warm start led astray. */
function solveLinear(model: Model): LinearSolution | null {
  model.run()
  if (model.getModelStatus() !== OPTIMAL) {
    model.clearSolver()
    model.run()
    if (model.getModelStatus() !== OPTIMAL) return null
  }
  const { colValue, rowDual } = model.getSolution()
  return { objective: model.getObjectiveValue(), columns: colValue, rowDuals: rowDual }
}

function solveInteger(highs: Highs, question: IntegerQuestion, limits: HighsLimits): IntegerAnswer {
  return highs.withModel((model): IntegerAnswer => {
    model.options.set({
      output_flag: false,
      mip_rel_gap: question.relativeGap,
      mip_abs_gap: question.absoluteGap,
      mip_max_nodes: question.maxNodes,
      // Options are finite numbers.
      objective_target: Math.max(question.goodEnough, -Number.MAX_VALUE),
      time_limit: Math.max(0.1, limits.secondsPerQuestion()),
    })
    model.passModel(dataOf(question.model, question.integers))
    if (question.start)
      model.setSolution({ indices: question.start, values: new Float64Array(question.start.length).fill(1) })
    model.run()
    return answerOf(model)
  })
}

function answerOf(model: Model): IntegerAnswer {
  const status = model.getModelStatus()
  if (INFEASIBLE.has(status)) return { status: 'infeasible', columns: null, bound: Infinity }
  const found = Number(model.info.get('primal_solution_status')) === FEASIBLE_POINT
  return {
    status: status === OPTIMAL ? 'optimal' : 'stopped',
    columns: found ? model.getSolution().colValue : null,
    bound: Number(model.info.get('mip_dual_bound')),
  }
}

function dataOf({ columnCost, columnUpper, rowLower, rowUpper, matrix }: LinearModel, integers: number): ModelData {
  const [numCols, numRows] = [columnCost.length, rowUpper.length]
  const data = {
    numCols,
    numRows,
    colCost: columnCost,
    colLower: new Float64Array(numCols),
    colUpper: columnUpper,
    rowLower,
    rowUpper,
    matrix: sparseOf(matrix, numRows, numCols),
  }
  return integers === 0 ? data : { ...data, integrality: new Int32Array(numCols).fill(1, 0, integers) }
}

const sparseOf = ({ layout, ...entries }: SparseMatrix, numRows: number, numCols: number): ModelData['matrix'] => ({
  format: layout === 'columns' ? 'csc' : 'csr',
  numRows,
  numCols,
  ...entries,
})
