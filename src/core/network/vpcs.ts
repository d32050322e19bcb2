/** One VPC at the recovery site: its segments, its subnets, and a block for the subnets that float. */
import { formatCidr, parseCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { BlockTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Network, Subnet, Vpc } from '../../model/network.ts'
import { allocate, planSegments, type BlockContext, type PlannedSegment } from './blocks.ts'
import { UNPLACED_SUBNET_ID } from './complete.ts'
import { tableOf } from './routes.ts'
import {
  floatingFinding,
  floatingRangePrefix,
  movedBlock,
  placeFloating,
  sortSubnets,
  translateSubnet,
  type FloatingSubnet,
  type SubnetPlace,
} from './subnets.ts'

export interface TranslatedVpc {
  readonly vpc: Vpc
  readonly key: string
  readonly segments: readonly PlannedSegment[]
  readonly blocks: readonly BlockTranslation[]
  readonly subnets: readonly SubnetTranslation[]
  /** Ids of source subnets whose blocks drplan chose. */
  readonly floating: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

export interface VpcContext extends BlockContext {
  readonly network: Network
  readonly hostsOf: (subnetId: string) => number
}

export function translateVpc(vpc: Vpc, subnets: readonly Subnet[], context: VpcContext): TranslatedVpc {
  const key = stableKey(vpc.name, vpc.id)
  const { segments, findings } = planSegments(vpc, subnets, context)
  const { moving, floating } = sortSubnets(subnets, segments, context)
  const floats = floatBlocks(vpc, floating, { segments, context })
  const placeOf = placesOf(subnets, key, context)
  const translated = [
    ...moving.map(({ subnet, block, segment }) =>
      translateSubnet(
        subnet,
        { block: movedBlock(block, segment), rule: segment.rule === 'explicit' ? 'explicit' : 'offset' },
        placeOf(subnet),
      ),
    ),
    ...floats.subnets.map(({ subnet, block }) =>
      translateSubnet(subnet, { block, rule: 'allocated' }, placeOf(subnet)),
    ),
  ]
  return {
    vpc,
    key,
    segments,
    blocks: [
      ...segments.map(({ from, to, rule }): BlockTranslation => ({ vpcKey: key, from, to, rule })),
      ...(floats.range ? [{ vpcKey: key, from: null, to: floats.range, rule: 'allocated' as const }] : []),
    ],
    subnets: translated.sort((a, b) => (a.key < b.key ? -1 : 1)),
    floating: new Set(floats.subnets.map(({ subnet }) => subnet.id)),
    findings: [
      ...findings,
      ...floats.findings,
      ...quotas(vpc, { subnets: translated.length, blocks: segments.length + (floats.range ? 1 : 0) }, context),
      ...mixedRanges(vpc, segments, context),
      ...ipv6(vpc, subnets),
    ],
  }
}

interface Floats {
  readonly range: Cidr | null
  readonly subnets: readonly { readonly subnet: Subnet; readonly block: Cidr }[]
  readonly findings: readonly Finding[]
}

/** Where floating subnets of a VPC without any block start to look for one. */
const anywhere = parseCidr('10.0.0.0/16')

function floatBlocks(
  vpc: Vpc,
  floating: readonly FloatingSubnet[],
  { segments, context }: { segments: readonly PlannedSegment[]; context: VpcContext },
): Floats {
  if (floating.length === 0) return { range: null, subnets: [], findings: [] }
  const like = { ...anywhere, prefixLength: floatingRangePrefix(floating, context.limits) }
  const range = allocate(
    like,
    segments.map(({ to }) => to),
    context,
  )
  if (!range) {
    const finding = createFinding('network.block-refused', {
      subject: vpc.name,
      message: `No free block of /${like.prefixLength} is left in the pool for ${floating.length} subnets of ${vpc.name}.`,
      suggestion: 'Add a range to network.pool in drplan.yaml.',
    })
    return { range: null, subnets: [], findings: [finding] }
  }
  context.given.push(range)
  const placed = placeFloating(floating, range, context.limits)
  const seated = floating.flatMap((float) => {
    const block = placed.get(float.subnet.id)
    return block ? [{ float, subnet: float.subnet, block }] : []
  })
  return {
    range,
    subnets: seated,
    findings: floating
      // The subnet that drplan made up has a finding already, about its VMs.
      .filter(({ subnet }) => subnet.id !== UNPLACED_SUBNET_ID || !placed.has(subnet.id))
      .map((float) => {
        const block = placed.get(float.subnet.id)
        return block ? floatingFinding(float, block) : unseated(float, range)
      }),
  }
}

const unseated = ({ subnet, hosts }: FloatingSubnet, range: Cidr): Finding =>
  createFinding('network.block-refused', {
    subject: subnet.name,
    message: `${subnet.name} has no subnet at the recovery site: ${formatCidr(range)}, the largest block that the target takes, is full before its ${hosts} hosts have a place.`,
    suggestion: 'State the blocks of subnets under sources[].subnets in drplan.yaml, so that they move with their own.',
  })

/** Zones keep their order: VMs that were apart stay apart, as far as the target has zones. */
function placesOf(subnets: readonly Subnet[], vpcKey: string, context: VpcContext): (subnet: Subnet) => SubnetPlace {
  const zones = [...new Set(subnets.flatMap(({ zone }) => (zone === null ? [] : [zone])))].sort()
  return (subnet) => ({
    vpcKey,
    zone: subnet.zone === null ? 0 : zones.indexOf(subnet.zone),
    routeTableKey: tableOf(subnet, { network: context.network, vpcKey }),
  })
}

function quotas(vpc: Vpc, counts: { subnets: number; blocks: number }, { limits }: VpcContext): readonly Finding[] {
  const checks = [
    { what: 'subnets', count: counts.subnets, limit: limits.subnetsPerVpc },
    { what: 'blocks', count: counts.blocks, limit: limits.blocksPerVpc },
  ]
  return checks
    .filter(({ count, limit }) => count > limit.value)
    .map(({ what, count, limit }) =>
      createFinding('network.limit', {
        subject: vpc.name,
        message: `${vpc.name} has ${count} ${what}; the target allows ${limit.value} (${limit.source}, ${limit.asOf}).`,
        suggestion: 'Ask for a higher quota, or split the VPC.',
      }),
    )
}

function mixedRanges(vpc: Vpc, segments: readonly PlannedSegment[], { limits }: VpcContext): readonly Finding[] {
  const rangeOf = (block: Cidr): number =>
    limits.exclusiveRanges.findIndex(
      (range) =>
        range.network <= block.network && block.network < range.network + (1n << BigInt(32 - range.prefixLength)),
    )
  const ranged = segments.filter(({ to }) => rangeOf(to) >= 0)
  const [first] = ranged
  const other = first && ranged.find(({ to }) => rangeOf(to) !== rangeOf(first.to))
  if (!first || !other) return []
  return [
    createFinding('network.block-refused', {
      subject: vpc.name,
      message: `${vpc.name} would have ${formatCidr(first.to)} and ${formatCidr(other.to)}; the target does not allow blocks of both ranges in one VPC.`,
      suggestion: 'Choose blocks of one range under network.blocks in drplan.yaml.',
    }),
  ]
}

function ipv6(vpc: Vpc, subnets: readonly Subnet[]): readonly Finding[] {
  const has = [...vpc.blocks, ...subnets.flatMap(({ block }) => (block ? [block] : []))].some(
    ({ family }) => family === 6,
  )
  if (!has) return []
  return [
    createFinding('network.ipv6-untranslated', {
      subject: vpc.name,
      message: `${vpc.name} has IPv6 blocks. The target assigns its own, so IPv6 addresses cannot be planned yet; IPv4 is.`,
      suggestion: 'Plan for new IPv6 addresses, and name hosts by DNS.',
    }),
  ]
}
