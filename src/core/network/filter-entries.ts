/** The entries of packet filters as sources write them, read: texts become blocks, port ranges, groups and tags. */
import { bitsOf, readAddress } from '../../model/address.ts'
import { cidrAround, readCidr } from '../../model/cidr.ts'
import type { NetworkObjectOf } from '../../model/network-objects.ts'
import type { SecurityRule } from '../../model/network.ts'
import type { FilterEnd, FilterEntry, PortRange } from '../../model/packet-filter.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>
export type WrittenEntry = PacketFilter['entries'][number]

export type EntryReading =
  | { readonly ok: true; readonly entry: FilterEntry }
  | { readonly ok: false; readonly name: string; readonly why: string }

/** What an end's text may be the id of. */
export interface KnownIds {
  readonly groups: ReadonlySet<string>
  readonly prefixLists: ReadonlySet<string>
}

/** IANA protocol numbers of the names that platforms write (RFC 4303, RFC 4302). */
const protocols: Readonly<Record<string, SecurityRule['protocol']>> = {
  any: 'any',
  '*': 'any',
  '-1': 'any',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  icmpv4: 'icmp',
  icmpv6: 'icmpv6',
  esp: 50,
  ah: 51,
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
}

export function readEntry(filter: PacketFilter, written: WrittenEntry, known: KnownIds): EntryReading {
  const fail = (why: string): EntryReading => ({ ok: false, name: written.name, why })
  const protocol = readProtocol(written.protocol)
  if (protocol === null) return fail(`its protocol "${written.protocol}" is not known`)
  const isIcmp = protocol === 'icmp' || protocol === 'icmpv6'
  const icmp = isIcmp ? readIcmp(written.ports) : null
  if (icmp === 'unreadable') return fail(`its ICMP types "${written.ports.join(', ')}" cannot be read`)
  const ports = isIcmp ? [] : readRanges(written.ports)
  const sourcePorts = readRanges(written.sourcePorts)
  if (ports === null || sourcePorts === null)
    return fail(`its ports "${[...written.sourcePorts, ...written.ports].join(', ')}" cannot be read`)
  return {
    ok: true,
    entry: {
      from: `${filter.id}#${written.direction}#${written.name}`,
      name: written.name,
      order: written.order,
      direction: written.direction,
      action: written.action,
      protocol,
      sourcePorts,
      ports,
      icmp,
      sources: written.sources.map((text) => readEnd(text, known)),
      destinations: written.destinations.map((text) => readEnd(text, known)),
    },
  }
}

function readProtocol(text: string): SecurityRule['protocol'] | null {
  const named = protocols[text.toLowerCase()]
  if (named !== undefined) return named
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null
}

/** `443` and `1024-65535`; a range with its ends changed round is unreadable, because nobody knows what it meant. */
function readRanges(texts: readonly string[]): readonly PortRange[] | null {
  const ranges = texts.map((text) => {
    const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? []
    if (first === undefined) return null
    const [from, to] = [Number(first), Number(last ?? first)]
    return from <= to && to <= 65_535 ? { from, to } : null
  })
  const read = ranges.filter((range) => range !== null)
  return read.length === ranges.length ? read : null
}

/** `8/0`, `3/any`; none = all. */
function readIcmp(texts: readonly string[]): FilterEntry['icmp'] | 'unreadable' {
  const [text, ...more] = texts
  if (text === undefined) return null
  const [, type, code] = /^(\d{1,3})(?:\/(\d{1,3}|any))?$/.exec(text) ?? []
  if (more.length > 0 || type === undefined || Number(type) > 255) return 'unreadable'
  return { type: Number(type), code: code === undefined || code === 'any' ? null : Number(code) }
}

/** A block, an address, an id that the inventory knows, or else a tag of the platform. */
function readEnd(text: string, { groups, prefixLists }: KnownIds): FilterEnd {
  const block = readCidr(text)
  if (block.ok) return { kind: 'cidr', cidr: block.value }
  const address = readAddress(text)
  if (address.ok) return { kind: 'cidr', cidr: cidrAround(address.value, bitsOf(address.value.family)) }
  if (prefixLists.has(text)) return { kind: 'prefix-list', list: text }
  // Ids of groups that the inventory lacks are paths; no tag has a slash.
  return groups.has(text) || text.includes('/') ? { kind: 'group', group: text } : { kind: 'tag', tag: text }
}
