/**
 * IPv6. Platforms assign its blocks, so where they go is only known where drplan.yaml says it (network.ipv6.blocks):
 * equally long, host parts kept. Elsewhere nothing of IPv6 is planned, and that is said.
 */
import { formatAddress, type Address } from '../../model/address.ts'
import { contains, containsAddress, formatCidr, lastOf, overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { BlockRule, NetworkPolicy } from '../../model/network-policy.ts'
import type { AddressTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Subnet, Vpc } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { Segment } from './address-map.ts'
import { maximal } from './allocate.ts'
import { rulesOf } from './block-rules.ts'
import type { HostInVpc, PlacedNic } from './placed-nic.ts'

/** All blocks of one subnet, IPv4 or IPv6. */
const ownBlocks = ({ block, moreBlocks = [] }: Subnet): readonly Cidr[] => [...(block ? [block] : []), ...moreBlocks]

/** The IPv6 blocks of a VPC: its own, and those of subnets outside of them. */
export const ipv6BlocksOf = (vpc: Vpc, subnets: readonly Subnet[]): readonly Cidr[] =>
  maximal([...vpc.blocks, ...subnets.flatMap(ownBlocks)].filter(({ family }) => family === 6))

export interface Ipv6Plan {
  readonly segments: readonly (Segment & { readonly rule: 'explicit' })[]
  readonly findings: readonly Finding[]
}

const isUsable = ({ from, to }: BlockRule): boolean =>
  from.family === 6 && to.family === 6 && from.prefixLength === to.prefixLength

/** `given` grows by the blocks that are used. */
export function planIpv6(
  vpc: Vpc,
  subnets: readonly Subnet[],
  { policy, limits, given }: { readonly policy: NetworkPolicy; readonly limits: NetworkLimits; readonly given: Cidr[] },
): Ipv6Plan {
  const blocks = ipv6BlocksOf(vpc, subnets)
  const rules = rulesOf((policy.ipv6?.blocks ?? []).filter(isUsable), vpc)
  const findings: Finding[] = []
  const segments = blocks.flatMap((block) => {
    const around = rules.find(({ from }) => contains(from, block))
    const inside = around ? [] : rules.filter(({ from }) => contains(block, from))
    const moves = around ? [{ from: block, to: shifted(block, around) }] : maximalRules(inside)
    return moves.flatMap(({ from, to }) => {
      const holder = given.find((other) => overlaps(other, to))
      if (holder) findings.push(givenTwice(vpc, { from, to }, holder))
      else given.push(to)
      return holder ? [] : [{ from, to, rule: 'explicit' as const }]
    })
  })
  const covered = (block: Cidr): boolean => segments.some(({ from }) => contains(from, block))
  const open = [...blocks, ...subnets.flatMap(ownBlocks).filter(({ family }) => family === 6)].filter(
    (block) => !covered(block) && !segments.some(({ from }) => contains(block, from)),
  )
  if (open.length > 0) findings.push(unknownBlocks(vpc))
  return {
    segments,
    findings: [
      ...findings,
      ...wrongSubnets(
        subnets.filter((subnet) => ownBlocks(subnet).some(covered)),
        limits,
      ),
    ],
  }
}

const maximalRules = (rules: readonly BlockRule[]): readonly Segment[] =>
  rules.filter(
    ({ from }, index) =>
      !rules.some(
        (other, at) =>
          at !== index && contains(other.from, from) && (other.from.prefixLength < from.prefixLength || at < index),
      ),
  )

const shifted = (block: Cidr, { from, to }: Segment): Cidr => ({
  ...block,
  network: to.network + (block.network - from.network),
})

/** Where the further blocks of a subnet go, as far as that is known. */
export const moreBlocksOf = (subnet: Subnet, segments: readonly Segment[]): readonly Segment[] =>
  ownBlocks(subnet)
    .filter(({ family }) => family === 6)
    .flatMap((block) => {
      const segment = segments.find(({ from }) => contains(from, block))
      return segment ? [{ from: block, to: shifted(block, segment) }] : []
    })

export interface Ipv6Addresses {
  readonly addresses: readonly AddressTranslation[]
  readonly hosts: readonly HostInVpc[]
  readonly findings: readonly Finding[]
}

/** Addresses in blocks that drplan.yaml moves; a place that the target reserves goes to the next free one. */
export function translateIpv6(nics: readonly PlacedNic[], limits: NetworkLimits): Ipv6Addresses {
  const taken = new Set<bigint>()
  const result = { addresses: [] as AddressTranslation[], hosts: [] as HostInVpc[], findings: [] as Finding[] }
  const slots = nics.flatMap((placed) => {
    const first = Math.max(1, placed.nic.addresses.filter(({ family }) => family === 4).length)
    return placed.nic.addresses
      .filter(({ family }) => family === 6)
      .flatMap((from, index) => {
        const move = placed.subnet.moreBlocks?.find((block) => containsAddress(block.from, from))
        return move ? [{ placed, from, move, addressIndex: first + index }] : []
      })
  })
  const isReserved = ({ from, move }: (typeof slots)[number]): boolean => {
    const place = from.value - move.from.network
    return (
      place < BigInt(limits.reservedFirst) ||
      place > lastOf(move.from) - move.from.network - BigInt(limits.reservedLast)
    )
  }
  for (const slot of slots.toSorted((a, b) => Number(isReserved(a)) - Number(isReserved(b)))) {
    const { placed, from, move, addressIndex } = slot
    let value = move.to.network + (isReserved(slot) ? BigInt(limits.reservedFirst) : from.value - move.from.network)
    while (isReserved(slot) && taken.has(value)) value++
    const to: Address = { family: 6, value }
    result.addresses.push(entryOf(placed, { from, to: taken.has(value) ? null : to, addressIndex }, isReserved(slot)))
    if (taken.has(value)) result.findings.push(shared(placed, from))
    else if (isReserved(slot)) {
      result.hosts.push({ from, to, vpcKey: placed.subnet.vpcKey })
      result.findings.push(movedFinding(placed, from, to))
    }
    taken.add(value)
  }
  return result
}

const entryOf = (
  { vm, nic, nicIndex, subnet, securityGroupKeys }: PlacedNic,
  place: { readonly from: Address; readonly to: Address | null; readonly addressIndex: number },
  displaced: boolean,
): AddressTranslation => ({
  vmId: vm.id,
  nicId: nic.id,
  nicIndex,
  subnetKey: subnet.key,
  securityGroupKeys,
  ...(nic.forwards === true && { forwards: true }),
  ...place,
  rule: displaced || place.to === null ? 'allocated' : 'explicit',
})

const shared = ({ vm }: PlacedNic, from: Address): Finding =>
  createFinding('network.address-collision', {
    subject: vm.name,
    message: `${formatAddress(from)} of ${vm.name} is the address of another card too; only one of them keeps it.`,
    suggestion: 'Remove the stale entry at the source.',
    affected: [vm.id],
  })

const movedFinding = ({ vm }: PlacedNic, from: Address, to: Address): Finding =>
  createFinding('network.address-moved', {
    subject: vm.name,
    message: `${formatAddress(from)} of ${vm.name} becomes ${formatAddress(to)}: the target reserves the first and the last addresses of every subnet.`,
    suggestion: 'Look for this address in configuration files and allow-lists.',
    affected: [vm.id],
  })

const unknownBlocks = (vpc: Vpc): Finding =>
  createFinding('network.ipv6-untranslated', {
    subject: vpc.name,
    message: `${vpc.name} has IPv6 blocks. The target assigns its own, so IPv6 addresses cannot be planned yet; IPv4 is.`,
    suggestion:
      'Plan for new IPv6 addresses, and name hosts by DNS; or write the blocks under network.ipv6.blocks once they are known.',
  })

const givenTwice = (vpc: Vpc, { from, to }: Segment, holder: Cidr): Finding =>
  createFinding('network.cidr-overlap', {
    subject: vpc.name,
    message: `${formatCidr(from)} of ${vpc.name} cannot become ${formatCidr(to)}: ${formatCidr(holder)} is given to another block already.`,
    suggestion: 'Write one rule for each VPC under network.ipv6.blocks, with its vpc.',
  })

const wrongSubnets = (subnets: readonly Subnet[], { ipv6SubnetPrefix }: NetworkLimits): readonly Finding[] =>
  subnets.flatMap((subnet) =>
    ownBlocks(subnet)
      .filter(({ family, prefixLength }) => family === 6 && prefixLength !== ipv6SubnetPrefix.value)
      .map((block) =>
        createFinding('network.block-refused', {
          subject: subnet.name,
          message: `${formatCidr(block)} of ${subnet.name} cannot move as it is: the target takes IPv6 subnets of /${ipv6SubnetPrefix.value} only (${ipv6SubnetPrefix.source}, ${ipv6SubnetPrefix.asOf}).`,
          suggestion: 'Choose new addresses for this subnet.',
        }),
      ),
  )

/** A rule that is not followed must be said: its author counts on it. */
export function ipv6RuleFindings({ ipv6 }: NetworkPolicy, site: readonly Cidr[]): readonly Finding[] {
  return (ipv6?.blocks ?? []).flatMap((rule, index) => {
    const subject = `network.ipv6.blocks[${index}]`
    const move = `${formatCidr(rule.from)} → ${formatCidr(rule.to)}`
    if (!isUsable(rule))
      return createFinding('network.block-refused', {
        subject,
        message: `${move} is not followed: both blocks must be IPv6 and equally long.`,
        suggestion: `Write a target of /${rule.from.prefixLength}.`,
      })
    if (site.some((block) => overlaps(block, rule.from))) return []
    return createFinding('network.rule-unused', {
      subject,
      message: `${move} is not followed: the primary site has no address in ${formatCidr(rule.from)}.`,
      suggestion: 'Correct the block, or take the rule out of drplan.yaml.',
    })
  })
}

/** For subnets in the artefact: absent where nothing is known. */
export const withMoreBlocks = (subnet: SubnetTranslation, moreBlocks: readonly Segment[]): SubnetTranslation =>
  moreBlocks.length > 0 ? { ...subnet, moreBlocks: [...moreBlocks] } : subnet
