/**
 * Where the blocks of a VPC go. Explicit rules of drplan.yaml first; everything else gets a free block of the
 * same size from the pool. The primary site's own blocks are never reused: replication and failback need both
 * sites reachable at once, and one address that means two hosts cannot be routed.
 */
import { compareCidrs, contains, equalCidrs, formatCidr, overlaps, parseCidr, type Cidr } from '../../model/cidr.ts'
import type { BlockRule, NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { TranslationRule } from '../../model/network-translation.ts'
import type { Subnet, Vpc } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { Segment } from './address-map.ts'
import { coverBlocks, findFreeBlock, maximal } from './allocate.ts'
import { refusedBeside } from './block-pairs.ts'
import { rulesOf } from './block-rules.ts'
import { collisionsOf, type OwnedRange } from './elsewhere.ts'
import { piecesOf, type Piece } from './pieces.ts'

/** RFC 1918. */
const privateRanges: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr)

export interface PlannedSegment extends Segment {
  readonly rule: TranslationRule
}

export interface BlockContext {
  readonly policy: NetworkPolicy
  readonly limits: NetworkLimits
  /** The rules of drplan.yaml that are followed. */
  readonly rules: readonly BlockRule[]
  /** Every block of the primary site. */
  readonly primary: readonly Cidr[]
  readonly elsewhere: readonly OwnedRange[]
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

/** The segments of one VPC, blocks that become smaller, and what is wrong with them. */
export interface PlannedBlocks {
  readonly segments: readonly PlannedSegment[]
  readonly resized: readonly Segment[]
  readonly findings: readonly Finding[]
}

export function planSegments(vpc: Vpc, subnets: readonly Subnet[], context: BlockContext): PlannedBlocks {
  const segments: PlannedSegment[] = []
  const resized: Segment[] = []
  const findings: Finding[] = []
  const pieces = piecesOf(maximal(blocksOf(vpc, subnets, context.limits)), subnets, rulesOf(context.rules, vpc))
  // What drplan.yaml says comes first: what drplan chooses must be able to stand beside it.
  for (const piece of pieces.toSorted((a, b) => Number(!a.to) - Number(!b.to))) {
    const beside = [...segments, ...resized].map(({ to }) => to)
    const place = placeOf(vpc, piece, { beside, context })
    findings.push(...place.findings)
    if (!place.to) continue
    if (place.own && piece.resized) resized.push({ from: piece.from, to: place.to })
    else segments.push({ from: piece.from, to: place.to, rule: place.own ? 'explicit' : 'allocated' })
    context.given.push(place.to)
  }
  findings.push(
    ...segments.flatMap((segment) => refusals(vpc, segment, context)),
    ...resized.flatMap((move) => refusals(vpc, move, context)),
  )
  return { segments: segments.sort((a, b) => compareCidrs(a.from, b.from)), resized, findings }
}

interface PiecePlace {
  readonly to: Cidr | null
  /** As drplan.yaml says. */
  readonly own: boolean
  readonly findings: readonly Finding[]
}

function placeOf(
  vpc: Vpc,
  piece: Piece,
  { beside, context }: { beside: readonly Cidr[]; context: BlockContext },
): PiecePlace {
  const { from, to } = piece
  const asked = piece.resized ? (to ?? from) : from
  if (!isAllowedSize(asked, context.limits))
    return { to: null, own: false, findings: [wrongSize(vpc, asked, context.limits)] }
  const given: Finding[] = []
  if (to) {
    const holder = context.given.find((block) => overlaps(block, to))
    if (!holder) return { to, own: true, findings: [] }
    given.push(alreadyGiven(vpc, { from, to }, holder))
  }
  // Too large to move as it is: its subnets find places of their own.
  if (!isAllowedSize(from, context.limits)) return { to: null, own: false, findings: given }
  const free = allocate(from, beside, context)
  return { to: free, own: false, findings: free ? given : [...given, noRoom(vpc, from)] }
}

const isAllowedSize = ({ prefixLength }: Cidr, { vpcPrefix }: NetworkLimits): boolean =>
  prefixLength >= vpcPrefix.shortest && prefixLength <= vpcPrefix.longest

const wrongSize = (vpc: Vpc, piece: Cidr, { vpcPrefix }: NetworkLimits): Finding =>
  createFinding('network.block-refused', {
    subject: vpc.name,
    message: `${formatCidr(piece)} of ${vpc.name} cannot move as a block: the target takes blocks from /${vpcPrefix.shortest} to /${vpcPrefix.longest} only. Its subnets get blocks of their own.`,
    suggestion: 'Check that their new addresses suit.',
  })

/** A free block as large as `like`, in the ranges that may stand beside what the VPC already has. */
export function allocate(like: Cidr, beside: readonly Cidr[], context: BlockContext): Cidr | null {
  const { policy, limits, primary, given, elsewhere } = context
  const stated = policy.pool.filter(({ family }) => family === like.family)
  const ranges = stated.length > 0 ? stated : privateRanges
  const unusable = [...limits.forbidden, ...limits.discouraged].map(({ block }) => block)
  // A block that a rule names belongs to that rule, also while the VPC it is meant for is still to come.
  const promised = context.rules.map(({ to }) => to)
  const others = elsewhere.map(({ block }) => block)
  const taken = [...primary, ...others, ...promised, ...given, ...unusable, ...refusedBeside(beside, limits)]
  return findFreeBlock(ranges, like.prefixLength, { taken, like })
}

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
function refusals(vpc: Vpc, { from, to }: Segment, { limits, elsewhere, primary }: BlockContext): readonly Finding[] {
  const move = `${formatCidr(from)} → ${formatCidr(to)} of ${vpc.name}`
  const barred = limits.forbidden.filter(({ block }) => overlaps(block, to)).map(({ why }) => forbidden(vpc, move, why))
  const warned = limits.discouraged
    .filter(({ block }) => overlaps(block, to))
    .map(({ block, why }) => discouragedFinding(vpc, `${move} is in ${formatCidr(block)}: ${why}.`))
  const site = primary.map((block) => ({ block, owner: 'the primary site' }))
  // A block that is kept lives among those ranges at the primary site already.
  const clashes = equalCidrs(from, to)
    ? [kept(vpc, from)]
    : collisionsOf({ to, owner: `${vpc.name} at the recovery site` }, [...elsewhere, ...site])
  return [...barred, ...warned, ...clashes]
}

const forbidden = (vpc: Vpc, move: string, why: string): Finding =>
  createFinding('network.block-refused', {
    subject: vpc.name,
    message: `${move}: ${why}.`,
    suggestion: 'Choose another block under network.blocks in drplan.yaml.',
  })

const discouragedFinding = (vpc: Vpc, message: string): Finding =>
  createFinding('network.block-discouraged', {
    subject: vpc.name,
    message,
    suggestion: 'Choose another block under network.blocks in drplan.yaml, unless nothing there uses that range.',
  })

const kept = (vpc: Vpc, block: Cidr): Finding =>
  createFinding('network.block-kept', {
    subject: vpc.name,
    message: `${formatCidr(block)} of ${vpc.name} keeps its addresses, as drplan.yaml asks. The two sites can then not be routed to each other.`,
    suggestion: 'Make sure that replication, drills and failback do not need a route between the sites.',
  })
