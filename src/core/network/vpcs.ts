/** One VPC at the recovery site: its segments, its subnets, and a block for the subnets that float. */
import { contains, formatCidr, parseCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { BlockTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Network, Subnet, Vpc } from '../../model/network.ts'
import { maximal } from './allocate.ts'
import { refusedPairs } from './block-pairs.ts'
import { allocate, planSegments, type BlockContext, type PlannedSegment } from './blocks.ts'
import { UNPLACED_SUBNET_ID } from './complete.ts'
import { moreBlocksOf, planIpv6, withMoreBlocks } from './ipv6.ts'
import { placeResized, type ResizeContext } from './resize.ts'
import { tableOf } from './route-tables.ts'
import { enlarged, missingSpecials, specialOf } from './special-subnets.ts'
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
  /** Of subnets that became another size, by their ids: where each host goes. */
  readonly seats: ReadonlyMap<string, ReadonlyMap<bigint, bigint>>
  /** Ids of source subnets whose blocks drplan chose. */
  readonly floating: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

export interface VpcContext extends BlockContext, ResizeContext {
  readonly network: Network
  readonly hostsOf: (subnetId: string) => number
}

export function translateVpc(vpc: Vpc, subnets: readonly Subnet[], context: VpcContext): TranslatedVpc {
  const key = stableKey(vpc.name, vpc.id)
  const plan = planSegments(vpc, subnets, context)
  const six = planIpv6(vpc, subnets, context)
  const unmoved = subnets.filter(({ block }) => !block || !plan.segments.some(({ from }) => contains(from, block)))
  const resized = placeResized(vpc, { moves: plan.resized, subnets: unmoved }, context)
  const segments = [...plan.segments, ...resized.segments, ...six.segments]
  const settled = new Set(resized.subnets.map(({ subnet }) => subnet.id))
  const { moving, floating } = sortSubnets(
    subnets.filter(({ id }) => !settled.has(id)),
    plan.segments,
    context,
  )
  const floats = floatBlocks(vpc, floating, {
    taken: [...plan.segments, ...resized.blocks].map(({ to }) => to),
    context,
  })
  const placeOf = placesOf(subnets, key, context)
  const placed = [
    ...moving.map(({ subnet, block, segment }) =>
      translateSubnet(
        subnet,
        { block: movedBlock(block, segment), rule: segment.rule === 'explicit' ? 'explicit' : 'offset' },
        placeOf(subnet),
      ),
    ),
    ...resized.subnets.map(({ subnet, block, rule }) => translateSubnet(subnet, { block, rule }, placeOf(subnet))),
    ...floats.subnets.map(({ subnet, block }) =>
      translateSubnet(subnet, { block, rule: 'allocated' }, placeOf(subnet)),
    ),
  ]
  const more = new Map(subnets.map((subnet) => [subnet.id, moreBlocksOf(subnet, six.segments)]))
  const translated = placed.map((subnet) => withMoreBlocks(subnet, more.get(subnet.from ?? '') ?? []))
  const blocks = maximal([...plan.segments, ...resized.blocks].map(({ to }) => to).concat(floats.range ?? []))
  return {
    vpc,
    key,
    segments,
    blocks: blockEntries(key, [...segments, ...resized.blocks], floats.range),
    subnets: translated.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    seats: new Map(resized.subnets.flatMap(({ subnet, seats }) => (seats ? [[subnet.id, seats]] : []))),
    floating: new Set(floats.subnets.map(({ subnet }) => subnet.id)),
    findings: [
      ...plan.findings,
      ...six.findings,
      ...resized.findings,
      ...floats.findings,
      ...quotas(vpc, { subnets: translated.length, blocks: blocks.length }, context),
      ...refusedPairs(vpc, blocks, context.limits),
      ...missingSpecials(vpc, { blocks, subnets: translated }, context),
    ],
  }
}

const blockEntries = (
  vpcKey: string,
  moves: readonly Pick<PlannedSegment, 'from' | 'to' | 'rule'>[],
  range: Cidr | null,
): readonly BlockTranslation[] => [
  ...moves.map(({ from, to, rule }): BlockTranslation => ({ vpcKey, from, to, rule })),
  ...(range ? [{ vpcKey, from: null, to: range, rule: 'allocated' as const }] : []),
]

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
  { taken, context }: { taken: readonly Cidr[]; context: VpcContext },
): Floats {
  if (floating.length === 0) return { range: null, subnets: [], findings: [] }
  const like = { ...anywhere, prefixLength: floatingRangePrefix(floating, context.limits) }
  const range = allocate(like, taken, context)
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
        const special = specialOf(float.subnet, context.limits)
        if (block && special && float.why === 'special') return enlarged(float.subnet, block, special)
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
