/**
 * Some of the VMs free, the others where they are, as an integer model; with all of them free the whole problem. The
 * order of levels is written for every level ("strong" rows): 1.7 s against 4.5 s with one row an edge on 2,000 VMs.
 */
import type { Freedom, Parts } from './freedom.ts'
import { addEntry, createRows, dropRow, endRow, matrixOfRows } from './integer-rows.ts'
import { addLimitRows } from './limit-rows.ts'
import type { LinearModel } from './linear-solver.ts'
import type { Reduced } from './reduced.ts'

export interface Neighbourhood {
  readonly model: LinearModel
  /** By column: its candidate. Columns of overload follow. */
  readonly candidates: Int32Array
  /** By VM that is free: its first column. */
  readonly firstColumn: ReadonlyMap<number, number>
  /** What the others cost, in cents. */
  readonly fixedCost: number
}

/** The model counts in units of 100 cents: solvers like numbers near 1. */
export const CENTS = 100

/** null where a VM has no candidate left. */
export function openNeighbourhood(reduced: Reduced, freedom: Freedom): Neighbourhood | null {
  const candidates: number[] = []
  const firstColumn = new Map<number, number>()
  for (const vm of freedom.free) firstColumn.set(vm, -1)
  for (const vm of freedom.free) {
    const open = candidatesOf(reduced, freedom, { vm, isFree: (other) => firstColumn.has(other) })
    if (open.length === 0) return null
    firstColumn.set(vm, candidates.length)
    candidates.push(...open)
  }
  const parts: Parts = { reduced, freedom, candidates, firstColumn, rows: createRows() }
  for (const vm of freedom.free) addChoiceRow(parts, vm)
  const fixed = addLimitRows(parts)
  addEdgeRows(parts)
  addPairRows(parts)
  return {
    model: modelOf(parts, fixed.scale),
    candidates: Int32Array.from(candidates),
    firstColumn,
    fixedCost: fixed.cost,
  }
}

function candidatesOf(
  { neighbours, mates, level, place, firstCandidate }: Reduced,
  { choice, keep }: Freedom,
  { vm, isFree }: { readonly vm: number; readonly isFree: (vm: number) => boolean },
): number[] {
  const now = (other: number): number => choice?.[other] ?? -1
  let [strongest, weakest] = [0, Infinity]
  for (let at = neighbours.starts[vm] as number; at < (neighbours.starts[vm + 1] as number); at++) {
    const other = neighbours.items[at] as number
    if (isFree(other)) continue
    const own = level[now(other)] as number
    if (neighbours.side[at] === 1) strongest = Math.max(strongest, own)
    else weakest = Math.min(weakest, own)
  }
  const apart = mates.items.subarray(mates.starts[vm], mates.starts[vm + 1]).filter((other) => !isFree(other))
  const taken = new Set(Array.from(apart, (other) => place[now(other)]))
  const open: number[] = []
  for (let k = firstCandidate[vm] as number; k < (firstCandidate[vm + 1] as number); k++) {
    const own = level[k] as number
    if (own < strongest || own > weakest || taken.has(place[k])) continue
    if (k === now(vm) || keep(vm, k)) open.push(k)
  }
  return open
}

const columnsOf = (
  { firstColumn, candidates, reduced }: Parts,
  vm: number,
): readonly { column: number; k: number }[] => {
  const columns: { column: number; k: number }[] = []
  const last = reduced.firstCandidate[vm + 1] as number
  for (let column = firstColumn.get(vm) as number; column < candidates.length; column++) {
    const k = candidates[column] as number
    if (k >= last || k < (reduced.firstCandidate[vm] as number)) break
    columns.push({ column, k })
  }
  return columns
}

function addChoiceRow(parts: Parts, vm: number): void {
  for (const { column } of columnsOf(parts, vm)) addEntry(parts.rows, column, 1)
  endRow(parts.rows, 1, 1)
}

/** For every level of d: "d is at least this weak" implies "u is". */
function addEdgeRows(parts: Parts): void {
  const { reduced, firstColumn } = parts
  const { level, firstSlot, slotLevel, edges } = reduced
  for (const [edge, u] of edges.dependant.entries()) {
    const d = edges.dependency[edge] as number
    if (!firstColumn.has(u) || !firstColumn.has(d)) continue
    for (let slot = (firstSlot[d] as number) + 1; slot < (firstSlot[d + 1] as number); slot++) {
      const isWeak = (k: number): boolean => (level[k] as number) >= (slotLevel[slot] as number)
      addImplication(parts, [d, u], isWeak)
    }
  }
}

function addImplication(parts: Parts, [d, u]: readonly [number, number], holds: (k: number) => boolean): void {
  const { rows } = parts
  const all = columnsOf(parts, u)
  const implied = all.filter(({ k }) => holds(k))
  const implying = columnsOf(parts, d).filter(({ k }) => holds(k))
  if (implied.length === all.length || implying.length === 0) return
  for (const { column } of implying) addEntry(rows, column, 1)
  for (const { column } of implied) addEntry(rows, column, -1)
  endRow(rows, -Infinity, 0)
}

function addPairRows(parts: Parts): void {
  const { reduced, firstColumn, rows } = parts
  const { pairs, place, instance } = reduced
  for (const [pair, first] of pairs.first.entries()) {
    const second = pairs.second[pair] as number
    if (!firstColumn.has(first) || !firstColumn.has(second)) continue
    for (let one = 0; one < instance.placeCount; one++) {
      const both = [first, second].map((vm) => columnsOf(parts, vm).filter(({ k }) => place[k] === one))
      for (const { column } of both.flat()) addEntry(rows, column, 1)
      if (both.some((columns) => columns.length === 0)) dropRow(rows)
      else endRow(rows, -Infinity, 1)
    }
  }
}

function modelOf({ candidates, reduced, freedom, rows }: Parts, scale: Float64Array): LinearModel {
  const overload = freedom.overload ?? new Float64Array()
  const count = candidates.length + overload.length
  const columnCost = new Float64Array(count)
  for (const [column, k] of candidates.entries()) columnCost[column] = (reduced.cost[k] as number) / CENTS
  for (const [limit, cents] of overload.entries())
    columnCost[candidates.length + limit] = cents / CENTS / (scale[limit] as number)
  return {
    columnCost,
    columnUpper: new Float64Array(count).fill(Infinity).fill(1, 0, candidates.length),
    rowLower: Float64Array.from(rows.lower),
    rowUpper: Float64Array.from(rows.upper),
    matrix: matrixOfRows(rows),
  }
}
