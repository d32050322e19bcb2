/**
 * Stateless packet filters carried over to a target that has them too: the same entries in the same order, with their
 * addresses rewritten. A filter that lets everything pass is left out: the platform's own does the same.
 */
import { overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { PacketFilterTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'
import { readEntry } from './filter-entries.ts'

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
  if (context.limits.filters === 'ordered') return { filters: [], findings: [] }
  const stateless = objectsOf(context.network.objects, 'packet-filter').filter(({ stateful }) => !stateful)
  const translated = stateless.flatMap((filter) => translateFilter(filter, context))
  return {
    filters: translated.map(({ filter }) => filter).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    findings: translated.flatMap(({ findings }) => findings),
  }
}

/** The platform's own last entry, which denies everything and cannot be written (EC2 API, NetworkAclEntry). */
const LAST_ORDER = 32_767
const NO_IDS = { groups: new Set<string>(), prefixLists: new Set<string>() }

function translateFilter(
  filter: PacketFilter,
  context: FilterContext,
): readonly { readonly filter: PacketFilterTranslation; readonly findings: readonly Finding[] }[] {
  const vpcKey = context.vpcKeys.get(filter.vpcId ?? '')
  const subnetKeys = context.subnets
    .filter(({ from }) => from !== null && filter.subnetIds.includes(from))
    .map(({ key }) => key)
  if (vpcKey === undefined || subnetKeys.length === 0) return []
  const readings = filter.entries
    .filter(({ order }) => order < LAST_ORDER)
    .map((written) => readEntry(filter, written, NO_IDS))
  const unread = readings.flatMap((reading) => (reading.ok ? [] : [unreadFinding(filter, reading.name, reading.why)]))
  const entries = readings.flatMap((reading) => (reading.ok ? [reading.entry] : []))
  if (unread.length === 0 && isOpen(entries)) return []
  const map = context.mapOf(filter.vpcId)
  const image = entries.map((entry) => rewrite(entry, map))
  const numbered = (['ingress', 'egress'] as const).flatMap((direction) =>
    number(image.filter(([entry]) => entry?.direction === direction)),
  )
  const key = stableKey(filter.name, filter.id)
  const shape = { key, from: filter.id, name: filter.name, vpcKey, subnetKeys, cards: [], stateful: false }
  return [
    { filter: { ...shape, entries: numbered }, findings: [...unread, ...overfull(filter, numbered, context.limits)] },
  ]
}

/** The first entry of each direction allows everything of IPv4. */
function isOpen(entries: readonly FilterEntry[]): boolean {
  return (['ingress', 'egress'] as const).every((direction) => {
    const first = entries
      .filter((entry) => entry.direction === direction && isOfFour(entry))
      .toSorted((a, b) => a.order - b.order)[0]
    const ends = [...(first?.sources ?? []), ...(first?.destinations ?? [])]
    const everybody = ends.every((end) => end.kind === 'cidr' && end.cidr.prefixLength === 0)
    return first?.action === 'allow' && first.protocol === 'any' && everybody
  })
}

const isOfFour = ({ sources, destinations }: FilterEntry): boolean =>
  [...sources, ...destinations].every((end) => end.kind !== 'cidr' || end.cidr.family === 4)

/** An entry that names blocks becomes one for each block of their image; none, where others took all its places. */
function rewrite(entry: FilterEntry, map: AddressMap): readonly FilterEntry[] {
  const imageOfEnd = (end: FilterEnd): readonly FilterEnd[] =>
    end.kind === 'cidr' ? blocksFor(end.cidr, map).map((cidr) => ({ kind: 'cidr', cidr })) : [end]
  const imagesOf = (ends: readonly FilterEnd[]): readonly (readonly FilterEnd[])[] =>
    ends.length === 0 ? [[]] : ends.flatMap(imageOfEnd).map((end) => [end])
  return imagesOf(entry.sources).flatMap((sources) =>
    imagesOf(entry.destinations).map((destinations) => ({ ...entry, sources, destinations })),
  )
}

const blocksFor = (cidr: Cidr, map: AddressMap): readonly Cidr[] =>
  cidr.family === 4 || map.segments.some(({ from }) => overlaps(from, cidr)) ? imageOf(map, cidr) : [cidr]

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

/** Counted for each direction and family, with the platform's own last entry. */
function overfull(filter: PacketFilter, entries: readonly FilterEntry[], limits: NetworkLimits): readonly Finding[] {
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
