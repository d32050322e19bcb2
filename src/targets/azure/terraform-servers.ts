/** Assigned VMs as values of the variables `servers` and `replicated_servers`, keyed by the plan's stable keys. */
import { formatAddress } from '../../model/address.ts'
import type { AddressTranslation, NetworkTranslation } from '../../model/network-translation.ts'
import { cardsOf, type PlacedVm } from '../placed-vms.ts'
import { backupKey } from './backup-policy.ts'
import { capacityGroup, zoneOf, zonesOf } from './terraform-capacity.ts'
import { disksOf } from './terraform-disks.ts'
import { applianceAddresses } from './terraform-network.ts'
import { guardsCards } from './terraform-security.ts'
import { machineName, plainText, tagValue } from './text.ts'

/** What the network says of cards: who guards them, which groups they are in, and who forwards what is not for it. */
export interface CardPlaces {
  readonly filters: ReadonlyMap<string, string>
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly appliances: ReadonlySet<string>
  /** Of subnets, from 0. */
  readonly zones: ReadonlyMap<string, number>
}

const cardName = (vmId: string, nicIndex: number): string => JSON.stringify([vmId, nicIndex])

export function cardPlaces(network: NetworkTranslation): CardPlaces {
  const filters = network.packetFilters
    .filter(guardsCards)
    .flatMap(({ key, cards }) => cards.map(({ vmId, nicIndex }) => [cardName(vmId, nicIndex), key] as const))
  const members = network.memberGroups.flatMap(({ key, cards }) =>
    cards.map(({ vmId, nicIndex }) => ({ card: cardName(vmId, nicIndex), key })),
  )
  const groups = [...Map.groupBy(members, ({ card }) => card)].map(
    ([card, own]) => [card, own.map(({ key }) => key).toSorted()] as const,
  )
  return {
    filters: new Map(filters),
    groups: new Map(groups),
    appliances: applianceAddresses(network),
    zones: zonesOf(network),
  }
}

/** A server that a drill or failover makes, in its wave. */
export const recoveredServer = (placed: PlacedVm, places: CardPlaces) => ({
  ...serverValue(placed, places),
  wave: placed.wave,
})

/** A server that stands all the time, perhaps at a smaller size. */
export function standingServer(placed: PlacedVm, places: CardPlaces) {
  const { standbyComponentId, componentId } = placed.assignment.offering
  const smaller = standbyComponentId !== null && standbyComponentId !== componentId
  return { ...serverValue(placed, places), ...(smaller ? { standby_size: standbyComponentId } : {}) }
}

/** A server that Site Recovery makes, with what to tell it. */
export const replicatedServer = ({ vm, assignment, addresses, wave }: PlacedVm, places: CardPlaces) => ({
  name: plainText(vm.name),
  wave,
  size: assignment.offering.componentId,
  disks: disksOf(vm.key, assignment.disks),
  interfaces: interfacesOf(addresses, places),
})

function serverValue(placed: PlacedVm, places: CardPlaces) {
  const { vm, assignment, addresses } = placed
  // Of what drplan cannot tell, Azure is told Linux: it then changes nothing inside.
  const osType = vm.os === 'windows' ? 'Windows' : 'Linux'
  const zone = zoneOf(placed, places.zones)
  const { backupIntervalMinutes: minutes } = assignment
  return {
    name: plainText(vm.name),
    resource_name: machineName(vm.key, osType),
    size: assignment.offering.componentId,
    os_type: osType,
    ...(vm.firmware === null ? {} : { generation: vm.firmware === 'uefi' ? 'V2' : 'V1' }),
    ...(zone === undefined ? {} : { zone: String(zone + 1) }),
    ...(minutes === null ? {} : { backup_policy_key: backupKey(minutes) }),
    ...capacityGroup(placed, places.zones),
    tags: tagsOf(placed),
    disks: disksOf(vm.key, assignment.disks),
    interfaces: interfacesOf(addresses, places),
  }
}

const tagsOf = ({ vm, assignment }: PlacedVm): Record<string, string> => ({
  Name: tagValue(vm.name) || vm.key,
  'drplan:application': tagValue(vm.application),
  'drplan:strategy': assignment.offering.strategy,
  'drplan:tier': tagValue(assignment.tierId),
  'drplan:vm': vm.key,
})

const interfacesOf = (addresses: readonly AddressTranslation[], places: CardPlaces) =>
  Object.fromEntries(cardsOf(addresses).map((card, index) => [String(index), interfaceOf(card, places)]))

function interfaceOf(card: readonly AddressTranslation[], { filters, groups, appliances }: CardPlaces) {
  const [first] = card
  const name = first ? cardName(first.vmId, first.nicIndex) : ''
  const filter = filters.get(name)
  const own = card.flatMap(({ to }) => (to?.family === 4 ? [formatAddress(to)] : []))
  return {
    subnet_key: first?.subnetKey ?? '',
    ...(filter === undefined ? {} : { network_security_group_key: filter }),
    application_security_group_keys: groups.get(name) ?? [],
    addresses: own,
    forwards: first?.forwards === true || own.some((address) => appliances.has(address)),
  }
}
