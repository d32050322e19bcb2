/** Whether an address still means one host, and a subnet still has room, once every host has its place. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr, sizeOf } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation } from '../../model/network-translation.ts'
import { listed } from '../../model/listed.ts'
import { count } from '../../model/quantity.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { prefixForHosts } from './allocate.ts'
import type { HostInVpc, Slot } from './placed-nic.ts'

interface Owner {
  readonly slot: Slot
  readonly move: HostInVpc | null
}

/**
 * Subnets of one VPC may overlap, so two hosts may have one address and both a place at the recovery site. The
 * address map can follow only one: the host that moves with its block, else the first subnet's. The others are said.
 */
export function oneOwnerEach(
  slots: readonly Slot[],
  { addresses, hosts }: { readonly addresses: readonly AddressTranslation[]; readonly hosts: readonly HostInVpc[] },
): { hosts: readonly HostInVpc[]; findings: readonly Finding[] } {
  const moves = new Map(hosts.map((move) => [`${move.vpcKey} ${formatAddress(move.to)}`, move]))
  const slotOf = new Map(slots.map((slot) => [nameOf(slot.vm.id, slot), slot]))
  const owners = new Map<string, Owner[]>()
  for (const entry of addresses) {
    const slot = slotOf.get(nameOf(entry.vmId, entry))
    if (!slot || !entry.from || !entry.to) continue
    const { vpcKey } = slot.subnet
    const owner = { slot, move: moves.get(`${vpcKey} ${formatAddress(entry.to)}`) ?? null }
    const name = `${vpcKey} ${formatAddress(entry.from)}`
    const others = owners.get(name)
    if (others) others.push(owner)
    else owners.set(name, [owner])
  }
  const shared = [...owners.values()].filter((all) => all.length > 1).map(settle)
  const dropped = new Set(shared.flatMap(({ losers }) => losers.map(({ move }) => move)))
  return {
    hosts: hosts.filter((move) => !dropped.has(move)),
    findings: shared.flatMap(({ winner, losers }) => losers.map((loser) => sharedAddress(winner, loser))),
  }
}

const nameOf = (vmId: string, place: { readonly nicIndex: number; readonly addressIndex: number }): string =>
  JSON.stringify([vmId, place.nicIndex, place.addressIndex])

function settle(owners: readonly Owner[]): { winner: Owner; losers: readonly Owner[] } {
  const [first, ...rest] = [...owners].sort(
    (a, b) => Number(a.move !== null) - Number(b.move !== null) || (a.slot.subnet.key < b.slot.subnet.key ? -1 : 1),
  )
  if (!first) throw new RangeError('an address without an owner cannot be settled')
  return { winner: first, losers: rest }
}

function sharedAddress({ slot: winner }: Owner, { slot: loser }: Owner): Finding {
  const address = loser.from ? formatAddress(loser.from) : ''
  return createFinding('network.address-collision', {
    subject: loser.vm.name,
    message: `${address} is an address of ${winner.vm.name} in ${winner.subnet.name} and of ${loser.vm.name} in ${loser.subnet.name}. Both are recovered; rules and records that name ${address} follow ${winner.vm.name}.`,
    suggestion: 'Check which host these rules and records mean.',
    affected: [...new Set([winner.vm.id, loser.vm.id])],
  })
}

/** A subnet that is too small for its hosts; `homeless` are those that found no place. */
export function tooFull(homeless: readonly Slot[], slots: readonly Slot[], limits: NetworkLimits): readonly Finding[] {
  const [first] = homeless
  if (!first) return []
  const { name, block } = first.subnet
  const reserved = limits.reservedFirst + limits.reservedLast
  const needed = prefixForHosts(slots.length, reserved)
  const names = homeless.map(({ vm, from }) => `${vm.name}${from ? ` (${formatAddress(from)})` : ''}`)
  return [
    createFinding('network.limit', {
      subject: name,
      message: `${name} (${formatCidr(block)}) has ${count(slots.length, 'host address', 'host addresses')} and ${Math.max(0, Number(sizeOf(block)) - reserved)} usable ones at the recovery site. No place is left for ${listed(names)}. /${needed} is the smallest block that would do.`,
      suggestion: `Give the subnet a block of /${needed} or larger: write its own rule under network.blocks, or enlarge it at the source.`,
      affected: [...new Set(homeless.map(({ vm }) => vm.id))],
    }),
  ]
}

/** Cards whose address the platform chooses need room as well. */
export function crowded(
  addresses: readonly AddressTranslation[],
  [first]: readonly Slot[],
  limits: NetworkLimits,
): readonly Finding[] {
  if (!first) return []
  const { name, block } = first.subnet
  const usable = Number(sizeOf(block)) - limits.reservedFirst - limits.reservedLast
  const planned = addresses.filter(({ to }) => to !== null)
  const cardOf = ({ vmId, nicIndex }: AddressTranslation): string => JSON.stringify([vmId, nicIndex])
  const seated = new Set(planned.map(cardOf))
  const waiting = new Set(addresses.map(cardOf).filter((card) => !seated.has(card)))
  const needed = planned.length + waiting.size
  // Hosts that found no place have a finding already.
  if (waiting.size === 0 || planned.length >= usable || needed <= usable) return []
  return [
    createFinding('network.limit', {
      subject: name,
      message: `${name} (${formatCidr(block)}) has room for ${usable} addresses, and needs ${needed}: ${planned.length} planned ones and ${waiting.size} from the platform.`,
      suggestion: 'Give the subnet a larger block.',
    }),
  ]
}
