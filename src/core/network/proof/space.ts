/**
 * The coordinates in which lists are compared: atoms in each dimension, and one two-valued level for each set that
 * nobody can list, after the dimensions and sorted by name. After the compression IPv4 and IPv6 cost the same.
 */
import type { Family } from '../../../model/address.ts'
import type { IntervalSet } from '../../../model/intervals.ts'
import { compareText } from '../../../model/text-order.ts'
import { createAxis, spansOf, valuesOf, type Axis } from './axis.ts'
import { dimensions, maximumOf, type Box, type Dimension, type RuleList } from './packets.ts'
import { coversAll, type Spans } from './spans.ts'

export interface Space {
  readonly family: Family
  /** One for each dimension, in their order. */
  readonly axes: readonly Axis[]
  readonly symbols: readonly string[]
  /** The last coordinate of each level: of the dimensions, then of the symbols (0 = not in the set, 1 = in it). */
  readonly last: readonly number[]
}

/** The values that are asked about; all of a dimension that is not named. */
export type Domain = Partial<Readonly<Record<Dimension, IntervalSet>>>

export interface SpaceQuestion {
  readonly family: Family
  /** All lists that will be compared. */
  readonly lists: readonly RuleList[]
  readonly domain?: Domain
}

export function createSpace({ family, lists, domain = {} }: SpaceQuestion): Space {
  const boxes = lists.flatMap((list) => list.flatMap((rule) => rule.boxes))
  const axes = dimensions.map((dimension) => {
    const all = [{ lo: 0n, hi: maximumOf(dimension, family) }]
    return createAxis(domain[dimension] ?? all, new Set(boxes.map((box) => box[dimension])))
  })
  const symbols = [...new Set(boxes.flatMap((box) => [...(box.symbols?.keys() ?? [])]))].sort(compareText)
  return { family, axes, symbols, last: [...axes.map(({ starts }) => starts.length - 1), ...symbols.map(() => 1)] }
}

/** Whether any packet is in the space: an empty one would prove anything. */
export const isEmpty = (space: Space): boolean => space.axes.some(({ size }) => size === 0n)

/** A box in the coordinates of a space: for each level what it holds; null where it holds all. */
export type Cell = readonly (Spans | null)[]

const inside: Spans = [1, 1]
const outside: Spans = [0, 0]

/** Throws BugError for a box of a list that the space was not made for. */
export function cellOf(space: Space, box: Box): Cell {
  const cell: (Spans | null)[] = dimensions.map((dimension, level) => {
    const spans = spansOf(space.axes[level] as Axis, box[dimension])
    return coversAll(spans, space.last[level] as number) ? null : spans
  })
  for (const symbol of space.symbols) {
    const value = box.symbols?.get(symbol)
    cell.push(value === undefined ? null : value ? inside : outside)
  }
  return cell
}

/** The box in the coordinates of the user; inside the domain only. */
export function boxOf(space: Space, cell: Cell): Box {
  const at = (level: number): IntervalSet =>
    valuesOf(space.axes[level] as Axis, cell[level] ?? [0, space.last[level] as number])
  const [protocol, port, source, destination, sourcePort] = [at(0), at(1), at(2), at(3), at(4)]
  const symbols = new Map<string, boolean>()
  space.symbols.forEach((symbol, index) => {
    const spans = cell[dimensions.length + index]
    if (spans) symbols.set(symbol, spans[0] === 1)
  })
  return { protocol, port, source, destination, sourcePort, ...(symbols.size > 0 && { symbols }) }
}
