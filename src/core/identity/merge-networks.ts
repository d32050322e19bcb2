/**
 * The networks of all sources side by side. An object whose id an earlier source gave is kept once. A subnet that lost
 * its adapters to the same network as another source knows it, is left out.
 *
 * Not done: subnets of two sources that both have adapters stay two, also with equal blocks (the translation reports
 * the overlap); objects of one id are not merged field by field; DNS records, routes and rules with different ids are
 * not compared; nothing is done about a network whose block nobody knows.
 */
import { contains, containsAddress, equalCidrs } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network, Subnet } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { Labelled } from './labels.ts'
import { listed } from '../../model/listed.ts'
import type { NicKnowledge } from './merge-vm.ts'

export interface LabelledNetwork extends Labelled {
  readonly network: Network
}

/** `vms` after merging. */
export function mergeNetworks(
  sources: readonly LabelledNetwork[],
  vms: readonly Vm[],
): { network: Network; findings: readonly Finding[] } {
  const { remaining, findings } = withoutLeftovers(sources, vms)
  const networks = remaining.map(({ label, network }) => ({ label, ...network }))
  const conflicts: Finding[] = []
  const keep = <T extends { readonly id: string }>(noun: string, get: (network: Network) => readonly T[]): T[] => {
    const once = keepOnce(networks.map((network) => ({ label: network.label, items: get(network) })))
    if (once.differing.length > 0) conflicts.push(differingFinding(noun, once.differing))
    return once.items
  }
  const network = {
    vpcs: keep('VPCs', ({ vpcs }) => vpcs),
    subnets: keep('subnets', ({ subnets }) => subnets),
    routeTables: keep('route tables', ({ routeTables }) => routeTables),
    routes: keep('routes', ({ routes }) => routes),
    securityGroups: keep('security groups', ({ securityGroups }) => securityGroups),
    securityRules: keep('security rules', ({ securityRules }) => securityRules),
    dnsRecords: keep('DNS records', ({ dnsRecords }) => dnsRecords),
    objects: keep('network objects', ({ objects }) => objects),
    rulesKnown: networks.some(({ rulesKnown }) => rulesKnown),
  }
  return { network, findings: [...findings, ...conflicts] }
}

/** How well a network knows where an adapter is: how many of its addresses it can place. */
export function knowledgeOf(network: Network): NicKnowledge {
  const subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]))
  const statedVpcs = vpcsWithBlocks(network)
  return ({ subnetId, addresses }) => {
    const subnet = subnetId === null ? undefined : subnets.get(subnetId)
    const block = subnet?.block
    if (!subnet || !block) return { inKnownVpc: 0, inKnownBlock: 0 }
    const placed = addresses.filter((address) => containsAddress(block, address)).length
    return { inKnownVpc: statedVpcs.has(subnet.vpcId) ? placed : 0, inKnownBlock: placed }
  }
}

const vpcsWithBlocks = (network: Network): ReadonlySet<string> =>
  new Set(network.vpcs.filter(({ blocks }) => blocks.length > 0).map(({ id }) => id))

interface Differing {
  readonly id: string
  readonly used: string
  readonly other: string
}

/** Ids that repeat inside one source are that source's business and stay. */
function keepOnce<T extends { readonly id: string }>(
  sources: readonly { readonly label: string; readonly items: readonly T[] }[],
): { items: T[]; differing: readonly Differing[] } {
  const known = new Map<string, { readonly item: T; readonly label: string }>()
  const items: T[] = []
  const differing: Differing[] = []
  for (const { label, items: own } of sources) {
    const fresh = own.filter((item) => !known.has(item.id))
    for (const item of own) {
      const first = known.get(item.id)
      if (first && textOf(first.item) !== textOf(item)) differing.push({ id: item.id, used: first.label, other: label })
    }
    for (const item of fresh) known.set(item.id, { item, label })
    items.push(...fresh)
  }
  return { items, differing }
}

/** For comparing: JSON with integers of any size. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))

function differingFinding(noun: string, differing: readonly Differing[]): Finding {
  const ids = [...new Set(differing.map(({ id }) => id))].sort()
  const used = [...new Set(differing.map((each) => `${each.used} and ${each.other}`))].join('; ')
  return createFinding('site.conflict', {
    subject: `${noun} of two sources`,
    message: `Sources describe ${noun} of one id differently (${used}): ${listed(ids)}. The first description is used.`,
    suggestion: 'Read them from one source only, or put the source first in drplan.yaml that is right.',
    affected: ids,
  })
}

/**
 * Leaves out subnets without an adapter whose block lies in that of a subnet of another source that has adapters, or
 * is that of a subnet of an earlier source. One with a route table or in a VPC with known blocks always stays: a
 * subnet without VMs may be the one with the NAT gateway.
 */
function withoutLeftovers(
  sources: readonly LabelledNetwork[],
  vms: readonly Vm[],
): { remaining: readonly LabelledNetwork[]; findings: readonly Finding[] } {
  const used = new Set(vms.flatMap((vm) => vm.nics.flatMap(({ subnetId }) => subnetId ?? [])))
  const findings: Finding[] = []
  const remaining: LabelledNetwork[] = []
  sources.forEach(({ label, network }, position) => {
    const stated = vpcsWithBlocks(network)
    const others = sources.filter((_, other) => other !== position).flatMap(({ network: { subnets } }) => subnets)
    const busy = others.filter(({ id }) => used.has(id))
    const earlier = remaining.flatMap(({ network: { subnets } }) => subnets)
    const isLeftover = (subnet: Subnet): boolean =>
      !used.has(subnet.id) &&
      subnet.routeTableId === null &&
      !stated.has(subnet.vpcId) &&
      (busy.some((other) => lies(subnet, other)) || earlier.some((other) => sameBlock(subnet, other)))
    const leftover = network.subnets.filter(isLeftover)
    if (leftover.length > 0) findings.push(leftoverFinding(label, leftover))
    remaining.push({ label, network: leftover.length > 0 ? without(network, new Set(leftover)) : network })
  })
  return { remaining, findings }
}

const lies = ({ block }: Subnet, other: Subnet): boolean =>
  block !== null && other.block !== null && contains(other.block, block)

/** Of another id: one of the same id is kept once anyway. */
const sameBlock = ({ id, block }: Subnet, other: Subnet): boolean =>
  id !== other.id && block !== null && other.block !== null && equalCidrs(block, other.block)

/** A VPC that loses its last subnet goes too. */
function without(network: Network, leftover: ReadonlySet<Subnet>): Network {
  const subnets = network.subnets.filter((subnet) => !leftover.has(subnet))
  const emptied = new Set([...leftover].map(({ vpcId }) => vpcId).filter((id) => !subnets.some((s) => s.vpcId === id)))
  return { ...network, subnets, vpcs: network.vpcs.filter(({ id }) => !emptied.has(id)) }
}

const leftoverFinding = (label: string, leftover: readonly Subnet[]): Finding =>
  createFinding('site.merged', {
    subject: `subnets of ${label}`,
    message: `No VM is left on these subnets of ${label}, and another source has their addresses, so they are left out: ${listed(leftover.map(({ name }) => name).toSorted())}.`,
    affected: leftover.map(({ id }) => id).toSorted(),
  })
