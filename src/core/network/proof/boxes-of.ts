/** The boxes of a diagram that lead to one outcome: what a filter allows, without order and without denials. */
import { branchesOf } from './cells.ts'
import type { Diagram, Diagrams } from './diagram.ts'
import { isTerminal, outcomeAt } from './node-table.ts'
import type { Box, Outcome } from './packets.ts'
import { boxOf, type Cell } from './space.ts'
import { coversAll, joinSpans, type Spans } from './spans.ts'

export interface FoundBoxes {
  /** Disjoint, in a fixed order. */
  readonly boxes: readonly Box[]
  /** Whether the outcome has more than these boxes. */
  readonly more: boolean
}

/** How many cells are looked at for one box that may come out, since many cells become one box. */
const CELLS_PER_BOX = 16

/** At most `most` boxes; together they are all packets of the space with the outcome, unless there are `more`. */
export function boxesOf(
  diagrams: Diagrams,
  root: Diagram,
  { outcome, most = 10_000 }: { outcome: Outcome; most?: number },
): FoundBoxes {
  const limit = most * CELLS_PER_BOX
  const cells = cellsOf(diagrams, root, { outcome, most: limit + 1 })
  const joined = joinCells(cells.slice(0, limit), diagrams.space.last)
  const boxes = joined.slice(0, most).map((cell) => boxOf(diagrams.space, cell))
  return { boxes, more: cells.length > limit || joined.length > most }
}

function cellsOf(diagrams: Diagrams, root: Diagram, { outcome, most }: { outcome: Outcome; most: number }): Cell[] {
  const { space, table } = diagrams
  const leads = reachesOf(diagrams, outcome)
  const cells: Cell[] = []
  const path: (Spans | null)[] = space.last.map(() => null)
  const visit = (node: Diagram): void => {
    if (cells.length >= most || !leads(node)) return
    if (isTerminal(table, node)) {
      cells.push([...path])
      return
    }
    const level = table.level[node] as number
    for (const { child, spans } of branchesOf(diagrams, node)) {
      path[level] = spans
      visit(child)
    }
    path[level] = null
  }
  visit(root)
  return cells
}

/** Whether a node has the outcome anywhere below it. */
function reachesOf(diagrams: Diagrams, outcome: Outcome): (node: Diagram) => boolean {
  const { table } = diagrams
  const known = new Map<Diagram, boolean>()
  const reaches = (node: Diagram): boolean => {
    if (isTerminal(table, node)) return outcomeAt(table, node) === outcome
    const answer = known.get(node) ?? branchesOf(diagrams, node).some(({ child }) => reaches(child))
    known.set(node, answer)
    return answer
  }
  return reaches
}

/** Disjoint cells that differ in one level only become one, until no two do. */
function joinCells(cells: readonly Cell[], last: readonly number[]): readonly Cell[] {
  let joined = cells
  for (;;) {
    const before = joined.length
    for (let level = last.length - 1; level >= 0; level--) joined = joinAt(joined, level, last[level] as number)
    if (joined.length === before) return joined
  }
}

function joinAt(cells: readonly Cell[], level: number, last: number): readonly Cell[] {
  const alike = new Map<string, Cell[]>()
  for (const cell of cells) {
    const name = cell.map((spans, at) => (at === level ? '' : (spans?.join() ?? '*'))).join('|')
    const group = alike.get(name)
    if (group) group.push(cell)
    else alike.set(name, [cell])
  }
  return [...alike.values()].map(([first = [], ...more]) =>
    more.length === 0 ? first : first.with(level, joinedSpans([first, ...more], level, last)),
  )
}

function joinedSpans(cells: readonly Cell[], level: number, last: number): Spans | null {
  const spans = joinSpans(cells.map((cell) => cell[level] ?? [0, last]))
  return coversAll(spans, last) ? null : spans
}
