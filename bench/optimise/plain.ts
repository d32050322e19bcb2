/** The whole problem as one integer model, built from the instance with nothing of the optimiser: HiGHS by itself. */
import type { Instance } from '../../src/core/mapping/optimise/instance.ts'
import type { IntegerAnswer, LinearModel, LinearSolver } from '../../src/core/mapping/optimise/linear-solver.ts'

export interface PlainAnswer {
  readonly status: IntegerAnswer['status']
  /** In cents; null = no plan was found. */
  readonly cost: number | null
  readonly bound: number
}

export function solvePlainly(instance: Instance, solver: LinearSolver, relativeGap: number): PlainAnswer {
  const { model, candidates } = plainModel(instance)
  const answer = solver.solveInteger({
    model,
    integers: candidates.length,
    relativeGap,
    absoluteGap: 0.004,
    goodEnough: -Infinity,
    maxNodes: 1_000_000,
    start: null,
  })
  const cost = answer.columns
    ? candidates.reduce((sum, k, column) => sum + Math.round(answer.columns![column]!) * instance.cost[k]!, 0)
    : null
  return { status: answer.status, cost, bound: answer.bound * 100 }
}

type Entry = readonly [column: number, value: number]
interface Row {
  readonly entries: readonly Entry[]
  readonly lower: number
  readonly upper: number
}

function plainModel(instance: Instance): { readonly model: LinearModel; readonly candidates: readonly number[] } {
  const { vmCount, firstCandidate, level, weakest, cost } = instance
  const candidates: number[] = []
  const byVm = Array.from({ length: vmCount }, (): number[] => [])
  for (let vm = 0; vm < vmCount; vm++)
    for (let k = firstCandidate[vm]!; k < firstCandidate[vm + 1]!; k++)
      if (level[k]! <= weakest[vm]!) byVm[vm]!.push(candidates.push(k) - 1)
  const ones = (columns: readonly number[], value: number): Entry[] => columns.map((column) => [column, value])
  const rows: Row[] = [
    ...byVm.map((columns) => ({ entries: ones(columns, 1), lower: 1, upper: 1 })),
    ...limitRows(instance, candidates),
  ]
  for (const [edge, u] of instance.edges.dependant.entries())
    for (let least = 1; least < 5; least++) {
      const weak = (vm: number): number[] => byVm[vm]!.filter((column) => level[candidates[column]!]! >= least)
      const d = instance.edges.dependency[edge]!
      if (u !== d && weak(d).length > 0)
        rows.push({ entries: [...ones(weak(d), 1), ...ones(weak(u), -1)], lower: -Infinity, upper: 0 })
    }
  for (const [pair, first] of instance.pairs.first.entries())
    for (let place = 0; place < instance.placeCount; place++) {
      const both = [first, instance.pairs.second[pair]!].flatMap((vm) => byVm[vm]!)
      const there = both.filter((column) => instance.place[candidates[column]!] === place)
      rows.push({ entries: ones(there, 1), lower: -Infinity, upper: 1 })
    }
  return {
    model: modelOf(
      rows,
      Float64Array.from(candidates, (k) => cost[k]! / 100),
    ),
    candidates,
  }
}

function limitRows({ limits, firstUse, useLimit, useAmount }: Instance, candidates: readonly number[]): Row[] {
  const entries = Array.from(limits, (): Entry[] => [])
  for (const [column, k] of candidates.entries())
    for (let use = firstUse[k]!; use < firstUse[k + 1]!; use++) entries[useLimit[use]!]!.push([column, useAmount[use]!])
  return entries.flatMap((own, limit) => {
    const scale = own.some(([, amount]) => amount > 1000) ? 1e-3 : 1
    const scaled = own.map(([column, amount]): Entry => [column, amount * scale])
    return limits[limit] === Infinity ? [] : [{ entries: scaled, lower: -Infinity, upper: limits[limit]! * scale }]
  })
}

function modelOf(rows: readonly Row[], columnCost: Float64Array): LinearModel {
  const starts = [0]
  for (const { entries } of rows) starts.push(starts.at(-1)! + entries.length)
  const entries = rows.flatMap((row) => row.entries)
  return {
    columnCost,
    columnUpper: new Float64Array(columnCost.length).fill(1),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      layout: 'rows',
      starts: Int32Array.from(starts),
      indices: Int32Array.from(entries, ([column]) => column),
      values: Float64Array.from(entries, ([, value]) => value),
    },
  }
}
