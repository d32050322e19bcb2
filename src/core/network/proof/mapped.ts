/**
 * The address map as the finished translation states it, in pieces that a proof can go back and forth over; read anew
 * from the artefact, not from the map that the translation was made with.
 *
 * The domain of a proof: every planned host whose place is known; the places of a moved block that no host takes or
 * leaves (hosts to come); and the world outside, which is at the same addresses from both sites. Not in it: blocks of
 * the primary site that do not move, and what stands at the recovery blocks as seen from the primary site.
 */
import type { Family } from '../../../model/address.ts'
import type { Cidr } from '../../../model/cidr.ts'
import { intervalOf, intervalSet, subtract, union, type Interval, type IntervalSet } from '../../../model/intervals.ts'
import { isResized, type NetworkTranslation } from '../../../model/network-translation.ts'
import { wholeOf } from './ends.ts'

/** Equally long. */
export interface MappedPiece {
  readonly from: Interval
  readonly to: Interval
}

export interface MapView {
  /** Whose addresses count where two networks of the primary site have the same; null = those of the first. */
  readonly vpcKey: string | null
  readonly family: Family
  /** Every block of the primary site, moved or not. */
  readonly primary: readonly Cidr[]
}

/** Disjoint in `from` and in `to`, sorted by `from`. */
export function mappedPieces(translation: NetworkTranslation, view: MapView): readonly MappedPiece[] {
  const keys = translation.vpcs.map(({ key }) => key)
  const ordered = [...keys.filter((key) => key === view.vpcKey), ...keys.filter((key) => key !== view.vpcKey)]
  const pieces: MappedPiece[] = []
  let claimed: IntervalSet = []
  for (const key of ordered) {
    const own = vpcPieces(translation, key, view.family)
    pieces.push(...own.flatMap((piece) => partsOutside(piece, claimed)))
    claimed = union(claimed, intervalSet(claimsOf(translation, key, view.family)))
  }
  return [...pieces, ...outside(translation, view)].toSorted((a, b) => (a.from.lo < b.from.lo ? -1 : 1))
}

const single = (value: bigint): Interval => ({ lo: value, hi: value })

/** Hosts of a network: every planned address, and where it goes. Unseated ones have no place yet. */
function hostsOfVpc(translation: NetworkTranslation, vpcKey: string, family: Family) {
  const subnets = new Set(translation.subnets.filter((subnet) => subnet.vpcKey === vpcKey).map(({ key }) => key))
  const own = translation.addresses.filter(({ from, subnetKey }) => from?.family === family && subnets.has(subnetKey))
  return own.map(({ from, to }) => ({ from: from?.value ?? 0n, to: to?.value ?? null }))
}

const segmentsOfVpc = (translation: NetworkTranslation, vpcKey: string, family: Family): readonly MappedPiece[] =>
  translation.blocks.flatMap((block) => {
    const { vpcKey: owner, from, to } = block
    // Of a block that became another size only its hosts are in the domain: its free places have no counterpart.
    if (owner !== vpcKey || from?.family !== family || isResized(block)) return []
    return [{ from: intervalOf(from), to: intervalOf(to) }]
  })

/** Two hosts that were given one address cannot both be meant by it: the first counts, as a proof can have one only. */
function vpcPieces(translation: NetworkTranslation, vpcKey: string, family: Family): readonly MappedPiece[] {
  const hosts = hostsOfVpc(translation, vpcKey, family)
  const seated = new Map<bigint, bigint>()
  const taken = new Set<bigint>()
  for (const { from, to } of hosts)
    if (to !== null && !seated.has(from) && !taken.has(to)) {
      seated.set(from, to)
      taken.add(to)
    }
  const leaving = intervalSet(hosts.map(({ from }) => single(from)))
  const arrived = intervalSet([...taken].map(single))
  const free = segmentsOfVpc(translation, vpcKey, family).flatMap((segment) => {
    const by = segment.to.lo - segment.from.lo
    const back = arrived.map(({ lo, hi }) => ({ lo: lo - by, hi: hi - by }))
    return partsOutside(segment, intervalSet([...leaving, ...back]))
  })
  return [...free, ...[...seated].map(([from, to]) => ({ from: single(from), to: single(to) }))]
}

const claimsOf = (translation: NetworkTranslation, vpcKey: string, family: Family): readonly Interval[] => [
  ...translation.blocks.flatMap(({ vpcKey: owner, from }) =>
    owner === vpcKey && from?.family === family ? [intervalOf(from)] : [],
  ),
  ...hostsOfVpc(translation, vpcKey, family).map(({ from }) => single(from)),
]

const partsOutside = ({ from, to }: MappedPiece, holes: IntervalSet): readonly MappedPiece[] =>
  subtract([from], holes).map((part) => ({
    from: part,
    to: { lo: to.lo + (part.lo - from.lo), hi: to.lo + (part.hi - from.lo) },
  }))

function outside(translation: NetworkTranslation, { family, primary }: MapView): readonly MappedPiece[] {
  const blocks = [
    ...primary,
    ...translation.blocks.flatMap(({ from, to }) => (from ? [from, to] : [to])),
    ...translation.subnets.flatMap(({ fromBlock, block }) => (fromBlock ? [fromBlock, block] : [block])),
  ].filter((block) => block.family === family)
  const hosts = translation.addresses.flatMap(({ from }) => (from?.family === family ? [single(from.value)] : []))
  const inside = intervalSet([...blocks.map(intervalOf), ...hosts])
  return subtract(wholeOf(family), inside).map((part) => ({ from: part, to: part }))
}
