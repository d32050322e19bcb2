/** The recovery site as a proof sees it: what the finished translation says will be built, and nothing else. */
import type { Address } from '../../../model/address.ts'
import type { GatewayTranslation } from '../../../model/gateway-translation.ts'
import type {
  NetworkTranslation,
  PacketFilterTranslation,
  SecurityRuleTranslation,
} from '../../../model/network-translation.ts'
import type { PlatformRoute } from '../../../model/network.ts'
import type { FilterEntry } from '../../../model/packet-filter.ts'
import { cardKey } from './card-key.ts'
import { peersOf, recoveryTables, tablesBehindNat } from './recovery-tables.ts'
import type { Card, Side, SideFilter, SideRule, SideVpc } from './side.ts'

export interface RecoveryPlatform {
  /** Filters guard cards here, not groups. */
  readonly ordered: boolean
  /** What the platform adds to every filter. */
  readonly platformEntries: readonly FilterEntry[]
  /** What it adds to every route table. */
  readonly platformRoutes: readonly PlatformRoute[]
}

/** Ids on this side are the keys of the translation. */
export function recoverySide(translation: NetworkTranslation, platform: RecoveryPlatform): Side {
  const { ordered } = platform
  const cards = cardsOf(translation, ordered)
  const origin = originsOf(translation)
  const behindNat = tablesBehindNat(translation, platform.platformRoutes)
  return {
    cards,
    vpcs: new Map(translation.vpcs.map((vpc) => [vpc.key, vpcOf(vpc, translation)])),
    subnets: new Map(
      translation.subnets.map((subnet) => [
        subnet.key,
        {
          id: subnet.key,
          name: subnet.name,
          vpcId: subnet.vpcKey,
          blocks: [subnet.block, ...(subnet.moreBlocks ?? []).map(({ to }) => to)],
          filterIds: translation.packetFilters
            .filter(({ subnetKeys }) => subnetKeys.includes(subnet.key))
            .map(({ key }) => key),
          tableId: subnet.routeTableKey,
          ...(behindNat.has(subnet.routeTableKey) && { goesOutByNat: true }),
        },
      ]),
    ),
    groups: new Map(
      [...Map.groupBy(translation.securityRules, ({ groupKey }) => groupKey)].map(([key, rules]) => [
        key,
        rules.map(ruleOf),
      ]),
    ),
    filters: new Map(translation.packetFilters.map((filter) => [filter.key, filterOf(filter, platform)])),
    members: membersOf(translation, cards),
    lists: new Map(
      translation.prefixLists.map(({ key, name, managed, blocks }) => [key, { name, blocks: managed ? null : blocks }]),
    ),
    tables: recoveryTables(translation, platform.platformRoutes),
    sharedName: (kind, id) => origin.get(`${kind} ${id}`) ?? id,
  }
}

/** Joined to it are planned peers, and what its own routes name. */
function vpcOf({ key, name, blocks }: NetworkTranslation['vpcs'][number], translation: NetworkTranslation): SideVpc {
  const tables = new Set(translation.routeTables.filter(({ vpcKey }) => vpcKey === key).map((table) => table.key))
  const routed = translation.routes.filter(({ tableKey, byPlatform }) => tables.has(tableKey) && byPlatform !== true)
  const peers = peersOf(translation, key).flatMap((peer) => peer.blocks)
  return {
    id: key,
    name,
    blocks,
    joined: [...peers, ...routed.map(({ destination }) => destination)],
    learns: (translation.gateways ?? []).some((one) => one.vpcKeys.includes(key) && learnsMore(one, translation)),
  }
}

/** A gateway that stands there already may know of anything; one that is built of what the other end says. */
const learnsMore = ({ key, use }: GatewayTranslation, { connections = [] }: NetworkTranslation): boolean =>
  use !== null || connections.some(({ gatewayKey, dynamic }) => dynamic && gatewayKey === key)

function filterOf(filter: PacketFilterTranslation, { platformEntries }: RecoveryPlatform): SideFilter {
  const { key, name, stateful, goesFirst = false } = filter
  const added = stateful && !goesFirst ? platformEntries : []
  const entries = [...filter.entries, ...added].map((read) => ({
    name: read.name,
    order: read.order,
    direction: read.direction,
    action: read.action,
    read,
  }))
  return { id: key, name, stateful, goesFirst, entries: entries.toSorted((a, b) => a.order - b.order) }
}

function cardsOf(translation: NetworkTranslation, ordered: boolean): readonly Card[] {
  const byCard = Map.groupBy(translation.addresses, ({ vmId, nicIndex }) => cardKey(vmId, nicIndex))
  const filters = new Map<string, string[]>()
  for (const { key, cards } of translation.packetFilters)
    for (const { vmId, nicIndex } of cards) {
      const card = cardKey(vmId, nicIndex)
      filters.set(card, [...(filters.get(card) ?? []), key])
    }
  return [...byCard].flatMap(([key, entries]): readonly Card[] => {
    const [first] = entries
    if (!first) return []
    return [
      {
        key,
        vmId: first.vmId,
        addresses: entries.flatMap(({ to }) => to ?? []),
        subnetId: first.subnetKey,
        groupIds: ordered ? null : first.securityGroupKeys,
        filterIds: filters.get(key) ?? [],
      },
    ]
  })
}

const ruleOf = ({ key, from, direction, protocol, ports, peer }: SecurityRuleTranslation): SideRule => ({
  id: `${key} (from ${from})`,
  direction,
  protocol,
  ports,
  peer:
    peer.kind === 'cidr'
      ? peer
      : peer.kind === 'group'
        ? { kind: 'group', group: peer.groupKey }
        : { kind: 'prefix-list', list: peer.listKey },
})

function membersOf(translation: NetworkTranslation, cards: readonly Card[]): ReadonlyMap<string, readonly Address[]> {
  const members = new Map<string, Address[]>(translation.securityGroups.map(({ key }) => [key, []]))
  for (const { groupIds, addresses } of cards) for (const key of groupIds ?? []) members.get(key)?.push(...addresses)
  const addressesOf = new Map(cards.map(({ key, addresses }) => [key, addresses]))
  for (const { key, cards: own } of translation.memberGroups)
    members.set(
      key,
      own.flatMap(({ vmId, nicIndex }) => addressesOf.get(cardKey(vmId, nicIndex)) ?? []),
    )
  return members
}

/** Keys of the recovery site, and what they were made from. */
const originsOf = (translation: NetworkTranslation): ReadonlyMap<string, string> =>
  new Map([
    ...[...translation.securityGroups, ...translation.memberGroups].map(
      ({ key, from }) => [`group ${key}`, from ?? key] as const,
    ),
    ...translation.prefixLists.map(({ key, from }) => [`prefix-list ${key}`, from] as const),
    ...translation.vpcs.map(({ key, from }) => [`tag ${key}`, from ?? key] as const),
    ...(translation.tags ?? []).map(({ from, to }) => [`tag ${to}`, from] as const),
  ])
