/**
 * The one explicit address map of a recovery plan: blocks that move with their host parts kept, single hosts
 * that could not keep theirs, and the identity everywhere else. It is injective where sources have addresses.
 */
import { equalAddresses, type Address, type Family } from '../../model/address.ts'
import { containsAddress, type Cidr } from '../../model/cidr.ts'
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

export interface AddressMap {
  /** Disjoint in `from` and in `to`. */
  readonly segments: readonly Segment[]
  /** Hosts inside or outside the segments that go elsewhere; they win over segments. */
  readonly hosts: readonly HostMove[]
}

/** Where an address goes, and by which part of the map; unmoved addresses come back as they are. */
export function mapAddress(map: AddressMap, address: Address): { to: Address; by: 'host' | 'segment' | 'identity' } {
  const host = map.hosts.find((move) => equalAddresses(move.from, address))
  if (host) return { to: host.to, by: 'host' }
  const segment = map.segments.find(({ from }) => containsAddress(from, address))
  if (!segment) return { to: address, by: 'identity' }
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
  const self = intervalSet([intervalOf(cidr)])
  const { segments, hosts } = movesOf(map, cidr.family)
  const touches = ({ from, to }: Move): boolean =>
    intersect([from], self).length > 0 || intersect([to], self).length > 0
  if (!segments.some(touches) && !hosts.some(touches)) return [cidr]
  const rest = (move: Move): IntervalSet => moved(move, subtract([move.from], self))
  const shifted = intervalSet(segments.flatMap((move) => moved(move, self)))
  const sources = intervalSet([...segments, ...hosts].map(({ from }) => from))
  const wide = subtract(self, sources).length > 0 ? union(self, shifted) : shifted
  // Hosts are known to exist, so they win over places that a segment only might have filled.
  const own = intervalSet(hosts.flatMap((move) => moved(move, self)))
  const image = union(subtract(wide, intervalSet(segments.flatMap(rest))), own)
  return coverOf(cidr.family, subtract(image, intervalSet(hosts.flatMap(rest))))
}

interface Move {
  readonly from: Interval
  readonly to: Interval
  /** Hosts inside `from` that have a move of their own. */
  readonly leaving: IntervalSet
}

function movesOf(map: AddressMap, family: Family): { segments: readonly Move[]; hosts: readonly Move[] } {
  const hosts = map.hosts
    .filter(({ from }) => from.family === family)
    .map(({ from, to }) => ({
      from: { lo: from.value, hi: from.value },
      to: { lo: to.value, hi: to.value },
      leaving: [],
    }))
  const leaving = intervalSet(hosts.map(({ from }) => from))
  const segments = map.segments
    .filter(({ from }) => from.family === family)
    .map(({ from, to }) => ({
      from: intervalOf(from),
      to: intervalOf(to),
      leaving: intersect([intervalOf(from)], leaving),
    }))
  return { segments, hosts }
}

/** The part of `set` that a move takes, where it arrives; nothing if all of that part leaves by moves of its own. */
function moved(move: Move, set: IntervalSet): IntervalSet {
  const part = intersect([move.from], set)
  if (subtract(part, move.leaving).length === 0) return []
  const by = move.to.lo - move.from.lo
  return part.map(({ lo, hi }) => ({ lo: lo + by, hi: hi + by }))
}
