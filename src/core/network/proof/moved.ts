/**
 * From the addresses of one recovery site to those of another one of the same primary site: what `mapped.ts` is between the
 * primary site and its recovery site.
 *
 * The domain: every planned card that has a known address at both; the places of blocks that both sites made of the same
 * block, where no host of either stands that the other lacks; and the world outside, which is at the same addresses from
 * both. Not in it: hosts that only one of the plans has, and what is a part of one site only.
 */
import type { Family } from '../../../model/address.ts'
import {
  intersect,
  intervalOf,
  intervalSet,
  subtract,
  union,
  type Interval,
  type IntervalSet,
} from '../../../model/intervals.ts'
import {
  isResized,
  type AddressTranslation,
  type BlockTranslation,
  type NetworkTranslation,
} from '../../../model/network-translation.ts'
import { cardKey } from './card-key.ts'
import { wholeOf } from './ends.ts'
import type { MappedPiece } from './mapped.ts'

export interface MovedView {
  /** Whose addresses count where two networks have the same; null = those of the first. */
  readonly vpcKey: string | null
  readonly family: Family
}

/** Disjoint in `from` and in `to`, whatever the plans say. */
export function movedPieces(
  before: NetworkTranslation,
  after: NetworkTranslation,
  { vpcKey, family }: MovedView,
): readonly MappedPiece[] {
  const hosts = pairHosts(before, after, { vpcKey, family })
  const pieces: MappedPiece[] = hosts.pairs.map(({ from, to }) => ({ from: single(from), to: single(to) }))
  let claimed = {
    from: intervalSet([...hosts.from].map(single)),
    to: intervalSet([...hosts.to].map(single)),
  }
  const add = (found: readonly MappedPiece[]): void => {
    pieces.push(...found)
    claimed = {
      from: union(claimed.from, intervalSet(found.map(({ from }) => from))),
      to: union(claimed.to, intervalSet(found.map(({ to }) => to))),
    }
  }
  for (const segment of segmentsOf(before, after, family)) add(free(segment, claimed))
  const inside = intervalSet([...insideOf(before, family), ...insideOf(after, family)])
  for (const part of subtract(wholeOf(family), inside)) add(free({ from: part, to: part }, claimed))
  return pieces.toSorted((a, b) => (a.from.lo < b.from.lo ? -1 : 1))
}

const single = (value: bigint): Interval => ({ lo: value, hi: value })

interface Hosts {
  readonly pairs: readonly { readonly from: bigint; readonly to: bigint }[]
  /** Of all hosts of the one site and of the other, paired or not. */
  readonly from: ReadonlySet<bigint>
  readonly to: ReadonlySet<bigint>
}

/** Two hosts that were given one address cannot both be meant by it: the first counts. */
function pairHosts(before: NetworkTranslation, after: NetworkTranslation, { vpcKey, family }: MovedView): Hosts {
  const own = new Set(after.subnets.filter((subnet) => subnet.vpcKey === vpcKey).map(({ key }) => key))
  const ofFamily = (addresses: readonly AddressTranslation[]): readonly AddressTranslation[] =>
    addresses.filter(({ to }) => to?.family === family)
  const places = new Map(ofFamily(before.addresses).map((one) => [hostKey(one), one.to?.value ?? 0n]))
  const now = ofFamily(after.addresses).toSorted((a, b) => Number(own.has(b.subnetKey)) - Number(own.has(a.subnetKey)))
  const [from, to] = [new Set<bigint>(), new Set<bigint>()]
  const pairs = now.flatMap((one) => {
    const [place, next] = [places.get(hostKey(one)), one.to?.value]
    if (place === undefined || next === undefined || from.has(place) || to.has(next)) return []
    from.add(place)
    to.add(next)
    return [{ from: place, to: next }]
  })
  for (const place of places.values()) from.add(place)
  for (const one of now) to.add(one.to?.value ?? 0n)
  return { pairs, from, to }
}

const hostKey = ({ vmId, nicIndex, addressIndex }: AddressTranslation): string =>
  `${addressIndex} ${cardKey(vmId, nicIndex)}`

/** The part of a piece that neither site has given away. */
function free({ from, to }: MappedPiece, claimed: { from: IntervalSet; to: IntervalSet }): readonly MappedPiece[] {
  const by = to.lo - from.lo
  const back = intersect([to], claimed.to).map(({ lo, hi }) => ({ lo: lo - by, hi: hi - by }))
  const taken = union(intersect([from], claimed.from), back)
  return subtract([from], taken).map((part) => ({ from: part, to: { lo: part.lo + by, hi: part.hi + by } }))
}

/** Blocks that became others of the same length at both sites, by what they were made of; the smallest first. */
function segmentsOf(before: NetworkTranslation, after: NetworkTranslation, family: Family): readonly MappedPiece[] {
  const moved = (one: BlockTranslation): boolean => one.to.family === family && one.from !== null && !isResized(one)
  const old = before.blocks.filter(moved)
  return after.blocks
    .filter(moved)
    .flatMap((block) => old.flatMap((other) => commonPart(other, block)))
    .toSorted(
      (a, b) => compareValues(a.from.hi - a.from.lo, b.from.hi - b.from.lo) || compareValues(a.from.lo, b.from.lo),
    )
}

const compareValues = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

function commonPart(before: BlockTranslation, after: BlockTranslation): readonly MappedPiece[] {
  if (!before.from || !after.from || before.from.family !== after.from.family) return []
  const [old, now] = [intervalOf(before.from), intervalOf(after.from)]
  const [places, next] = [intervalOf(before.to), intervalOf(after.to)]
  if (places.hi - places.lo !== old.hi - old.lo || next.hi - next.lo !== now.hi - now.lo) return []
  return intersect([old], [now]).map(({ lo, hi }) => ({
    from: { lo: places.lo + lo - old.lo, hi: places.lo + hi - old.lo },
    to: { lo: next.lo + lo - now.lo, hi: next.lo + hi - now.lo },
  }))
}

/** All that is a part of a recovery site. */
function insideOf({ vpcs, blocks, subnets, addresses }: NetworkTranslation, family: Family): readonly Interval[] {
  const own = [
    ...vpcs.flatMap((vpc) => vpc.blocks),
    ...blocks.map(({ to }) => to),
    ...subnets.flatMap(({ block, moreBlocks = [] }) => [block, ...moreBlocks.map(({ to }) => to)]),
  ]
  return [
    ...own.filter((block) => block.family === family).map(intervalOf),
    ...addresses.flatMap(({ to }) => (to?.family === family ? [single(to.value)] : [])),
  ]
}
