/**
 * One entry of a stateless filter as entries of the recovery site. There an entry states the far end only, as one block,
 * and one range of ports (EC2 API, NetworkAclEntry): an entry that names several becomes one for each, next to one
 * another, and an entry that says more cannot be carried.
 */
import { compareCidrs, overlaps, parseCidr, type Cidr } from '../../model/cidr.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import { imageOf, type AddressMap } from './address-map.ts'

export type EntryImages =
  | { readonly ok: true; readonly entries: readonly FilterEntry[] }
  | { readonly ok: false; readonly name: string; readonly why: string }

/** None, where other hosts took all places of its blocks. */
export function imagesOfEntry(entry: FilterEntry, map: AddressMap): EntryImages {
  const why = reasonAgainst(entry)
  if (why !== null) return { ok: false, name: entry.name, why }
  const { far } = endsOf(entry)
  const ranges = entry.ports.length === 0 ? [[]] : entry.ports.map((range) => [range])
  const entries = blocksOf(entry)
    .flatMap((block) => imageUnder(map, block))
    .flatMap((cidr) => ranges.map((ports) => ({ ...entry, ports, ...none, [far]: [{ kind: 'cidr' as const, cidr }] })))
  return { ok: true, entries }
}

const none = { sources: [], destinations: [] }

const endsOf = ({ direction }: FilterEntry) =>
  direction === 'ingress'
    ? ({ far: 'sources', near: 'destinations' } as const)
    : ({ far: 'destinations', near: 'sources' } as const)

const isEverybody = (end: FilterEnd): boolean => end.kind === 'cidr' && end.cidr.prefixLength === 0

function reasonAgainst(entry: FilterEntry): string | null {
  const { far, near } = endsOf(entry)
  if (entry.action === 'always-allow') return 'a packet filter there only allows or denies'
  if (entry.sourcePorts.length > 0) return 'a packet filter there does not know source ports'
  if (entry.ports.length > 0 && entry.protocol !== 'tcp' && entry.protocol !== 'udp')
    return 'a packet filter there knows ports for tcp and udp only'
  if (!entry[far].every(({ kind }) => kind === 'cidr')) return 'a packet filter there knows blocks only, not names'
  return entry[near].every(isEverybody) ? null : 'a packet filter there always speaks for the whole subnet'
}

/** Blocks at the far end; none = any, of the families that the near end has. */
function blocksOf(entry: FilterEntry): readonly Cidr[] {
  const { far, near } = endsOf(entry)
  const families = new Set(entry[near].flatMap((end) => (end.kind === 'cidr' ? [end.cidr.family] : [])))
  const blocks = entry[far].flatMap((end) => (end.kind === 'cidr' ? [end.cidr] : []))
  const named = blocks.length > 0 ? blocks : everybody
  return named.filter(({ family }) => families.size === 0 || families.has(family)).toSorted(compareCidrs)
}

const everybody = ['0.0.0.0/0', '::/0'].map(parseCidr)

/** IPv6 blocks stay, the target assigns its own; but where drplan.yaml says where they go, they go there. */
const imageUnder = (map: AddressMap, cidr: Cidr): readonly Cidr[] =>
  cidr.family === 4 || map.segments.some(({ from }) => overlaps(from, cidr)) ? imageOf(map, cidr) : [cidr]
