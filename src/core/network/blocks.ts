/**
 * Where the blocks of a VPC go. Explicit rules of drplan.yaml first; everything else gets a free block of the
 * same size from the pool. The primary site's own blocks are never reused: replication and failback need both
 * sites reachable at once, and one address that means two hosts cannot be routed.
 */
import { compareCidrs, contains, equalCidrs, formatCidr, overlaps, parseCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { TranslationRule } from '../../model/network-translation.ts'
import type { Subnet, Vpc } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { Segment } from './address-map.ts'
import { coverOf, intervalOf, intervalSet, subtract } from '../../model/intervals.ts'
import { coverBlocks, findFreeBlock, maximal } from './allocate.ts'
import { usableRules } from './block-rules.ts'

/** RFC 1918. */
const privateRanges: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr)

export interface PlannedSegment extends Segment {
  readonly rule: TranslationRule
}

export interface BlockContext {
  readonly policy: NetworkPolicy
  readonly limits: NetworkLimits
  /** Every block of the primary site. */
  readonly primary: readonly Cidr[]
  /** Blocks already given at the recovery site; grows as VPCs are planned. */
  readonly given: Cidr[]
}

/** The IPv4 blocks of a VPC: those it states, or what covers its subnets (a site that has port groups only). */
export function blocksOf(vpc: Vpc, subnets: readonly Subnet[], limits: NetworkLimits): readonly Cidr[] {
  const inSubnets = subnets.flatMap(({ block }) => (block?.family === 4 ? [block] : []))
  const stated = vpc.blocks.filter(({ family }) => family === 4)
  if (stated.length === 0) return coverBlocks(inSubnets, limits.vpcPrefix.shortest)
  return stated.flatMap((block) =>
    block.prefixLength >= limits.vpcPrefix.shortest
      ? [block]
      : coverBlocks(
          inSubnets.filter((inner) => contains(block, inner)),
          limits.vpcPrefix.shortest,
        ),
  )
}

/** The segments of one VPC, and what is wrong with them. */
export function planSegments(
  vpc: Vpc,
  subnets: readonly Subnet[],
  context: BlockContext,
): { segments: readonly PlannedSegment[]; findings: readonly Finding[] } {
  const segments: PlannedSegment[] = []
  const findings: Finding[] = []
  const pieces = maximal(blocksOf(vpc, subnets, context.limits)).flatMap((block) =>
    piecesOf(block, subnets, context.policy).map((piece) => ({
      piece,
      explicit: explicitTarget(piece, context.policy),
    })),
  )
  // What drplan.yaml says comes first: what drplan chooses must be able to stand beside it.
  for (const { piece, explicit } of [...pieces].sort((a, b) => Number(!a.explicit) - Number(!b.explicit))) {
    if (!isAllowedSize(piece, context.limits)) {
      findings.push(wrongSize(vpc, piece, context.limits))
      continue
    }
    const holder = explicit && context.given.find((block) => overlaps(block, explicit))
    if (explicit && holder) findings.push(alreadyGiven(vpc, { from: piece, to: explicit }, holder))
    const own = holder ? null : explicit
    const beside = segments.map((segment) => segment.to)
    const to = own ?? allocate(piece, beside, context)
    if (!to) findings.push(noRoom(vpc, piece))
    else {
      segments.push({ from: piece, to, rule: own ? 'explicit' : 'allocated' })
      context.given.push(to)
    }
  }
  findings.push(...segments.flatMap((segment) => refusals(vpc, segment, context)))
  return { segments: segments.sort((a, b) => compareCidrs(a.from, b.from)), findings }
}

const isAllowedSize = ({ prefixLength }: Cidr, { vpcPrefix }: NetworkLimits): boolean =>
  prefixLength >= vpcPrefix.shortest && prefixLength <= vpcPrefix.longest

const wrongSize = (vpc: Vpc, piece: Cidr, { vpcPrefix }: NetworkLimits): Finding =>
  createFinding('network.block-refused', {
    subject: vpc.name,
    message: `${formatCidr(piece)} of ${vpc.name} cannot move as a block: the target takes blocks from /${vpcPrefix.shortest} to /${vpcPrefix.longest} only. Its subnets get blocks of their own.`,
    suggestion: 'Check that their new addresses suit.',
  })

/** A block that drplan.yaml cuts up is planned by the parts it names, and by subnet for the rest. */
function piecesOf(block: Cidr, subnets: readonly Subnet[], policy: NetworkPolicy): readonly Cidr[] {
  const named = usableRules(policy)
    .map(({ from }) => from)
    .filter((from) => contains(block, from) && from.prefixLength > block.prefixLength)
  if (named.length === 0) return [block]
  const finer: Cidr[] = []
  for (const from of named) {
    finer.push(...coverOf(from.family, subtract([intervalOf(from)], intervalSet(finer.map(intervalOf)))))
  }
  const rest = subnets.flatMap((subnet) => (subnet.block && contains(block, subnet.block) ? [subnet.block] : []))
  return [...finer, ...maximal(rest.filter((inner) => !finer.some((from) => overlaps(from, inner))))]
}

function explicitTarget(piece: Cidr, policy: NetworkPolicy): Cidr | null {
  const rule = usableRules(policy).find(({ from }) => contains(from, piece))
  if (!rule) return null
  return {
    family: rule.to.family,
    network: rule.to.network + (piece.network - rule.from.network),
    prefixLength: piece.prefixLength,
  }
}

/** A free block as large as `like`, in the ranges that may stand beside what the VPC already has. */
export function allocate(like: Cidr, beside: readonly Cidr[], context: BlockContext): Cidr | null {
  const { policy, limits, primary, given } = context
  const stated = policy.pool.filter(({ family }) => family === like.family)
  const ranges = stated.length > 0 ? stated : privateRanges
  const exclusive = limits.exclusiveRanges.find((range) => beside.some((block) => contains(range, block)))
  const pool = exclusive ? ranges.flatMap((range) => narrow(range, exclusive)) : ranges
  const unusable = [...limits.forbidden, ...limits.discouraged].map(({ block }) => block)
  // A block that a rule names belongs to that rule, also while the VPC it is meant for is still to come.
  const promised = usableRules(policy).map(({ to }) => to)
  const taken = [...primary, ...policy.avoid, ...promised, ...given, ...unusable]
  return findFreeBlock(pool, like.prefixLength, { taken, like })
}

const narrow = (range: Cidr, within: Cidr): readonly Cidr[] =>
  contains(within, range) ? [range] : contains(range, within) ? [within] : []

/** Two blocks must not become one; so a rule serves the first VPC it fits, and the next gets a free block. */
const alreadyGiven = (vpc: Vpc, { from, to }: Segment, holder: Cidr): Finding =>
  createFinding('network.cidr-overlap', {
    subject: vpc.name,
    message: `${formatCidr(from)} of ${vpc.name} cannot become ${formatCidr(to)}, as drplan.yaml asks: ${formatCidr(holder)} is given to another block already. It gets a free block.`,
    suggestion:
      'Choose targets under network.blocks that do not overlap; a rule cannot tell two VPCs with one block apart.',
  })

const noRoom = (vpc: Vpc, piece: Cidr): Finding =>
  createFinding('network.block-refused', {
    subject: vpc.name,
    message: `No free block of /${piece.prefixLength} is left in the pool for ${formatCidr(piece)} of ${vpc.name}.`,
    suggestion: 'Add a range to network.pool in drplan.yaml, or name a block under network.blocks.',
  })

/** Everything the target or the surroundings have against a segment. */
function refusals(vpc: Vpc, segment: PlannedSegment, context: BlockContext): readonly Finding[] {
  const { limits, policy, primary } = context
  const { from, to } = segment
  const move = `${formatCidr(from)} → ${formatCidr(to)} of ${vpc.name}`
  const refuse = (message: string): Finding =>
    createFinding('network.block-refused', {
      subject: vpc.name,
      message,
      suggestion: 'Choose another block under network.blocks in drplan.yaml.',
    })
  const clash = (owner: string, block: Cidr): Finding =>
    createFinding('network.cidr-overlap', {
      subject: vpc.name,
      message: `${move} overlaps ${formatCidr(block)} of ${owner}.`,
      suggestion:
        'Choose another block under network.blocks, or, if that range is not reached from the recovery site, take it out of network.avoid.',
    })
  return [
    ...limits.forbidden.filter(({ block }) => overlaps(block, to)).map(({ why }) => refuse(`${move}: ${why}.`)),
    ...policy.avoid.filter((block) => overlaps(block, to)).map((block) => clash('network.avoid', block)),
    ...(equalCidrs(from, to)
      ? [kept(vpc, from)]
      : primary.filter((block) => overlaps(block, to)).map((block) => clash('the primary site', block))),
  ]
}

const kept = (vpc: Vpc, block: Cidr): Finding =>
  createFinding('network.block-kept', {
    subject: vpc.name,
    message: `${formatCidr(block)} of ${vpc.name} keeps its addresses, as drplan.yaml asks. The two sites can then not be routed to each other.`,
    suggestion: 'Make sure that replication, drills and failback do not need a route between the sites.',
  })
