/**
 * Stateless packet filters carried over: the same entries in the same order, with their
 * addresses rewritten. A filter that lets everything pass is left out: the platform's own does the same.
 */
import type { Family } from '../../model/address.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import { guardingFilters, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { PacketFilterTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { AddressMap } from './address-map.ts'
import { readEntry } from './filter-entries.ts'
import { imagesOfEntry } from './filter-images.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>

export interface FilterContext {
  readonly network: Network
  readonly subnets: readonly SubnetTranslation[]
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly limits: NetworkLimits
}

export interface TranslatedFilters {
  readonly filters: readonly PacketFilterTranslation[]
  readonly findings: readonly Finding[]
}

export function translateFilters(context: FilterContext): TranslatedFilters {
  const stateless = guardingFilters(context.network.objects).filter(({ stateful }) => !stateful)
  const guarded = new Set<string>()
  const translated = stateless.flatMap((filter) => translateFilter(filter, { ...context, guarded }))
  return {
    filters: translated.flatMap(({ filter }) => filter ?? []).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    findings: translated.flatMap(({ findings }) => findings),
  }
}

interface TranslatedFilter {
  readonly filter: PacketFilterTranslation | null
  readonly findings: readonly Finding[]
}

/** The platform's own last entry, which denies everything and cannot be written (EC2 API, NetworkAclEntry). */
const LAST_ORDER = 32_767
const NO_IDS = { groups: new Set<string>(), prefixLists: new Set<string>() }

function translateFilter(
  filter: PacketFilter,
  context: FilterContext & { readonly guarded: Set<string> },
): readonly TranslatedFilter[] {
  const vpcKey = context.vpcKeys.get(filter.vpcId ?? '')
  const over = context.subnets
    .filter(({ from }) => from !== null && filter.subnetIds.includes(from))
    .map(({ key }) => key)
  if (vpcKey === undefined || over.length === 0) return []
  const carried = carriedEntries(filter, context)
  if (!carried) return []
  const subnetKeys = over.filter((key) => !context.guarded.has(key))
  for (const key of subnetKeys) context.guarded.add(key)
  const twice = subnetKeys.length < over.length ? [guardedTwice(filter, over.length - subnetKeys.length)] : []
  const findings = [...carried.findings, ...twice, ...overfull(filter, carried.entries, context.limits)]
  if (subnetKeys.length === 0) return [{ filter: null, findings }]
  const key = stableKey(filter.name, filter.id)
  const shape = { key, from: filter.id, name: filter.name, vpcKey, subnetKeys, cards: [], stateful: false }
  return [{ filter: { ...shape, entries: carried.entries }, findings }]
}

/** Null for a filter that lets everything pass. */
function carriedEntries(
  filter: PacketFilter,
  context: FilterContext,
): { readonly entries: readonly FilterEntry[]; readonly findings: readonly Finding[] } | null {
  const readings = filter.entries
    .filter(({ order }) => order < LAST_ORDER)
    .map((written) => readEntry(filter, written, NO_IDS))
  const entries = readings.flatMap((reading) => (reading.ok ? [reading.entry] : []))
  if (entries.length === readings.length && isOpen(entries, familiesOf(filter, context.network))) return null
  const images = entries.map((entry) => imagesOfEntry(entry, context.mapOf(filter.vpcId)))
  const ordered = images.flatMap((each) => (each.ok ? [each.entries] : []))
  return {
    entries: (['ingress', 'egress'] as const).flatMap((direction) =>
      number(ordered.filter(([entry]) => entry?.direction === direction)),
    ),
    findings: [...readings, ...images].flatMap((each) => (each.ok ? [] : [unreadFinding(filter, each.name, each.why)])),
  }
}

/** IPv6 counts where the network of the filter has it. */
function familiesOf({ vpcId }: PacketFilter, { vpcs, subnets }: Network): readonly Family[] {
  const blocks = [
    ...vpcs.flatMap((vpc) => (vpc.id === vpcId ? vpc.blocks : [])),
    ...subnets.flatMap((subnet) => (subnet.vpcId === vpcId ? [subnet.block, ...(subnet.moreBlocks ?? [])] : [])),
  ]
  return blocks.some((block) => block?.family === 6) ? [4, 6] : [4]
}

/** The first entry of each direction allows everything, in every family. */
const isOpen = (entries: readonly FilterEntry[], families: readonly Family[]): boolean =>
  families.every((family) =>
    (['ingress', 'egress'] as const).every((direction) => {
      const [first] = entries
        .filter((entry) => entry.direction === direction && speaksOf(entry, family))
        .toSorted((a, b) => a.order - b.order)
      return first?.action === 'allow' && namesEverything(first, family)
    }),
  )

const speaksOf = ({ sources, destinations }: FilterEntry, family: Family): boolean =>
  [sources, destinations].every(
    (ends) => ends.length === 0 || ends.some((end) => end.kind !== 'cidr' || end.cidr.family === family),
  )

const namesEverything = ({ protocol, ports, sourcePorts, ...entry }: FilterEntry, family: Family): boolean =>
  protocol === 'any' &&
  ports.length + sourcePorts.length === 0 &&
  [entry.sources, entry.destinations].every((ends) => ends.length === 0 || ends.some((end) => isAll(end, family)))

const isAll = (end: FilterEnd, family: Family): boolean =>
  end.kind === 'cidr' && end.cidr.family === family && end.cidr.prefixLength === 0

/** Orders stay where entries stay one; where one became several without room behind it, all are numbered anew. */
function number(images: readonly (readonly FilterEntry[])[]): readonly FilterEntry[] {
  const ordered = images.filter(([first]) => first).toSorted((a, b) => (a[0]?.order ?? 0) - (b[0]?.order ?? 0))
  const fits = ordered.every((image, index) => {
    const next = ordered[index + 1]?.[0]?.order ?? LAST_ORDER
    return (image[0]?.order ?? 0) + image.length <= next
  })
  const flat = ordered.flat()
  const step = Math.max(1, Math.min(10, Math.floor((LAST_ORDER - 1) / Math.max(1, flat.length))))
  if (!fits) return flat.map((entry, index) => ({ ...entry, order: (index + 1) * step }))
  return ordered.flatMap((image) => image.map((entry, index) => ({ ...entry, order: entry.order + index })))
}

const unreadFinding = (filter: PacketFilter, name: string, why: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: `${filter.name} ${name}`,
    message: `Entry ${name} of packet filter ${filter.name} is not at the recovery site: ${why}.`,
    suggestion: 'Write the entry by hand and keep it under review.',
  })

/** Of several filters over one subnet the first stays: the target has one place for each subnet. */
const guardedTwice = (filter: PacketFilter, subnets: number): Finding =>
  createFinding('network.rule-untranslated', {
    subject: filter.name,
    message: `Packet filter ${filter.name} guards ${count(subnets, 'subnet')} that another stateless filter guards too; at the recovery site a subnet has one, so it is left out there.`,
    suggestion: 'Join the filters of a subnet into one.',
  })

/** Counted for each direction and family, with the platform's own last entry. */
function overfull(filter: PacketFilter, entries: readonly FilterEntry[], limits: NetworkLimits): readonly Finding[] {
  if (limits.filters === 'ordered') return []
  const { value, source, asOf } = limits.entriesPerFilter
  const familyOf = ({ sources, destinations }: FilterEntry): number =>
    [...sources, ...destinations].some((end) => end.kind === 'cidr' && end.cidr.family === 6) ? 6 : 4
  const counts = Map.groupBy(entries, (entry) => `${entry.direction} IPv${familyOf(entry)}`)
  return [...counts]
    .filter(([, own]) => own.length + 1 > value)
    .map(([name, own]) =>
      createFinding('network.limit', {
        subject: `${filter.name} ${name}`,
        message: `Packet filter ${filter.name} has ${own.length + 1} ${name} entries, the last of the platform counted; the target allows ${value} (${source}, ${asOf}).`,
        suggestion: 'Ask for a higher quota, or join entries.',
      }),
    )
}
