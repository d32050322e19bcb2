/**
 * The address map as disjoint pieces, each moved as a whole, and sets of addresses carried through it. What is in
 * no piece is outside the domain of the proof and is in no image: unmoved addresses are pieces too.
 */
import { intervalSet, type Interval, type IntervalSet } from '../../../model/intervals.ts'
import type { Box, RuleList } from './packets.ts'

/** Both have the same length. */
export interface Piece {
  readonly from: Interval
  readonly to: Interval
}

/** Disjoint in `from` and in `to`; neighbours that move alike are one. */
export interface Pieces {
  readonly byFrom: readonly Piece[]
  readonly byTo: readonly Piece[]
}

/** In any order. Throws RangeError for pieces that overlap on a side, are empty, or change their length. */
export function createPieces(pieces: readonly Piece[]): Pieces {
  for (const { from, to } of pieces)
    if (from.lo > from.hi || from.hi - from.lo !== to.hi - to.lo)
      throw new RangeError(`${spell(from)} cannot be moved to ${spell(to)}: their lengths differ, or they are empty.`)
  const byFrom = sortedBy('from', pieces)
  refuseOverlaps('from', byFrom)
  const joined = join(byFrom)
  const byTo = sortedBy('to', joined)
  refuseOverlaps('to', byTo)
  return { byFrom: joined, byTo }
}

type Side = keyof Piece

const spell = ({ lo, hi }: Interval): string => `${lo}-${hi}`

const sortedBy = (side: Side, pieces: readonly Piece[]): readonly Piece[] =>
  [...pieces].sort((a, b) => (a[side].lo < b[side].lo ? -1 : a[side].lo > b[side].lo ? 1 : 0))

function refuseOverlaps(side: Side, sorted: readonly Piece[]): void {
  for (const [index, piece] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next && next[side].lo <= piece[side].hi)
      throw new RangeError(
        `Two pieces of the address map overlap (${side}): ${spell(piece[side])}, ${spell(next[side])}.`,
      )
  }
}

function join(sorted: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of sorted) {
    const last = joined.at(-1)
    if (last && last.from.hi + 1n === piece.from.lo && last.to.hi + 1n === piece.to.lo)
      joined[joined.length - 1] = {
        from: { lo: last.from.lo, hi: piece.from.hi },
        to: { lo: last.to.lo, hi: piece.to.hi },
      }
    else joined.push(piece)
  }
  return joined
}

/** The map in the other direction. */
export const inverse = ({ byFrom, byTo }: Pieces): Pieces => ({ byFrom: byTo.map(turned), byTo: byFrom.map(turned) })

const turned = ({ from, to }: Piece): Piece => ({ from: to, to: from })

/** The addresses that the map knows. */
export function domainOf(pieces: Pieces): IntervalSet {
  const domain = domains.get(pieces) ?? intervalSet(pieces.byFrom.map(({ from }) => from))
  domains.set(pieces, domain)
  return domain
}

/** Every class of cards asks for that of the same few maps, which have a piece for each host. */
const domains = new WeakMap<Pieces, IntervalSet>()

/** The source addresses whose image lies in a set of target addresses. */
export const pullBack = (set: IntervalSet, { byTo }: Pieces): IntervalSet => carry(set, byTo, ['to', 'from'])

/** The images of the addresses of a set that the map knows. */
export const pushForward = (set: IntervalSet, { byFrom }: Pieces): IntervalSet => carry(set, byFrom, ['from', 'to'])

/** `pieces` are sorted by the side that `set` is on. */
function carry(set: IntervalSet, pieces: readonly Piece[], [side, other]: readonly [Side, Side]): IntervalSet {
  const carried: Interval[] = []
  for (const { lo, hi } of set) {
    for (let index = firstReaching(pieces, side, lo); index < pieces.length; index++) {
      const { [side]: here, [other]: there } = pieces[index] as Piece
      if (here.lo > hi) break
      const shift = there.lo - here.lo
      carried.push({ lo: (here.lo > lo ? here.lo : lo) + shift, hi: (here.hi < hi ? here.hi : hi) + shift })
    }
  }
  return carried.length > 1 ? intervalSet(carried) : carried
}

/** The first piece that ends at or after an address. */
function firstReaching(pieces: readonly Piece[], side: Side, address: bigint): number {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle] as Piece)[side].hi < address) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A list of target addresses in source addresses; with the inverse pieces it is the other way round. Equal sets are
 * carried once and come back as one object: lists name the same few blocks again and again, and of scattered hosts
 * every image of "any" has thousands of parts.
 */
export function pullBackList(list: RuleList, pieces: Pieces): RuleList {
  const known = new Map<IntervalSet, IntervalSet>()
  const named = new Map<string, IntervalSet>()
  const carried = (set: IntervalSet): IntervalSet => {
    const image = known.get(set) ?? carriedByName(set)
    known.set(set, image)
    return image
  }
  const carriedByName = (set: IntervalSet): IntervalSet => {
    const name = set.map(spell).join()
    const image = named.get(name) ?? pullBack(set, pieces)
    named.set(name, image)
    return image
  }
  const carriedBox = (box: Box): Box => ({
    ...box,
    source: carried(box.source),
    destination: carried(box.destination),
  })
  return list.map((rule) => ({ ...rule, boxes: rule.boxes.map(carriedBox) }))
}
