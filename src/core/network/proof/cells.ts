/** Cells of a diagram: the parts of the space that lead to one outcome. */
import type { Diagrams, Diagram } from './diagram.ts'
import { isTerminal, outcomeAt } from './node-table.ts'
import type { Outcome } from './packets.ts'
import type { Cell } from './space.ts'
import { coversAll, joinSpans, meetSpans, type Spans } from './spans.ts'

/** Where an edge leads that a node has for some runs of coordinates. */
export interface Branch {
  readonly child: Diagram
  readonly spans: Spans
}

/** The children of a node, each once, in the order of their first coordinates. */
export function branchesOf({ table }: Diagrams, node: Diagram): readonly Branch[] {
  const runs = new Map<Diagram, number[]>()
  let from = 0
  const end = table.firstEdge[node + 1] as number
  for (let at = table.firstEdge[node] as number; at < end; at++) {
    const [upper, child] = [table.upper[at] as number, table.child[at] as number]
    const run = runs.get(child)
    if (run) run.push(from, upper)
    else runs.set(child, [from, upper])
    from = upper + 1
  }
  return [...runs].map(([child, spans]) => ({ child, spans }))
}

/** The first cell whose outcome is not 0. Null if there is none. */
export function firstCell(diagrams: Diagrams, root: Diagram): { cell: Cell; outcome: Outcome } | null {
  const { space, table } = diagrams
  const cell: (Spans | null)[] = space.last.map(() => null)
  const isNothing = (node: Diagram): boolean => isTerminal(table, node) && outcomeAt(table, node) === 0
  let node = root
  while (!isTerminal(table, node)) {
    // A node that is not the terminal 0 leads to something else: diagrams are reduced.
    const branch = branchesOf(diagrams, node).find(({ child }) => !isNothing(child)) as Branch
    cell[table.level[node] as number] = branch.spans
    node = branch.child
  }
  return isNothing(node) ? null : { cell, outcome: outcomeAt(table, node) }
}

/** A cell that holds the given one and cannot be widened in any one level; all of it has the outcome in `root`. */
export function widen(diagrams: Diagrams, root: Diagram, { cell, outcome }: { cell: Cell; outcome: Outcome }): Cell {
  const wide = [...cell]
  // From the last level up, so that conditions on unlistable sets are the first to go.
  for (let level = cell.length - 1; level >= 0; level--) {
    if (!wide[level]) continue
    const spans = widestAt(diagrams, root, { cell: wide, outcome, level })
    wide[level] = coversAll(spans, diagrams.space.last[level] as number) ? null : spans
  }
  return wide
}

interface Widening {
  readonly cell: Cell
  readonly outcome: Outcome
  readonly level: number
}

/** All coordinates of a level with which the rest of the cell leads to the outcome everywhere. */
function widestAt(diagrams: Diagrams, root: Diagram, { cell, outcome, level }: Widening): Spans {
  const { space, table } = diagrams
  const all: Spans = [0, space.last[level] as number]
  const known = new Map<Diagram, Spans>()
  const find = (node: Diagram): Spans => {
    if (isTerminal(table, node)) return outcomeAt(table, node) === outcome ? all : []
    const spans = known.get(node) ?? findBelow(node)
    known.set(node, spans)
    return spans
  }
  const findBelow = (node: Diagram): Spans => {
    const branches = branchesOf(diagrams, node)
    if (table.level[node] === level)
      return joinSpans(branches.filter(({ child }) => find(child).length > 0).map(({ spans }) => spans))
    const held = cell[table.level[node] as number]
    const met = branches.filter(({ spans }) => !held || meetSpans(spans, held).length > 0)
    return met.reduce<Spans>((rest, { child }) => meetSpans(rest, find(child)), all)
  }
  return find(root)
}
