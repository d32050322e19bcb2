/**
 * Every address of every planned VM at the recovery site. Host parts are kept; a host that would land on an
 * address the target reserves moves to the lowest free one of its subnet, and everything that names it follows.
 */
import { compareAddresses, formatAddress, type Address } from '../../model/address.ts'
import { containsAddress, formatCidr, lastOf, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation, TranslationRule } from '../../model/network-translation.ts'
import type { HostRule } from '../../model/network-policy.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { heldIn, type HeldBlocks } from './held-blocks.ts'
import { matchHosts, type HostRules } from './host-rules.ts'
import { translateIpv6 } from './ipv6.ts'
import { crowded, oneOwnerEach, tooFull } from './owners.ts'
import type { HostInVpc, PlacedNic, Slot } from './placed-nic.ts'

export interface TranslatedAddresses {
  readonly addresses: readonly AddressTranslation[]
  /** Hosts that do not follow their block, for the address map of their VPC. */
  readonly hosts: readonly HostInVpc[]
  readonly moved: readonly { readonly from: Address; readonly to: Address; readonly why: string }[]
  readonly findings: readonly Finding[]
}

export interface AddressContext {
  readonly limits: NetworkLimits
  readonly hostRules: readonly HostRule[]
  /** Prefixes and reservations, which no host is seated in. */
  readonly held: HeldBlocks
}

export function translateAddresses(nics: readonly PlacedNic[], context: AddressContext): TranslatedAddresses {
  const slots = nics.flatMap(slotsOf)
  const { limits } = context
  const rules = matchHosts(context.hostRules, slots, ({ subnet }, value) => isReserved(subnet.block, value, limits))
  const result = {
    addresses: [] as AddressTranslation[],
    hosts: [] as HostInVpc[],
    moved: [] as TranslatedAddresses['moved'][number][],
    findings: [] as Finding[],
  }
  for (const group of bySubnet(slots)) {
    const held = heldIn(group[0]?.subnet.key ?? '', context.held)
    const part = translateSubnetSlots(group, { limits, held, ruleOf: rules.ruleOf })
    result.addresses.push(...part.addresses)
    result.hosts.push(...part.hosts)
    result.moved.push(...part.moved)
    result.findings.push(...part.findings)
  }
  const six = translateIpv6(nics, limits)
  const { hosts, findings } = oneOwnerEach(slots, result)
  return {
    ...result,
    hosts: [...hosts, ...six.hosts],
    addresses: [...result.addresses, ...six.addresses].sort(inOrder),
    findings: [...rules.findings, ...result.findings, ...findings, ...six.findings],
  }
}

const inOrder = (a: AddressTranslation, b: AddressTranslation): number =>
  (a.vmId < b.vmId ? -1 : a.vmId > b.vmId ? 1 : 0) || a.nicIndex - b.nicIndex || a.addressIndex - b.addressIndex

/** Those of IPv4; IPv6 has its own way (ipv6.ts), as platforms assign its blocks. */
function slotsOf(placed: PlacedNic): readonly Slot[] {
  const known = placed.nic.addresses.filter(({ family }) => family === 4)
  if (known.length === 0) return [{ ...placed, from: null, addressIndex: 0 }]
  return known.map((from, addressIndex) => ({ ...placed, from, addressIndex }))
}

function bySubnet(slots: readonly Slot[]): readonly (readonly Slot[])[] {
  const groups = new Map<string, Slot[]>()
  for (const slot of slots) {
    const group = groups.get(slot.subnet.key)
    if (group) group.push(slot)
    else groups.set(slot.subnet.key, [slot])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

/** All addresses of one subnet: those that keep their place first, then the displaced, in source order. */
function translateSubnetSlots(slots: readonly Slot[], context: SubnetContext): TranslatedAddresses {
  const seating: Seating = { ...context, taken: new Set(), addresses: [], hosts: [], moved: [], findings: [] }
  const owners = new Map<bigint, Slot>()
  const displaced: Slot[] = []
  // What drplan.yaml says comes first, so that nobody else has the place by then.
  for (const slot of [...slots].sort((a, b) => stated(b, context) - stated(a, context) || bySource(a, b))) {
    const { from } = slot
    const owner = from ? owners.get(from.value) : undefined
    if (from && !owner) owners.set(from.value, slot)
    if (!from) seating.addresses.push(entry(slot, null, 'allocated'))
    else if (owner) leaveToPlatform(slot, collision(slot, owner), seating)
    else if (!settle(slot, from, seating)) displaced.push(slot)
  }
  const homeless = seat(displaced, seating)
  const { limits } = context
  return {
    ...seating,
    findings: [...seating.findings, ...tooFull(homeless, slots, limits), ...crowded(seating.addresses, slots, limits)],
  }
}

interface SubnetContext {
  readonly limits: NetworkLimits
  readonly held: readonly Cidr[]
  readonly ruleOf: HostRules['ruleOf']
}

const stated = (slot: Slot, { ruleOf }: SubnetContext): number => Number(ruleOf.has(slot))

/** False: no place is known for the host yet. */
function settle(slot: Slot, from: Address, seating: Seating): boolean {
  const rule = seating.ruleOf.get(slot)
  if (rule) return take(slot, { from, to: rule.to, rule: 'explicit', why: 'drplan.yaml says so' }, seating)
  if (slot.seats) {
    const value = slot.seats.get(from.value)
    const to: Address = { family: 4, value: value ?? 0n }
    const why = 'its subnet becomes another size'
    if (value !== undefined) return take(slot, { from, to, rule: slot.subnet.rule, why }, seating)
    leaveToPlatform(slot, outside(slot, from), seating)
    return true
  }
  return !slot.floating && keepPlace(slot, from, seating)
}

/** False: somebody has the place already. */
function take(
  slot: Slot,
  move: { from: Address; to: Address; rule: TranslationRule; why: string },
  { taken, addresses, hosts, moved }: Seating,
): boolean {
  const { from, to, rule, why } = move
  if (taken.has(to.value)) return false
  taken.add(to.value)
  addresses.push(entry(slot, to, rule))
  hosts.push({ from, to, vpcKey: slot.subnet.vpcKey })
  moved.push({ from, to, why })
  return true
}

function leaveToPlatform(slot: Slot, finding: Finding, seating: Seating): void {
  seating.findings.push(finding)
  seating.addresses.push(entry(slot, null, 'allocated'))
}

/** Seats a host at its own host part; false when the target reserves that place. */
function keepPlace(slot: Slot, from: Address, seating: Seating): boolean {
  const { block, fromBlock, rule } = slot.subnet
  if (!fromBlock || !containsAddress(fromBlock, from)) {
    leaveToPlatform(slot, outside(slot, from), seating)
    return true
  }
  const value = block.network + (from.value - fromBlock.network)
  if (isReserved(block, value, seating.limits) || seating.taken.has(value)) return false
  seating.taken.add(value)
  seating.addresses.push(entry(slot, { family: 4, value }, rule === 'explicit' ? 'explicit' : 'offset'))
  return true
}

interface Seating extends SubnetContext {
  readonly taken: Set<bigint>
  readonly addresses: AddressTranslation[]
  readonly hosts: HostInVpc[]
  readonly moved: { from: Address; to: Address; why: string }[]
  readonly findings: Finding[]
}

/** Who finds no place. */
function seat(displaced: readonly Slot[], seating: Seating): readonly Slot[] {
  const { addresses, hosts, moved, findings } = seating
  const homeless: Slot[] = []
  let next = 0n
  for (const slot of displaced) {
    const to = lowestFree(slot.subnet.block, seating, next)
    addresses.push(entry(slot, to, 'allocated'))
    if (!to || !slot.from) {
      homeless.push(slot)
      continue
    }
    next = to.value + 1n
    hosts.push({ from: slot.from, to, vpcKey: slot.subnet.vpcKey })
    const why = slot.floating ? 'its subnet gets a block of its own' : 'its place is reserved or taken'
    moved.push({ from: slot.from, to, why })
    if (!slot.floating) findings.push(movedFinding(slot, slot.from, to))
  }
  return homeless
}

const bySource = (a: Slot, b: Slot): number =>
  a.from && b.from
    ? compareAddresses(a.from, b.from) ||
      (a.vm.id < b.vm.id ? -1 : a.vm.id > b.vm.id ? 1 : 0) ||
      a.nicIndex - b.nicIndex ||
      a.addressIndex - b.addressIndex
    : Number(a.from === null) - Number(b.from === null)

const isReserved = (block: Cidr, value: bigint, limits: NetworkLimits): boolean =>
  value < block.network + BigInt(limits.reservedFirst) || value > lastOf(block) - BigInt(limits.reservedLast)

/** The lowest free address that is not below `from`: what is below was tried for an earlier host. */
function lowestFree(block: Cidr, { taken, limits, held }: Seating, from: bigint): Address | null {
  const last = lastOf(block) - BigInt(limits.reservedLast)
  const first = block.network + BigInt(limits.reservedFirst)
  for (let value = from > first ? from : first; value <= last; value++) {
    const holder = held.find((own) => containsAddress(own, { family: 4, value }))
    if (holder) value = lastOf(holder)
    else if (!taken.has(value)) return { family: 4, value }
  }
  return null
}

const entry = (slot: Slot, to: Address | null, rule: TranslationRule): AddressTranslation => ({
  vmId: slot.vm.id,
  nicId: slot.nic.id,
  nicIndex: slot.nicIndex,
  addressIndex: slot.addressIndex,
  subnetKey: slot.subnet.key,
  securityGroupKeys: slot.securityGroupKeys,
  ...(slot.nic.forwards === true && { forwards: true }),
  from: slot.from,
  to,
  rule,
})

const outside = (slot: Slot, from: Address): Finding =>
  createFinding('network.address-outside', {
    subject: slot.vm.name,
    message: `${formatAddress(from)} of ${slot.vm.name} is not in ${slot.subnet.name} (${slot.subnet.fromBlock ? formatCidr(slot.subnet.fromBlock) : 'no block'}); it is not carried over, and rules and records that name it do not follow.`,
    suggestion: 'Correct the subnet or the address at the source.',
    affected: [slot.vm.id],
  })

const collision = (slot: Slot, holder: Slot): Finding =>
  createFinding('network.address-collision', {
    subject: slot.vm.name,
    message:
      slot.vm.id === holder.vm.id
        ? `${slot.vm.name} has ${slot.from ? formatAddress(slot.from) : ''} twice in ${slot.subnet.name}; only card ${holder.nic.id} keeps it.`
        : `${slot.vm.name} and ${holder.vm.name} both have ${slot.from ? formatAddress(slot.from) : ''} in ${slot.subnet.name}; only ${holder.vm.name} keeps it.`,
    suggestion: 'Remove the stale entry at the source, or give one of them another address.',
    affected: [...new Set([holder.vm.id, slot.vm.id])],
  })

const movedFinding = (slot: Slot, from: Address, to: Address): Finding =>
  createFinding('network.address-moved', {
    subject: slot.vm.name,
    message: `${formatAddress(from)} of ${slot.vm.name} becomes ${formatAddress(to)}: the target reserves its place, or something else has it.`,
    suggestion:
      'Look for this address in configuration files and allow-lists; rules and DNS records of this plan already follow.',
    affected: [slot.vm.id],
  })
