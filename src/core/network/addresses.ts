/**
 * Every address of every planned VM at the recovery site. Host parts are kept; a host that would land on an
 * address the target reserves moves to the lowest free one of its subnet, and everything that names it follows.
 */
import { compareAddresses, formatAddress, type Address } from '../../model/address.ts'
import { containsAddress, formatCidr, lastOf, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation, TranslationRule } from '../../model/network-translation.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { crowded, oneOwnerEach } from './owners.ts'
import type { HostInVpc, PlacedNic, Slot } from './placed-nic.ts'

export interface TranslatedAddresses {
  readonly addresses: readonly AddressTranslation[]
  /** Hosts that do not follow their block, for the address map of their VPC. */
  readonly hosts: readonly HostInVpc[]
  readonly moved: readonly { readonly from: Address; readonly to: Address; readonly why: string }[]
  readonly findings: readonly Finding[]
}

export function translateAddresses(nics: readonly PlacedNic[], limits: NetworkLimits): TranslatedAddresses {
  const slots = nics.flatMap(slotsOf)
  const result = {
    addresses: [] as AddressTranslation[],
    hosts: [] as HostInVpc[],
    moved: [] as TranslatedAddresses['moved'][number][],
    findings: [] as Finding[],
  }
  for (const group of bySubnet(slots)) {
    const part = translateSubnetSlots(group, limits)
    result.addresses.push(...part.addresses)
    result.hosts.push(...part.hosts)
    result.moved.push(...part.moved)
    result.findings.push(...part.findings)
  }
  const { hosts, findings } = oneOwnerEach(slots, result)
  return { ...result, hosts, addresses: result.addresses.sort(inOrder), findings: [...result.findings, ...findings] }
}

const inOrder = (a: AddressTranslation, b: AddressTranslation): number =>
  (a.vmId < b.vmId ? -1 : a.vmId > b.vmId ? 1 : 0) || a.nicIndex - b.nicIndex || a.addressIndex - b.addressIndex

/** IPv6 addresses are not placed: the target assigns its own IPv6 ranges, so they are unknown before it does. */
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
function translateSubnetSlots(slots: readonly Slot[], limits: NetworkLimits): TranslatedAddresses {
  const seating: Seating = { taken: new Set(), addresses: [], findings: [] }
  const owners = new Map<bigint, Slot>()
  const displaced: Slot[] = []
  for (const slot of [...slots].sort(bySource)) {
    const { from } = slot
    const owner = from ? owners.get(from.value) : undefined
    if (from && !owner) owners.set(from.value, slot)
    if (!from) seating.addresses.push(entry(slot, null, 'allocated'))
    else if (owner) leaveToPlatform(slot, collision(slot, owner), seating)
    else if (slot.floating) displaced.push(slot)
    else if (!keepPlace(slot, from, { seating, limits })) displaced.push(slot)
  }
  const seated = seat(displaced, seating, limits)
  return { ...seated, findings: [...seated.findings, ...crowded(seated.addresses, slots, limits)] }
}

function leaveToPlatform(slot: Slot, finding: Finding, seating: Seating): void {
  seating.findings.push(finding)
  seating.addresses.push(entry(slot, null, 'allocated'))
}

/** Seats a host at its own host part; false when the target reserves that place. */
function keepPlace(
  slot: Slot,
  from: Address,
  { seating, limits }: { seating: Seating; limits: NetworkLimits },
): boolean {
  const { block, fromBlock, rule } = slot.subnet
  if (!fromBlock || !containsAddress(fromBlock, from)) {
    leaveToPlatform(slot, outside(slot, from), seating)
    return true
  }
  const value = block.network + (from.value - fromBlock.network)
  if (isReserved(block, value, limits)) return false
  seating.taken.add(value)
  seating.addresses.push(entry(slot, { family: 4, value }, rule === 'explicit' ? 'explicit' : 'offset'))
  return true
}

interface Seating {
  readonly taken: Set<bigint>
  readonly addresses: AddressTranslation[]
  readonly findings: Finding[]
}

function seat(
  displaced: readonly Slot[],
  { taken, addresses, findings }: Seating,
  limits: NetworkLimits,
): TranslatedAddresses {
  const hosts: HostInVpc[] = []
  const moved: { from: Address; to: Address; why: string }[] = []
  let next = 0n
  for (const slot of displaced) {
    const to = lowestFree(slot.subnet.block, { taken, limits, from: next })
    addresses.push(entry(slot, to, 'allocated'))
    if (!to || !slot.from) {
      findings.push(full(slot))
      continue
    }
    next = to.value + 1n
    hosts.push({ from: slot.from, to, vpcKey: slot.subnet.vpcKey })
    const why = slot.floating ? 'its subnet gets a block of its own' : 'the target reserves its place'
    moved.push({ from: slot.from, to, why })
    if (!slot.floating) findings.push(movedFinding(slot, slot.from, to))
  }
  return { addresses, hosts, moved, findings }
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
function lowestFree(
  block: Cidr,
  { taken, limits, from }: { taken: ReadonlySet<bigint>; limits: NetworkLimits; from: bigint },
): Address | null {
  const last = lastOf(block) - BigInt(limits.reservedLast)
  const first = block.network + BigInt(limits.reservedFirst)
  for (let value = from > first ? from : first; value <= last; value++) {
    if (!taken.has(value)) return { family: 4, value }
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

const full = (slot: Slot): Finding =>
  createFinding('network.limit', {
    subject: slot.subnet.name,
    message: `${slot.subnet.name} (${formatCidr(slot.subnet.block)}) has no free address left for ${slot.vm.name}.`,
    suggestion: 'Give the subnet a larger block.',
    affected: [slot.vm.id],
  })

const movedFinding = (slot: Slot, from: Address, to: Address): Finding =>
  createFinding('network.address-moved', {
    subject: slot.vm.name,
    message: `${formatAddress(from)} of ${slot.vm.name} becomes ${formatAddress(to)}: the target reserves the first and the last addresses of every subnet.`,
    suggestion:
      'Look for this address in configuration files and allow-lists; rules and DNS records of this plan already follow.',
    affected: [slot.vm.id],
  })
