/** Ordered filters and member groups with the addresses of the recovery site, still in the words of the primary site. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { stableKey } from '../../../model/key.ts'
import { guardingFilters, objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type {
  AddressTranslation,
  MemberGroupTranslation,
  PacketFilterTranslation,
  SubnetTranslation,
} from '../../../model/network-translation.ts'
import type { Network } from '../../../model/network.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import { imageOf, type AddressMap } from '../address-map.ts'
import { readEntry, type KnownIds } from '../filter-entries.ts'
import { cardName } from './member-groups.ts'
import { plainEntry } from './number-entries.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>
type MemberGroup = NetworkObjectOf<'member-group'>

export interface CarryContext {
  readonly network: Network
  readonly subnets: readonly SubnetTranslation[]
  readonly addresses: readonly AddressTranslation[]
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly mapOf: (vpcId: string | null) => AddressMap
}

export interface CarriedFilters {
  readonly filters: readonly PacketFilterTranslation[]
  readonly memberGroups: readonly MemberGroupTranslation[]
  readonly findings: readonly Finding[]
}

/** Filters that guard no planned card are left out. */
export function carryFilters(context: CarryContext): CarriedFilters {
  const { network } = context
  const filters = guardingFilters(network.objects).filter(({ stateful }) => stateful)
  if (filters.length === 0) return { filters: [], memberGroups: [], findings: [] }
  const groups = objectsOf(network.objects, 'member-group')
  const groupKeys = new Map(groups.map((group) => [group.id, stableKey(group.name, group.id)]))
  const known: KnownIds = {
    groups: new Set([...groupKeys.keys(), ...network.securityGroups.map(({ id }) => id)]),
    prefixLists: new Set(objectsOf(network.objects, 'prefix-list').map(({ id }) => id)),
  }
  const carried = filters.flatMap((filter) => carryFilter(filter, { ...context, known, groupKeys }))
  return {
    filters: carried.map(({ filter }) => filter),
    memberGroups: groups.map((group) => carryGroup(group, context)),
    findings: carried.flatMap(({ findings }) => findings),
  }
}

const cardsOf = (nicIds: readonly string[], addresses: readonly AddressTranslation[]) => {
  const ids = new Set(nicIds)
  const own = addresses.filter(({ nicId }) => ids.has(nicId))
  return [...new Map(own.map((entry) => [cardName(entry), { vmId: entry.vmId, nicIndex: entry.nicIndex }])).values()]
}

function carryGroup({ id, name, nicIds }: MemberGroup, { addresses, subnets }: CarryContext): MemberGroupTranslation {
  const first = addresses.find(({ nicId }) => nicIds.includes(nicId))
  return {
    key: stableKey(name, id),
    from: id,
    name,
    vpcKey: subnets.find(({ key }) => key === first?.subnetKey)?.vpcKey ?? '',
    cards: cardsOf(nicIds, addresses),
  }
}

interface FilterContext extends CarryContext {
  readonly known: KnownIds
  readonly groupKeys: ReadonlyMap<string, string>
}

function carryFilter(
  filter: PacketFilter,
  context: FilterContext,
): readonly { readonly filter: PacketFilterTranslation; readonly findings: readonly Finding[] }[] {
  const { network, subnets, addresses, vpcKeys } = context
  const vpcOf = new Map(network.subnets.map(({ id, vpcId }) => [id, vpcId]))
  const guards = (subnetId: string | null): boolean =>
    subnetId !== null &&
    (filter.subnetIds.includes(subnetId) || (filter.goesFirst === true && vpcOf.get(subnetId) === filter.vpcId))
  const own = subnets.filter(({ from }) => guards(from))
  const cards = filter.goesFirst === true ? [] : cardsOf(filter.nicIds, addresses)
  const ids = new Set(filter.nicIds)
  const cardSubnets = new Set(addresses.flatMap(({ nicId, subnetKey }) => (ids.has(nicId) ? [subnetKey] : [])))
  const homes = [...own, ...subnets.filter(({ key }) => cardSubnets.has(key))]
  const vpcKey = vpcKeys.get(filter.vpcId ?? '') ?? homes[0]?.vpcKey
  if (vpcKey === undefined || own.length + cards.length === 0) return []
  const vpcId = [...vpcKeys].find(([, key]) => key === vpcKey)?.[0] ?? null
  const carried = filter.entries.map((written) => carryEntry(filter, written, { ...context, vpcId }))
  return [
    {
      filter: {
        key: stableKey(filter.name, filter.id),
        from: filter.id,
        name: filter.name,
        vpcKey,
        subnetKeys: own.map(({ key }) => key),
        cards,
        stateful: true,
        ...(filter.goesFirst === true && { goesFirst: true }),
        entries: carried.flatMap(({ entry }) => entry ?? []),
      },
      findings: carried.flatMap(({ why, name }) => (why === null ? [] : [untranslated(filter, name, why)])),
    },
  ]
}

interface CarriedEntry {
  readonly name: string
  readonly entry: FilterEntry | null
  readonly why: string | null
}

function carryEntry(
  filter: PacketFilter,
  written: PacketFilter['entries'][number],
  { known, groupKeys, mapOf, vpcId }: FilterContext & { readonly vpcId: string | null },
): CarriedEntry {
  const { name } = written
  const reading = readEntry(filter, written, known)
  if (!reading.ok) return unreadEntry(filter, written, reading.why)
  const map = mapOf(vpcId)
  const imageOfEnd = (end: FilterEnd): readonly FilterEnd[] => {
    if (end.kind === 'cidr')
      return end.cidr.family === 4 ? imageOf(map, end.cidr).map((cidr) => ({ kind: 'cidr', cidr })) : [end]
    return end.kind === 'group' ? [{ kind: 'group', group: groupKeys.get(end.group) ?? end.group }] : [end]
  }
  const [sources, destinations] = [reading.entry.sources, reading.entry.destinations].map((ends) => ({
    wasAny: ends.length === 0,
    ends: ends.flatMap(imageOfEnd),
  }))
  // An end without addresses is nobody; written as none it would be everybody.
  const isNobody = [sources, destinations].some((side) => side && !side.wasAny && side.ends.length === 0)
  if (isNobody) return { name, entry: null, why: 'other hosts take all addresses that it names' }
  return {
    name,
    entry: { ...reading.entry, sources: sources?.ends ?? [], destinations: destinations?.ends ?? [] },
    why: null,
  }
}

/** A denial that cannot be read may deny anything: it denies all that comes after it, which closes and never opens. */
function unreadEntry(
  { id }: PacketFilter,
  { name, order, direction, action }: PacketFilter['entries'][number],
  why: string,
): CarriedEntry {
  if (action !== 'deny') return { name, entry: null, why }
  const entry = { ...plainEntry, from: `${id}#${direction}#${name}`, name, order, direction, action }
  return { name, entry, why: `${why}; it denies all that comes after it there` }
}

const untranslated = (filter: PacketFilter, name: string, why: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: `${filter.name} ${name}`,
    message: `Entry ${name} of packet filter ${filter.name} is not at the recovery site as it was written: ${why}.`,
    suggestion: 'Write the entry by hand and keep it under review.',
  })
