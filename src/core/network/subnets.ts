/**
 * Subnets at the recovery site. A subnet moves with its block; one that cannot (its addresses are unknown, the
 * target refuses its size, it overlaps another) floats: it gets a fresh block, and its hosts are packed in order.
 */
import { contains, formatCidr, overlaps, sizeOf, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { SubnetTranslation } from '../../model/network-translation.ts'
import type { Subnet } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { findFreeBlock, prefixForHosts } from './allocate.ts'
import type { PlannedSegment } from './blocks.ts'
import { longestPrefixOf, specialOf } from './special-subnets.ts'

/** A subnet that floats, and why; `hosts` is how many addresses it must have room for. */
export interface FloatingSubnet {
  readonly subnet: Subnet
  readonly why: 'unknown' | 'uncovered' | 'refused' | 'overlap' | 'special'
  readonly hosts: number
}

/** Which subnets move with their segment, and which float. */
export function sortSubnets(
  subnets: readonly Subnet[],
  segments: readonly PlannedSegment[],
  context: { readonly limits: NetworkLimits; readonly hostsOf: (subnetId: string) => number },
): {
  moving: readonly { subnet: Subnet; block: Cidr; segment: PlannedSegment }[]
  floating: readonly FloatingSubnet[]
} {
  const moving: { subnet: Subnet; block: Cidr; segment: PlannedSegment }[] = []
  const floating: FloatingSubnet[] = []
  for (const subnet of subnets) {
    const { block } = subnet
    const hosts = context.hostsOf(subnet.id)
    const segment = block && segments.find(({ from }) => contains(from, block))
    if (!block) floating.push({ subnet, why: 'unknown', hosts })
    else if (isTooSmallSpecial(subnet, block, context.limits)) floating.push({ subnet, why: 'special', hosts })
    else if (!fits(block, context.limits)) floating.push({ subnet, why: 'refused', hosts })
    else if (!segment) floating.push({ subnet, why: 'uncovered', hosts })
    else if (moving.some((other) => overlaps(other.block, block))) floating.push({ subnet, why: 'overlap', hosts })
    else moving.push({ subnet, block, segment })
  }
  return { moving, floating }
}

const fits = (block: Cidr, { subnetPrefix }: NetworkLimits): boolean =>
  block.family === 4 && block.prefixLength >= subnetPrefix.shortest && block.prefixLength <= subnetPrefix.longest

const isTooSmallSpecial = (subnet: Subnet, block: Cidr, limits: NetworkLimits): boolean =>
  block.family === 4 && specialOf(subnet, limits) !== undefined && block.prefixLength > longestPrefixOf(subnet, limits)

/** The block of a moving subnet at the recovery site. */
export const movedBlock = (block: Cidr, segment: PlannedSegment): Cidr => ({
  family: block.family,
  network: segment.to.network + (block.network - segment.from.network),
  prefixLength: block.prefixLength,
})

/** Room for twice the hosts there are, so that a drill or a restore beside the original still finds addresses. */
const ROOM_FACTOR = 2

function floatingPrefix({ hosts, subnet }: FloatingSubnet, limits: NetworkLimits): number {
  const wanted = prefixForHosts(Math.max(1, hosts) * ROOM_FACTOR, limits.reservedFirst + limits.reservedLast)
  return Math.min(longestPrefixOf(subnet, limits), Math.max(limits.subnetPrefix.shortest, wanted))
}

/** The smallest block that all floating subnets fit in, as a prefix length. */
export function floatingRangePrefix(floating: readonly FloatingSubnet[], limits: NetworkLimits): number {
  const sizes = floating.reduce((sum, each) => sum + 2 ** (32 - floatingPrefix(each, limits)), 0)
  // Subnets with a name to keep come first, whatever their size, so that there may be gaps.
  const total = floating.some(({ subnet }) => specialOf(subnet, limits)) ? 2 * sizes : sizes
  return Math.min(limits.vpcPrefix.longest, Math.max(limits.vpcPrefix.shortest, 32 - Math.ceil(Math.log2(total))))
}

/** Blocks for the floating subnets out of `range`: those with a name to keep, then the largest, so that none is wasted. */
export function placeFloating(
  floating: readonly FloatingSubnet[],
  range: Cidr,
  limits: NetworkLimits,
): ReadonlyMap<string, Cidr> {
  const placed = new Map<string, Cidr>()
  const isPlain = ({ subnet }: FloatingSubnet): number => Number(specialOf(subnet, limits) === undefined)
  const ordered = [...floating].sort(
    (a, b) =>
      isPlain(a) - isPlain(b) ||
      floatingPrefix(a, limits) - floatingPrefix(b, limits) ||
      (a.subnet.id < b.subnet.id ? -1 : 1),
  )
  for (const each of ordered) {
    const { subnet } = each
    const block = findFreeBlock([range], floatingPrefix(each, limits), { taken: [...placed.values()], like: null })
    if (block) placed.set(subnet.id, block)
  }
  return placed
}

export interface SubnetPlace {
  readonly vpcKey: string
  readonly zone: number
  readonly routeTableKey: string
}

export const translateSubnet = (
  subnet: Subnet,
  to: { readonly block: Cidr; readonly rule: SubnetTranslation['rule'] },
  place: SubnetPlace,
): SubnetTranslation => ({
  key: stableKey(subnet.name, subnet.id),
  from: subnet.id,
  name: subnet.name,
  fromBlock: subnet.block,
  ...to,
  ...place,
})

const causes = {
  refused: 'the target does not take a subnet of that kind or size',
  uncovered: 'no block of its VPC that moves holds all of it',
  overlap: 'it overlaps another subnet of the same VPC',
  special: 'the target asks for a larger one by that name',
}

/** What a person should know about subnets that float. */
export function floatingFinding({ subnet, why, hosts }: FloatingSubnet, block: Cidr): Finding {
  const size = `${formatCidr(block)} (${sizeOf(block)} addresses) was chosen for its ${hosts} hosts`
  const said = subnet.block ? formatCidr(subnet.block) : 'no known addresses'
  if (why === 'unknown') {
    return createFinding('network.subnet-unknown', {
      subject: subnet.name,
      message: `${subnet.name} has ${said} at the primary site; ${size}, and hosts without a known address get one from the platform.`,
      suggestion: 'State the block under sources[].subnets in drplan.yaml, so that host parts can be kept.',
    })
  }
  return createFinding(why === 'overlap' ? 'network.cidr-overlap' : 'network.block-refused', {
    subject: subnet.name,
    message: `${subnet.name} (${said}) cannot move with its block: ${causes[why]}; ${size}.`,
    suggestion: 'Check that the new addresses suit, or correct the block at the source.',
  })
}
