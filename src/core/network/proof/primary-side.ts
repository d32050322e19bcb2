/** The primary site as a proof sees it: what the inventory says, and nothing that drplan made of it. */
import type { Address } from '../../../model/address.ts'
import type { Cidr } from '../../../model/cidr.ts'
import { guardingFilters, objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Network, Vpc } from '../../../model/network.ts'
import { readEntry, type KnownIds } from '../filter-entries.ts'
import type { CompleteNetwork, SeatedNic } from '../complete.ts'
import { cardKey } from './card-key.ts'
import { primaryTables, subnetsBehindNat } from './primary-tables.ts'
import type { Card, Side, SideEntry, SideFilter, SideList, SideRule, SideSubnet, SideVpc } from './side.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>

/** A completed inventory; its cards are those of all planned VMs, in their subnets. */
export function primarySide(complete: CompleteNetwork): Side {
  const { network, nics, orderedSubnetIds } = complete
  const filters = guardingFilters(network.objects)
  const known: KnownIds = {
    groups: new Set([
      ...network.securityGroups.map(({ id }) => id),
      ...objectsOf(network.objects, 'member-group').map(({ id }) => id),
    ]),
    prefixLists: new Set(objectsOf(network.objects, 'prefix-list').map(({ id }) => id)),
  }
  const isOrdered = (subnetId: string): boolean => orderedSubnetIds.has(subnetId)
  const cards = cardsOf(nics, filters, { isOrdered, network })
  return {
    cards,
    vpcs: new Map(network.vpcs.map((vpc) => [vpc.id, vpcOf(vpc, network)])),
    subnets: new Map(subnetsOf(network, filters).map((subnet) => [subnet.id, subnet])),
    groups: new Map(
      [...Map.groupBy(network.securityRules, ({ groupId }) => groupId)].map(([id, rules]) => [id, rules.map(ruleOf)]),
    ),
    filters: new Map(filters.map((filter) => [filter.id, filterOf(filter, known)])),
    members: membersOf(network, cards, nics),
    lists: new Map(objectsOf(network.objects, 'prefix-list').map((list) => [list.id, listOf(list)])),
    tables: primaryTables(complete),
    sharedName: (_kind, id) => id,
  }
}

interface Guarding {
  /** Whether filters guard the cards of a subnet, and not groups. */
  readonly isOrdered: (subnetId: string) => boolean
  readonly network: Network
}

function cardsOf(
  nics: readonly SeatedNic[],
  filters: readonly PacketFilter[],
  { isOrdered, network: { rulesKnown, subnets } }: Guarding,
): readonly Card[] {
  const lending = new Set(subnets.flatMap(({ id, lendsWayOut }) => (lendsWayOut === true ? [id] : [])))
  const groupsOf = ({ subnetId, securityGroupIds }: SeatedNic): readonly string[] | null => {
    if (isOrdered(subnetId)) return null
    return rulesKnown ? securityGroupIds : []
  }
  return nics.map((seated): Card => ({
    key: cardKey(seated.vm.id, seated.nicIndex),
    vmId: seated.vm.id,
    addresses: seated.nic.addresses,
    subnetId: seated.subnetId,
    groupIds: groupsOf(seated),
    filterIds: filters.filter((filter) => guardsCards(filter, seated.nic.id)).map(({ id }) => id),
    ...(borrowsWayOut(seated, lending) && { borrowsWayOut: true }),
  }))
}

/** What the card says of itself counts; else what its subnet lends to VMs without a public address. */
const borrowsWayOut = ({ nic, vm, subnetId }: SeatedNic, lending: ReadonlySet<string>): boolean =>
  nic.borrowsWayOut ?? (lending.has(subnetId) && !vm.nics.some(({ hasPublicAddress }) => hasPublicAddress))

const guardsCards = ({ stateful, goesFirst, nicIds }: PacketFilter, nicId: string): boolean =>
  stateful && goesFirst !== true && nicIds.includes(nicId)

function subnetsOf(network: Network, filters: readonly PacketFilter[]): readonly SideSubnet[] {
  const behindNat = subnetsBehindNat(network)
  return network.subnets.map((subnet) => {
    const own = network.routeTables.filter(({ vpcId }) => vpcId === subnet.vpcId)
    const table = own.find(({ id }) => id === subnet.routeTableId) ?? own.find(({ main }) => main)
    const over = filters.filter(
      ({ subnetIds, goesFirst, vpcId }) =>
        subnetIds.includes(subnet.id) || (goesFirst === true && vpcId === subnet.vpcId),
    )
    return {
      id: subnet.id,
      name: subnet.name,
      vpcId: subnet.vpcId,
      blocks: [...(subnet.block ? [subnet.block] : []), ...(subnet.moreBlocks ?? [])],
      filterIds: over.map(({ id }) => id),
      tableId: table?.id ?? null,
      ...(behindNat.has(subnet.id) && { goesOutByNat: true }),
    }
  })
}

function vpcOf({ id, name, blocks }: Vpc, network: Network): SideVpc {
  const peered = objectsOf(network.objects, 'peering').flatMap((peering): readonly Cidr[] =>
    peering.vpcId === id && peering.passes !== false ? peering.peerBlocks : [],
  )
  const connections = objectsOf(network.objects, 'connection').filter(({ vpcId }) => vpcId === id)
  const tables = new Set(network.routeTables.filter(({ vpcId }) => vpcId === id).map((table) => table.id))
  const routed = network.routes.flatMap(({ tableId, destination }) =>
    tables.has(tableId) && !('prefixListId' in destination) ? [destination] : [],
  )
  return {
    id,
    name,
    blocks,
    joined: [...peered, ...connections.flatMap((connection) => connection.blocks), ...routed],
    learns: connections.some(({ dynamic }) => dynamic !== false),
  }
}

const ruleOf = ({ id, direction, protocol, ports, peer }: Network['securityRules'][number]): SideRule => ({
  id,
  direction,
  protocol,
  ports,
  peer:
    peer.kind === 'cidr'
      ? peer
      : peer.kind === 'group'
        ? { kind: 'group', group: peer.groupId }
        : { kind: 'prefix-list', list: peer.prefixListId },
})

function filterOf(filter: PacketFilter, known: KnownIds): SideFilter {
  const entries = filter.entries.map((written): SideEntry => {
    const reading = readEntry(filter, written, known)
    const { name, order, direction, action } = written
    return { name, order, direction, action, read: reading.ok ? reading.entry : null }
  })
  const { id, name, stateful, goesFirst } = filter
  return { id, name, stateful, goesFirst: goesFirst === true, entries: entries.toSorted((a, b) => a.order - b.order) }
}

/** Addresses by group: those of cards, by their groups; of member groups, by the cards that these name. */
function membersOf(
  network: Network,
  cards: readonly Card[],
  nics: readonly SeatedNic[],
): ReadonlyMap<string, readonly Address[]> {
  const members = new Map<string, Address[]>(network.securityGroups.map(({ id }) => [id, []]))
  for (const { groupIds, addresses } of cards) for (const id of groupIds ?? []) members.get(id)?.push(...addresses)
  for (const { id, nicIds } of objectsOf(network.objects, 'member-group')) {
    const own = new Set(nicIds)
    members.set(
      id,
      nics.filter(({ nic }) => own.has(nic.id)).flatMap(({ nic }) => nic.addresses),
    )
  }
  return members
}

/** The content of a list that the platform keeps differs by region; its name, without the region, does not. */
const listOf = ({ name, managed, blocks }: NetworkObjectOf<'prefix-list'>): SideList => ({
  name,
  blocks: managed ? null : blocks,
})
