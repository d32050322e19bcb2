/**
 * The address map as each VPC sees it. Where two VPCs of the primary site have the same addresses, an address
 * means a host of the VPC that names it; the other VPC's hosts are seen only where the own has no addresses.
 */
import { coverOf, intersect, intervalOf, intervalSet, subtract, type IntervalSet } from '../../model/intervals.ts'
import { createAddressMap, type AddressMap, type HostMove, type Range, type Segment } from './address-map.ts'

/** What one VPC brings to the map. */
export interface VpcMoves {
  readonly vpcId: string
  readonly segments: readonly Segment[]
  readonly ranges: readonly Range[]
  readonly hosts: readonly HostMove[]
}

/** `null`, or a VPC that is not among `vpcs`: the map of somebody outside, who sees the VPCs in their order. */
export function mapsOf(vpcs: readonly VpcMoves[]): (vpcId: string | null) => AddressMap {
  const made = new Map<string | null, AddressMap>()
  return (vpcId) => {
    const own = vpcs.find((vpc) => vpc.vpcId === vpcId)
    const name = own?.vpcId ?? null
    const map = made.get(name) ?? layered(own ? [own, ...vpcs.filter((vpc) => vpc !== own)] : vpcs)
    made.set(name, map)
    return map
  }
}

/** Each VPC has what the ones before it left. */
function layered(vpcs: readonly VpcMoves[]): AddressMap {
  const segments: Segment[] = []
  const hosts: HostMove[] = []
  const ranges: Range[] = []
  let claimed: IntervalSet = []
  for (const vpc of vpcs) {
    segments.push(...vpc.segments.flatMap((segment) => without(segment, claimed)))
    hosts.push(...vpc.hosts.filter(({ from }) => !holds(claimed, from.value)))
    const before = claimed
    ranges.push(...vpc.ranges.filter(({ from }) => intersect(before, [intervalOf(from)]).length === 0))
    const own = [
      ...vpc.ranges.map(({ from }) => intervalOf(from)),
      ...vpc.segments.map(({ from }) => intervalOf(from)),
      ...vpc.hosts.map(({ from }) => ({ lo: from.value, hi: from.value })),
    ]
    claimed = intervalSet([...claimed, ...own])
  }
  return createAddressMap(segments, hosts, ranges)
}

/** The parts of a segment whose sources nobody claimed. */
const without = ({ from, to }: Segment, claimed: IntervalSet): readonly Segment[] =>
  coverOf(from.family, subtract([intervalOf(from)], claimed)).map((part) => ({
    from: part,
    to: { ...part, network: to.network + (part.network - from.network) },
  }))

/** By halving: the claimed intervals may be as many as the hosts of the site. */
function holds(set: IntervalSet, value: bigint): boolean {
  let [low, high] = [0, set.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((set[middle]?.hi ?? value) < value) low = middle + 1
    else high = middle
  }
  const found = set[low]
  return found !== undefined && found.lo <= value
}
