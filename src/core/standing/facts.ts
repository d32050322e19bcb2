/** Facts of things of a reading, in the words of the plan (model/standing-text.ts). */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import { objectsOf, type NetworkObjectKind, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { Route, SecurityRule, Subnet } from '../../model/network.ts'
import type { StandingFacts, StandingItem, StandingKind } from '../../model/standing.ts'
import {
  blockText,
  entrySlot,
  entryText,
  groupText,
  guardWords,
  hopText,
  listText,
  mainTable,
  routeSlot,
  routeText,
  ruleText,
  togetherText,
} from '../../model/standing-text.ts'
import type { Keys } from './keys.ts'
import { firstFiltersOf, guardsOf, type StandingReading } from './reading.ts'
import { cardOf, serverFacts } from './server-facts.ts'

export interface FactContext {
  readonly reading: StandingReading
  readonly keys: Keys
  readonly lastOrder: number
  /** Of subnets by id. */
  readonly zones: ReadonlyMap<string, string>
}

const nothing: StandingFacts = { values: {}, items: [] }
const plain = (text: string): StandingItem => ({ text })

type Teller = (id: string, context: FactContext) => StandingFacts

const byId = <Thing extends { readonly id: string }>(things: readonly Thing[], id: string): Thing | undefined =>
  things.find((thing) => thing.id === id)

function ofObject<Kind extends NetworkObjectKind>(
  kind: Kind,
  tell: (object: NetworkObjectOf<Kind>, context: FactContext) => StandingFacts,
): Teller {
  return (id, context) => {
    const object = byId(objectsOf(context.reading.network.objects, kind), id)
    return object ? tell(object, context) : nothing
  }
}

const tellers: Readonly<Record<StandingKind, Teller>> = {
  vpc: (id, { reading }) => ({
    values: {},
    items: (byId(reading.network.vpcs, id)?.blocks ?? [])
      .filter(({ family }) => family === 4)
      .map((block) => plain(blockText(block))),
  }),
  subnet: (id, context) => {
    const subnet = byId(context.reading.network.subnets, id)
    return subnet ? { values: subnetValues(subnet, context), items: [] } : nothing
  },
  'route-table': (id, context) => ({ values: {}, items: [...routesOf(id, context), ...learnt(id, context)] }),
  'security-group': (id, { reading, keys }) => ({
    values: {},
    items: reading.network.securityRules
      .filter(({ groupId }) => groupId === id)
      .map((rule) => ruleItem(rule, { reading, keys })),
  }),
  'packet-filter': (id, context) => entriesOf(byId(guardsOf(context.reading), id), context),
  'first-filter': (id, context) => entriesOf(byId(firstFiltersOf(context.reading), id), context),
  'member-group': () => nothing,
  'prefix-list': ofObject('prefix-list', ({ maxEntries, blocks }) => ({
    values: { room: maxEntries === null ? null : String(maxEntries) },
    items: blocks.map((block) => plain(blockText(block))),
  })),
  server: (id, { reading, keys }) => {
    const vm = byId(reading.vms, id)
    return vm ? serverFacts(vm, { reading, keys }) : nothing
  },
  gateway: ofObject('gateway', ({ asn, vpcIds, subnetIds }, { keys }) => ({
    values: {
      asn: asn === null ? null : String(asn),
      network: togetherText(vpcIds.map((vpcId) => keys.say('vpc', vpcId))),
      subnets: togetherText(subnetIds.map((subnetId) => keys.say('subnet', subnetId))),
    },
    items: [],
  })),
  'remote-gateway': ofObject('remote-gateway', ({ publicAddress, asn, blocks }) => ({
    values: { address: publicAddress && formatAddress(publicAddress), asn: asn === null ? null : String(asn) },
    items: blocks.map((block) => plain(blockText(block))),
  })),
  connection: ofObject('connection', ({ dynamic, blocks, subnetIds }, { keys }) => ({
    values: {
      routing: dynamic === null ? null : dynamic ? 'dynamic' : 'static',
      subnets: togetherText(subnetIds.map((subnetId) => keys.say('subnet', subnetId))),
      networks: togetherText(blocks.map(formatCidr)),
    },
    items: [],
  })),
  peering: ofObject('peering', ({ resolvesNames, forwards, passes }) => ({
    values: { names: saidOf(resolvesNames), forwarding: saidOf(forwards), traffic: saidOf(passes ?? null) },
    items: [],
  })),
  endpoint: ofObject('endpoint', endpointFacts),
}

/** Facts of the thing with this id. */
export const factsOf = (kind: StandingKind, id: string, context: FactContext): StandingFacts =>
  tellers[kind](id, context)

const saidOf = (value: boolean | null): string | null => (value === null ? null : value ? 'on' : 'off')

const subnetValues = (subnet: Subnet, context: FactContext): StandingFacts['values'] => ({
  block: subnet.block && formatCidr(subnet.block),
  zone: context.zones.get(subnet.id) ?? null,
  'route table': tableOf(subnet, context),
  'packet filter': guardOf(subnet, context),
})

/** A subnet without a table of its own uses the main one, where its network has one. */
function tableOf({ vpcId, routeTableId }: Subnet, { reading, keys }: FactContext): string {
  const main = reading.network.routeTables.find((table) => table.vpcId === vpcId && table.main)
  const id = routeTableId ?? main?.id ?? null
  if (id === null) return 'none'
  return keys.of('route-table', id) ?? (id === main?.id ? mainTable : keys.say('route-table', id))
}

function guardOf({ id }: Subnet, { reading, keys }: FactContext): string {
  const filter = guardsOf(reading).find(({ subnetIds }) => subnetIds.includes(id))
  if (!filter) return guardWords.none
  return filter.isDefault ? guardWords.platform : keys.say('packet-filter', filter.id)
}

/** What leads home is the platform's, and what leads to endpoints belongs to them: neither is planned, nor in the way. */
const routesOf = (tableId: string, context: FactContext): readonly StandingItem[] =>
  context.reading.network.routes
    .filter((route) => route.tableId === tableId && route.learned !== true)
    .map((route) => ({
      text: routeText(route.destination, hopOf(route, context)),
      slot: routeSlot(route.destination),
      may: route.hop.kind === 'local' || route.hop.kind === 'endpoint',
    }))

function hopOf({ hop: { kind, id } }: Route, { reading, keys }: FactContext): string {
  if (kind === 'interface') return hopText('interface', cardOf(id, { reading, keys }))
  if (id === null || kind === 'blackhole' || kind === 'local') return hopText(kind, null)
  if (kind === 'peering') return hopText(kind, keys.say('peering', id))
  return hopText(kind, kind === 'address' ? id : keys.say('gateway', id))
}

const learnt = (tableId: string, { reading, keys }: FactContext): readonly StandingItem[] =>
  (byId(reading.network.routeTables, tableId)?.learnsFrom ?? []).map((id) => ({
    text: `learns from ${keys.say('gateway', id)}`,
    slot: 'what it learns',
  }))

type Small = Pick<FactContext, 'reading' | 'keys'>

function ruleItem(rule: SecurityRule, context: Small): StandingItem {
  const isTold = rule.peer.kind !== 'prefix-list' || !context.reading.unread?.includes('prefix-list')
  return { text: `${ruleText(rule)}${peerText(rule.peer, context.keys)}`, may: !isTold }
}

function peerText(peer: SecurityRule['peer'], keys: Keys): string {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  if (peer.kind === 'group') return groupText(keys.say('security-group', peer.groupId))
  return listText(keys.say('prefix-list', peer.prefixListId))
}

type Filter = NetworkObjectOf<'packet-filter'>
type Entry = Filter['entries'][number]

const entriesOf = (filter: Filter | undefined, { keys, lastOrder }: FactContext): StandingFacts => ({
  values: {},
  items: (filter?.entries ?? []).filter(({ order }) => order <= lastOrder).map((entry) => entryItem(entry, keys)),
})

/** Ends are blocks and tags as they are, and ids of groups. */
function entryItem(entry: Entry, keys: Keys): StandingItem {
  const said = (texts: readonly string[]): readonly string[] =>
    texts.map((text) => (text.startsWith('/') ? groupText(keys.say('member-group', text)) : text))
  const named = { ...entry, sources: said(entry.sources), destinations: said(entry.destinations) }
  return { text: entryText(named), slot: entrySlot(entry) }
}

function endpointFacts(
  { privateNames, routeTableIds, subnetIds, securityGroupIds, addresses }: NetworkObjectOf<'endpoint'>,
  { keys }: FactContext,
): StandingFacts {
  return {
    values: {
      'private names': saidOf(privateNames),
      'route tables': togetherText(routeTableIds.map((id) => keys.say('route-table', id))),
      subnets: togetherText(subnetIds.map((id) => keys.say('subnet', id))),
      groups: togetherText(securityGroupIds.map((id) => keys.say('security-group', id))),
      addresses: addresses.length === 0 ? null : togetherText(addresses.map(formatAddress)),
    },
    items: [],
  }
}
