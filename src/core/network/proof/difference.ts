/**
 * Where two diagrams differ, as few wide boxes. A difference is certain if it is there whatever the unlistable
 * symbols hold; one that is there for some of their contents only proves nothing either way.
 */
import { firstCell, widen } from './cells.ts'
import { combine, DESCEND, type Combination } from './combine.ts'
import { apply, overwrite, type Built, type Diagram, type Diagrams } from './diagram.ts'
import {
  abandonNode,
  addEdge,
  closeNode,
  isTerminal,
  openNode,
  OVER_LIMIT,
  outcomeAt,
  terminalNode,
} from './node-table.ts'
import { dimensions, type Box, type Outcome } from './packets.ts'
import { createPairMemo } from './pair-memo.ts'
import { boxOf } from './space.ts'

/** All packets of `box` have the outcome `before` in the one diagram and `after` in the other. */
export interface Difference {
  readonly box: Box
  readonly before: Outcome
  readonly after: Outcome
}

export interface Differences {
  /** Certain ones if there are any; else those that depend on unlistable symbols. They may overlap. */
  readonly found: readonly Difference[]
  readonly certain: boolean
  /** Whether there are more of the same kind. */
  readonly more: boolean
  /** The unlistable symbols on which it depends whether there is a difference somewhere. */
  readonly dependsOn: readonly string[]
}

export interface DifferenceOptions {
  /** Symbols whose content nobody knows. */
  readonly unlistable?: ReadonlySet<string>
  readonly most?: number
}

export function differencesOf(
  diagrams: Diagrams,
  [before, after]: readonly [Diagram, Diagram],
  { unlistable = new Set(), most = 10 }: DifferenceOptions = {},
): Differences | 'over-limit' {
  const pairs = createPairs()
  const all = apply(diagrams, [before, after], pairs.codeOf)
  if (all === 'over-limit') return all
  const dependsOn = symbolsOf(diagrams, all).filter((symbol) => unlistable.has(symbol))
  const certain = dependsOn.length === 0 ? all : certainPartOf(diagrams, all, dependsOn)
  if (certain === 'over-limit') return certain
  const isCertain = firstCell(diagrams, certain) !== null
  const found = take(diagrams, isCertain ? certain : all, most)
  if (found === 'over-limit') return found
  const differences = found.taken.map(({ box, code }) => ({ box, ...pairs.pairOf(code) }))
  return { found: differences, certain: isCertain, more: found.more, dependsOn }
}

/** Numbers for pairs of unequal outcomes; equal ones are 0. */
function createPairs() {
  const pairs: { before: Outcome; after: Outcome }[] = []
  return {
    codeOf: (before: Outcome, after: Outcome): Outcome => {
      if (before === after) return 0
      const index = pairs.findIndex((pair) => pair.before === before && pair.after === after)
      return index >= 0 ? index + 1 : pairs.push({ before, after })
    },
    pairOf: (code: Outcome) => pairs[code - 1] ?? { before: 0, after: 0 },
  }
}

/** The symbols that make a difference to a diagram: in a reduced one, those that a node asks for. */
function symbolsOf({ space, table }: Diagrams, root: Diagram): readonly string[] {
  const seen = new Set<Diagram>([root])
  const levels = new Set<number>()
  for (const node of seen) {
    if (isTerminal(table, node)) continue
    levels.add(table.level[node] as number)
    const end = table.firstEdge[node + 1] as number
    for (let at = table.firstEdge[node] as number; at < end; at++) seen.add(table.child[at] as number)
  }
  return space.symbols.filter((_, index) => levels.has(dimensions.length + index))
}

/** `all` where it is not 0 for any content of the symbols, 0 elsewhere. */
function certainPartOf(diagrams: Diagrams, all: Diagram, symbols: readonly string[]): Built {
  const levels = new Set(symbols.map((symbol) => dimensions.length + diagrams.space.symbols.indexOf(symbol)))
  const always = alwaysOf(diagrams, all, levels)
  return always === 'over-limit' ? always : apply(diagrams, [all, always], (code, is) => (is === 1 ? code : 0))
}

/** 1 where `root` is not 0 for any coordinate of some levels. */
function alwaysOf({ table }: Diagrams, root: Diagram, levels: ReadonlySet<number>): Built {
  const resolve = (a: number, b: number): number => {
    if (isTerminal(table, a)) return outcomeAt(table, a) === 0 ? a : b
    if (isTerminal(table, b)) return outcomeAt(table, b) === 0 ? b : a
    return a === b ? a : DESCEND
  }
  const and: Combination = { table, memo: createPairMemo(), resolve }
  const known = new Map<Diagram, number>()
  const visit = (node: Diagram): number => {
    if (isTerminal(table, node)) return terminalNode(table, outcomeAt(table, node) === 0 ? 0 : 1)
    const answer = known.get(node) ?? (levels.has(table.level[node] as number) ? meet(node) : rebuild(node))
    known.set(node, answer)
    return answer
  }
  const meet = (node: Diagram): number => {
    const at = table.firstEdge[node] as number
    const [out, inside] = [visit(table.child[at] as number), visit(table.child[at + 1] as number)]
    return out === OVER_LIMIT || inside === OVER_LIMIT ? OVER_LIMIT : combine(and, out, inside)
  }
  const rebuild = (node: Diagram): number => {
    const base = openNode(table)
    const end = table.firstEdge[node + 1] as number
    for (let at = table.firstEdge[node] as number; at < end; at++) {
      const child = visit(table.child[at] as number)
      if (child === OVER_LIMIT) return abandonNode(table, base)
      addEdge(table, table.upper[at] as number, child)
    }
    return closeNode(table, table.level[node] as number, base)
  }
  const always = visit(root)
  return always === OVER_LIMIT ? 'over-limit' : always
}

interface Taken {
  readonly taken: readonly { box: Box; code: Outcome }[]
  readonly more: boolean
}

/** Boxes as wide as they can be, each with something that the ones before it do not hold. */
function take(diagrams: Diagrams, root: Diagram, most: number): Taken | 'over-limit' {
  const taken: { box: Box; code: Outcome }[] = []
  let rest: Built = root
  for (let next = firstCell(diagrams, rest); next; next = firstCell(diagrams, rest)) {
    if (taken.length >= most) return { taken, more: true }
    const cell = widen(diagrams, root, next)
    taken.push({ box: boxOf(diagrams.space, cell), code: next.outcome })
    rest = overwrite(diagrams, rest, { outcome: 0, cell })
    if (rest === 'over-limit') return rest
  }
  return { taken, more: false }
}
