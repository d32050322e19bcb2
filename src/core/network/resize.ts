/** Blocks of a VPC that become smaller, as drplan.yaml asks: subnets and hosts in them, and what is wrong with that. */
import { contains, formatCidr, overlaps, sizeOf, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Subnet, Vpc } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { Segment } from './address-map.ts'
import { compact, type Compaction } from './compact.ts'
import type { CrowdedSubnet } from './range-tree.ts'
import { longestPrefixOf } from './special-subnets.ts'

/** What a subnet must find room for. */
export type Crowd = Pick<CrowdedSubnet, 'hosts' | 'unknown' | 'whole'>

export interface ResizeContext {
  readonly limits: NetworkLimits
  readonly crowdOf: (subnet: Subnet) => Crowd
  /** Blocks that rules and routes of the primary site name. */
  readonly named: readonly Cidr[]
}

interface ResizedSubnet {
  readonly subnet: Subnet
  readonly block: Cidr
  readonly rule: Compaction['rule']
  /** Where each of its hosts goes; null: to the same place in it. */
  readonly seats: ReadonlyMap<bigint, bigint> | null
}

export interface Resized {
  /** Subnets for which there is room as they are. */
  readonly segments: readonly (Segment & { readonly rule: Compaction['rule'] })[]
  readonly blocks: readonly { readonly from: Cidr; readonly to: Cidr; readonly rule: Compaction['rule'] }[]
  readonly subnets: readonly ResizedSubnet[]
  readonly findings: readonly Finding[]
}

export function placeResized(
  vpc: Vpc,
  { moves, subnets }: { readonly moves: readonly Segment[]; readonly subnets: readonly Subnet[] },
  context: ResizeContext,
): Resized {
  const parts = moves.map((move) => resizeBlock(vpc, { move, subnets }, context))
  return {
    blocks: parts.flatMap(({ blocks }) => blocks),
    segments: parts.flatMap(({ segments }) => segments),
    subnets: parts.flatMap((part) => part.subnets),
    findings: parts.flatMap(({ findings }) => findings),
  }
}

function resizeBlock(
  vpc: Vpc,
  { move, subnets }: { readonly move: Segment; readonly subnets: readonly Subnet[] },
  context: ResizeContext,
): Resized {
  const inside: Inside[] = []
  for (const subnet of subnets) {
    const { block, id } = subnet
    if (!block || !contains(move.from, block) || inside.some((other) => overlaps(other.block, block))) continue
    inside.push({
      subnet,
      id,
      block,
      longestPrefix: longestPrefixOf(subnet, context.limits),
      ...context.crowdOf(subnet),
    })
  }
  const answer = compact({ ...move, subnets: inside, named: context.named, limits: context.limits })
  if (!answer.ok)
    return {
      blocks: [],
      segments: [],
      subnets: [],
      findings: [tooSmall(vpc, { move, inside, needed: answer.needed }, context.limits)],
    }
  return resizedBy(answer.compaction, move, inside)
}

type Inside = CrowdedSubnet & { readonly subnet: Subnet }

function resizedBy(
  { rule, seats, ranges, subnets: blocks }: Compaction,
  move: Segment,
  inside: readonly Inside[],
): Resized {
  const asIs = rule === 'offset'
  const inner = ranges.filter(({ from }) => from.prefixLength > move.from.prefixLength)
  const subnets = inside.flatMap(({ subnet, block: from, hosts }) => {
    const block = blocks.get(subnet.id)
    const own = hosts.flatMap((host): [bigint, bigint][] => {
      const seat = seats.get(host)
      return seat === undefined ? [] : [[host, seat]]
    })
    return block ? [{ subnet, from, block, rule, seats: asIs ? null : new Map(own) }] : []
  })
  return {
    blocks: [move, ...inner].map((each) => ({ ...each, rule: asIs ? 'compacted' : rule })),
    segments: asIs ? subnets.map(({ from, block }) => ({ from, to: block, rule })) : [],
    subnets,
    findings: [],
  }
}

function tooSmall(
  vpc: Vpc,
  {
    move,
    inside,
    needed,
  }: { readonly move: Segment; readonly inside: readonly CrowdedSubnet[]; readonly needed: number },
  { reservedFirst, reservedLast }: NetworkLimits,
): Finding {
  const hosts = inside.reduce((sum, subnet) => sum + subnet.hosts.length + subnet.unknown, 0)
  const usable = Math.max(0, Number(sizeOf(move.to)) - inside.length * (reservedFirst + reservedLast))
  return createFinding('network.block-refused', {
    subject: vpc.name,
    message: `${formatCidr(move.to)} is too small for ${formatCidr(move.from)} of ${vpc.name}: ${count(hosts, 'host')} in ${count(inside.length, 'subnet')}, and ${usable} usable addresses at most. /${needed} is the smallest block that would do. Its subnets get blocks of their own.`,
    suggestion: `Write a target of /${needed} or larger under network.blocks in drplan.yaml.`,
  })
}
