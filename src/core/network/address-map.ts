/**
 * The one explicit address map of a recovery plan: blocks that move with their host parts kept, blocks that become
 * another size, single hosts that do not keep their place, and the identity everywhere else. It is injective where
 * sources have addresses.
 */
import type { Address, Family } from '../../model/address.ts'
import { contains, containsAddress, equalCidrs, overlaps, type Cidr } from '../../model/cidr.ts'
import {
  coverOf,
  intersect,
  intervalOf,
  intervalSet,
  subtract,
  union,
  type Interval,
  type IntervalSet,
} from '../../model/intervals.ts'

/** `from` and `to` have the same prefix length. */
export interface Segment {
  readonly from: Cidr
  readonly to: Cidr
}

export interface HostMove {
  readonly from: Address
  readonly to: Address
}

/** A block that becomes another, of whatever size; its hosts have moves of their own. May lie in one another, alike on both sides. */
export interface Range {
  readonly from: Cidr
  readonly to: Cidr
}

export interface AddressMap {
  /** Disjoint in `from` and in `to`. */
  readonly segments: readonly Segment[]
  readonly ranges: readonly Range[]
  /** Hosts inside or outside the segments that go elsewhere; they win over segments. One for each `from`. */
  readonly hosts: ReadonlyMap<string, HostMove>
  /** The same, prepared for `imageOf`: a site may have thousands of rules and thousands of moved hosts. */
  readonly moves: { readonly 4: Moves; readonly 6: Moves }
}

interface Move {
  readonly from: Interval
  readonly to: Interval
  /** Hosts inside `from` that have a move of their own. */
  readonly leaving: IntervalSet
}

interface Moves {
  readonly segments: readonly Move[]
  readonly hostsByFrom: readonly Move[]
  readonly hostsByTo: readonly Move[]
}

const nameOf = ({ family, value }: Address): string => `${family}/${value}`

export function createAddressMap(
  segments: readonly Segment[],
  hosts: readonly HostMove[],
  ranges: readonly Range[] = [],
): AddressMap {
  return {
    segments,
    ranges,
    hosts: new Map(hosts.map((move) => [nameOf(move.from), move])),
    moves: { 4: movesOf(segments, hosts, 4), 6: movesOf(segments, hosts, 6) },
  }
}

function movesOf(segments: readonly Segment[], hosts: readonly HostMove[], family: Family): Moves {
  const hostMoves = hosts
    .filter(({ from }) => from.family === family)
    .map(({ from, to }): Move => ({ from: single(from), to: single(to), leaving: [] }))
  const hostsByFrom = sortBy(hostMoves, 'from')
  return {
    hostsByFrom,
    hostsByTo: sortBy(hostMoves, 'to'),
    segments: segments
      .filter(({ from }) => from.family === family)
      .map(({ from, to }) => ({
        from: intervalOf(from),
        to: intervalOf(to),
        leaving: intervalSet(hostsWithin(hostsByFrom, 'from', intervalOf(from)).map((move) => move.from)),
      })),
  }
}

const single = ({ value }: Address): Interval => ({ lo: value, hi: value })

type Side = 'from' | 'to'

const sortBy = (moves: readonly Move[], side: Side): readonly Move[] =>
  [...moves].sort((a, b) => (a[side].lo < b[side].lo ? -1 : a[side].lo > b[side].lo ? 1 : 0))

/** The moves of single hosts whose `side` lies in an interval; `sorted` is sorted by that side. */
function hostsWithin(sorted: readonly Move[], side: Side, { lo, hi }: Interval): readonly Move[] {
  const firstNotBelow = (limit: bigint): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.[side].lo ?? limit) < limit) low = middle + 1
      else high = middle
    }
    return low
  }
  return sorted.slice(firstNotBelow(lo), firstNotBelow(hi + 1n))
}

/**
 * Where an address goes, and by which part of the map; unmoved addresses come back as they are. `nothing`: nobody has it,
 * and its block became another size, so that it has no place.
 */
export function mapAddress(
  map: AddressMap,
  address: Address,
): { to: Address; by: 'host' | 'segment' | 'identity' | 'nothing' } {
  const host = map.hosts.get(nameOf(address))
  if (host) return { to: host.to, by: 'host' }
  const segment = map.segments.find(({ from }) => containsAddress(from, address))
  if (!segment)
    return { to: address, by: map.ranges.some(({ from }) => containsAddress(from, address)) ? 'nothing' : 'identity' }
  return {
    to: { family: address.family, value: segment.to.network + (address.value - segment.from.network) },
    by: 'segment',
  }
}

/**
 * The blocks that stand at the recovery site for what `cidr` stands for at the primary: the image of its part
 * inside the map, and its part outside unchanged. Addresses that nothing has are don't-cares, so a wide block
 * such as 10.0.0.0/8 stays one block, and a block does not split around a host that moved away; but what
 * moved in from outside `cidr` is always left out. Empty when `cidr` holds only places that others took.
 */
export function imageOf(map: AddressMap, cidr: Cidr): readonly Cidr[] {
  const block = intervalOf(cidr)
  const self = [block]
  const { segments: all, hostsByFrom, hostsByTo } = map.moves[cidr.family]
  const segments = all.filter(({ from, to }) => meet(from, block) || meet(to, block))
  const hosts = hostsWithin(hostsByFrom, 'from', block)
  const ranges = rangesFor(map, cidr)
  const moves = segments.length + hosts.length + hostsWithin(hostsByTo, 'to', block).length
  if (moves + ranges.touching === 0) return [cidr]
  const rest = (move: Move): IntervalSet => moved(move, subtract([move.from], self))
  const shifted = intervalSet(segments.flatMap((move) => moved(move, self)))
  const sources = intervalSet([...[...segments, ...hosts].map(({ from }) => from), ...ranges.sources])
  const wide = subtract(self, sources).length > 0 ? union(self, shifted) : shifted
  // Hosts are known to exist, so they win over places that a segment only might have filled.
  const own = intervalSet([...hosts.map(({ to }) => to), ...ranges.whole, ...spanOf(hosts, ranges.around)])
  const foreign = intervalSet([...segments.flatMap(rest), ...ranges.foreign])
  const image = union(subtract(wide, foreign), own)
  const strangers = image.flatMap((part) => hostsWithin(hostsByTo, 'to', part)).flatMap(rest)
  return coverOf(cidr.family, subtract(image, intervalSet(strangers)))
}

interface RangesFor {
  /** How many have to do with the block at all. */
  readonly touching: number
  readonly sources: readonly Interval[]
  /** Where ranges inside the block are, and where those of others are. */
  readonly whole: readonly Interval[]
  readonly foreign: readonly Interval[]
  /** Where the smallest range around the block is. */
  readonly around: Interval | null
}

function rangesFor({ ranges }: AddressMap, block: Cidr): RangesFor {
  const touching = ranges.filter(({ from, to }) => overlaps(from, block) || overlaps(to, block))
  const around = touching
    .filter(({ from }) => contains(from, block) && !equalCidrs(from, block))
    .toSorted((a, b) => b.from.prefixLength - a.from.prefixLength)[0]
  return {
    touching: touching.length,
    sources: touching.filter(({ from }) => overlaps(from, block)).map(({ from }) => intervalOf(from)),
    whole: touching.filter(({ from }) => contains(block, from)).map(({ to }) => intervalOf(to)),
    foreign: touching.filter(({ from }) => !overlaps(from, block)).map(({ to }) => intervalOf(to)),
    around: around ? intervalOf(around.to) : null,
  }
}

/** Hosts kept their order in a range, so between two of one block stands nobody else. */
function spanOf(hosts: readonly Move[], around: Interval | null): readonly Interval[] {
  if (!around) return []
  const places = hosts.map(({ to }) => to.lo).filter((value) => around.lo <= value && value <= around.hi)
  const [lo, hi] = [places.reduce(least, places[0] ?? 0n), places.reduce(most, places[0] ?? 0n)]
  return places.length > 0 ? [{ lo, hi }] : []
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const meet = (a: Interval, b: Interval): boolean => a.lo <= b.hi && b.lo <= a.hi

/** The part of `set` that a move takes, where it arrives; nothing if all of that part leaves by moves of its own. */
function moved(move: Move, set: IntervalSet): IntervalSet {
  const part = intersect([move.from], set)
  if (subtract(part, move.leaving).length === 0) return []
  const by = move.to.lo - move.from.lo
  return part.map(({ lo, hi }) => ({ lo: lo + by, hi: hi + by }))
}
