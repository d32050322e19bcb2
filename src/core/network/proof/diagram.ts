/**
 * Interval decision diagrams: reduced, ordered, hash-consed (as the binary ones of Bryant 1986,
 * doi 10.1109/TC.1986.1676819), with any number of edges and of terminals. Equal filters are equal nodes, which
 * is the proof. A list is built by halves, the first laid over the second, so that nothing is rebuilt for every rule.
 */
import { combine, DESCEND, type Combination } from './combine.ts'
import {
  addEdge,
  closeNode,
  createNodeTable,
  isTerminal,
  openNode,
  OVER_LIMIT,
  outcomeAt,
  terminalNode,
  type NodeTable,
} from './node-table.ts'
import type { Outcome, RuleList } from './packets.ts'
import { createPairMemo } from './pair-memo.ts'
import { cellOf, isEmpty, type Cell, type Space } from './space.ts'

export interface Diagrams {
  readonly space: Space
  readonly table: NodeTable
  readonly laying: Combination
}

/** A node; two of one `Diagrams` are equal exactly when they give every packet of the space the same outcome. */
export type Diagram = number

/** `'over-limit'` says that the node limit was reached: nothing is known then. */
export type Built = Diagram | 'over-limit'

/** Where no rule has decided yet. */
const UNDECIDED = -1

/** Throws RangeError for a space without packets, which would prove anything. */
export function createDiagrams(space: Space, nodeLimit = 2_000_000): Diagrams {
  if (isEmpty(space)) throw new RangeError('The space holds no packet.')
  const table = createNodeTable(space.last.length, nodeLimit)
  return { space, table, laying: { table, memo: createPairMemo(), resolve: layingOf(table) } }
}

/** What the first diagram decides, and the second where the first does not. */
const layingOf = (table: NodeTable) => {
  const undecided = terminalNode(table, UNDECIDED)
  return (first: number, second: number): number => {
    if (first === undecided) return second
    return isTerminal(table, first) || second === undecided || first === second ? first : DESCEND
  }
}

/** Throws RangeError for an outcome that is not a whole number from 0. */
export function build(diagrams: Diagrams, list: RuleList): Built {
  const decisions = list.flatMap(({ id, outcome, boxes }) => {
    if (!Number.isInteger(outcome) || outcome < 0) throw new RangeError(`Rule ${id} has the outcome ${outcome}.`)
    return boxes.map((box): Decision => ({ outcome, cell: cellOf(diagrams.space, box) }))
  })
  const decided = buildRange(diagrams, decisions, { from: 0, to: decisions.length })
  return built(lay(diagrams, decided, terminalNode(diagrams.table, 0)))
}

/** Every outcome of a cell, and what `diagram` says elsewhere. */
export const overwrite = (diagrams: Diagrams, diagram: Diagram, decision: Decision): Built =>
  built(lay(diagrams, chain(diagrams, decision), diagram))

/** Two diagrams as one, whose outcome is a function of theirs: `and`, `or`, `exclusive or`. */
export function apply(
  { table }: Diagrams,
  [left, right]: readonly [Diagram, Diagram],
  outcomeOf: (left: Outcome, right: Outcome) => Outcome,
): Built {
  const resolve = (a: number, b: number): number =>
    isTerminal(table, a) && isTerminal(table, b)
      ? terminalNode(table, outcomeOf(outcomeAt(table, a), outcomeAt(table, b)))
      : DESCEND
  return built(combine({ table, memo: createPairMemo(), resolve }, left, right))
}

export interface Decision {
  readonly outcome: Outcome
  readonly cell: Cell
}

const built = (node: number): Built => (node === OVER_LIMIT ? 'over-limit' : node)

const lay = ({ laying }: Diagrams, first: number, second: number): number =>
  first === OVER_LIMIT || second === OVER_LIMIT ? OVER_LIMIT : combine(laying, first, second)

interface Range {
  readonly from: number
  readonly to: number
}

function buildRange(diagrams: Diagrams, decisions: readonly Decision[], { from, to }: Range): number {
  const [only] = decisions.slice(from, to)
  if (!only) return terminalNode(diagrams.table, UNDECIDED)
  if (to === from + 1) return chain(diagrams, only)
  const middle = (from + to) >> 1
  const first = buildRange(diagrams, decisions, { from, to: middle })
  return lay(diagrams, first, buildRange(diagrams, decisions, { from: middle, to }))
}

/** A diagram that decides inside a cell only. */
function chain({ space, table }: Diagrams, { outcome, cell }: Decision): number {
  const elsewhere = terminalNode(table, UNDECIDED)
  let node = terminalNode(table, outcome)
  for (let level = cell.length - 1; level >= 0; level--) {
    const spans = cell[level]
    if (!spans) continue
    const base = openNode(table)
    for (let at = 0; at < spans.length; at += 2) {
      if (spans[at] !== 0) addEdge(table, (spans[at] as number) - 1, elsewhere)
      addEdge(table, spans[at + 1] as number, node)
    }
    const last = space.last[level] as number
    if (spans.at(-1) !== last) addEdge(table, last, elsewhere)
    node = closeNode(table, level, base)
    if (node === OVER_LIMIT) break
  }
  return node
}
