/**
 * Networks that a source knows by name only (a port group, a bridge) as subnets. Their block is stated in
 * drplan.yaml or, failing that, inferred where all addresses on the network lie in one /24. Blocks never overlap:
 * where two networks would get the same addresses, the one with more of them keeps the block and the finding says so.
 */
import type { Address } from '../model/address.ts'
import { cidrAround, containsAddress, equalCidrs, formatCidr, overlaps, parseCidr, type Cidr } from '../model/cidr.ts'
import { emptyNetwork, type Network } from '../model/network.ts'
import type { SourceRequest } from '../model/source.ts'
import { listed, type Report } from './report.ts'
import { compareText } from '../model/text-order.ts'

/** A network with the addresses that VMs have on it. */
export interface NamedNetwork {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  readonly vpcName: string
  readonly addresses: readonly Address[]
}

interface Candidate {
  readonly group: NamedNetwork
  readonly block: Cidr
  readonly stated: boolean
}

const INFERRED_PREFIX = 24

/** `groups` sorted by id. Throws InputError `network.cidr-invalid` for a stated block that is none. */
export function buildNetwork(groups: readonly NamedNetwork[], request: SourceRequest, report: Report): Network {
  const candidates = groups.flatMap((group) => stateOrInfer(group, request, report))
  const granted = grant(candidates, report)
  reportUnused(groups, request, report)
  for (const { group, block, stated } of granted.values()) if (!stated) reportInferred(group, block, report)
  const vpcs = new Map(groups.map(({ vpcId, vpcName }) => [vpcId, vpcName]))
  return {
    ...emptyNetwork,
    vpcs: [...vpcs].map(([id, name]) => ({
      id,
      name,
      // A datacenter states no blocks of its own; what covers its subnets is not the source's to say.
      blocks: [],
    })),
    subnets: groups.map(({ id, name, vpcId }) => ({
      id,
      name,
      vpcId,
      block: granted.get(id)?.block ?? null,
      zone: null,
      gateway: null,
      routeTableId: null,
    })),
  }
}

const names = (group: NamedNetwork, stated: string): boolean => stated === group.name || stated === group.id

function stateOrInfer(group: NamedNetwork, request: SourceRequest, report: Report): readonly Candidate[] {
  const stated = request.subnets.find(({ name }) => names(group, name))
  if (stated) return [{ group, block: parseCidr(stated.block), stated: true }]
  const v4 = group.addresses.filter(({ family }) => family === 4)
  const blocks: Cidr[] = []
  for (const address of v4) {
    const block = cidrAround(address, INFERRED_PREFIX)
    if (!blocks.some((known) => equalCidrs(known, block))) blocks.push(block)
  }
  const [only] = blocks
  if (only && blocks.length === 1) return [{ group, block: only, stated: false }]
  reportUnknown(group, blocks, report)
  return []
}

/** Stated blocks first, then those with more addresses; ties go to the first id. */
function grant(candidates: readonly Candidate[], report: Report): ReadonlyMap<string, Candidate> {
  const reach = ({ group, block }: Candidate): number =>
    group.addresses.filter((address) => containsAddress(block, address)).length
  const ordered = candidates.toSorted(
    (a, b) => Number(b.stated) - Number(a.stated) || reach(b) - reach(a) || compareText(a.group.id, b.group.id),
  )
  const granted = new Map<string, Candidate>()
  for (const candidate of ordered) {
    const holder = [...granted.values()].find(({ block }) => overlaps(block, candidate.block))
    if (holder) reportClash(candidate, holder, report)
    else granted.set(candidate.group.id, candidate)
  }
  return granted
}

const howToState = (group: NamedNetwork, block: string): string =>
  `State it in drplan.yaml under this source: subnets: [{ name: ${JSON.stringify(group.name)}, block: ${block} }].`

function reportInferred(group: NamedNetwork, block: Cidr, report: Report): void {
  report('site.guessed', {
    subject: group.name,
    message: `The block of network "${group.name}" is not known; its addresses all lie in ${formatCidr(block)}, so that is taken.`,
    suggestion: `If it is another one: ${howToState(group, formatCidr(block))}`,
    affected: [group.id],
    about: ['block'],
  })
}

function reportUnknown(group: NamedNetwork, blocks: readonly Cidr[], report: Report): void {
  const shown = blocks.map(formatCidr).toSorted(compareText)
  const why = blocks.length === 0 ? 'no VM on it shows an IPv4 address' : `its addresses span ${listed(shown)}`
  report('network.subnet-unknown', {
    subject: group.name,
    message: `The block of network "${group.name}" is not known: ${why}.`,
    suggestion: howToState(group, '10.0.0.0/22'),
    affected: [group.id],
  })
}

function reportClash({ group, block, stated }: Candidate, holder: Candidate, report: Report): void {
  const how = stated ? 'is stated as' : 'would be inferred as'
  report('network.subnet-unknown', {
    subject: group.name,
    message: `The block of network "${group.name}" ${how} ${formatCidr(block)}, which overlaps ${formatCidr(holder.block)} of "${holder.group.name}" (${holder.group.id}). That one keeps its block; this one has none.`,
    suggestion: `If both are one network, name them alike; else: ${howToState(group, '10.0.0.0/25')}`,
    affected: [group.id, holder.group.id],
  })
}

function reportUnused(groups: readonly NamedNetwork[], request: SourceRequest, report: Report): void {
  for (const { name, block } of request.subnets) {
    if (groups.some((group) => names(group, name))) continue
    report('site.reference-missing', {
      subject: name,
      message: `drplan.yaml gives network "${name}" the block ${block}, but no VM of ${request.shownPath} is on a network of that name.`,
      suggestion: 'Write the name as the export does, upper and lower case included.',
      place: request.shownPath,
    })
  }
}
