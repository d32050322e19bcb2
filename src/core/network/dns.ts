/** DNS records: addresses of recovered hosts change, and a long time to live keeps clients at the dead site. */
import { formatAddress, readAddress, type Address } from '../../model/address.ts'
import { containsAddress, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation, NetworkTranslation } from '../../model/network-translation.ts'
import type { DnsRecord } from '../../model/network.ts'
import { mapAddress, type AddressMap } from './address-map.ts'
import { addressOfPointer, plainName, pointerName, pointerZone } from './pointers.ts'

type DnsTranslation = NetworkTranslation['dnsRecords'][number]

/** The longest time to live that still fits beside a recovery in minutes. */
const LONGEST_TTL_SECONDS = 300

export interface RecordContext {
  /** The address map as somebody outside all VPCs sees it. */
  readonly map: AddressMap
  readonly addresses: readonly AddressTranslation[]
  /** IPv6 blocks of the primary site: the target assigns others. */
  readonly ipv6Blocks: readonly Cidr[]
}

export function translateRecords(
  records: readonly DnsRecord[],
  context: RecordContext,
): { records: readonly DnsTranslation[]; findings: readonly Finding[] } {
  const hosts = new Map<string, AddressTranslation[]>()
  for (const entry of context.addresses) {
    const name = entry.from ? formatAddress(entry.from) : ''
    const others = hosts.get(name)
    if (others) others.push(entry)
    else hosts.set(name, [entry])
  }
  const translated = records.map((record) => translateRecord(record, { ...context, hosts }))
  return {
    records: translated.map(({ record }) => record),
    findings: translated.flatMap(({ record, doubts }) => [...slow(record), ...unclear(record, doubts)]),
  }
}

function slow(record: DnsTranslation): readonly Finding[] {
  if (record.rule === 'kept' || (record.ttlSeconds ?? 0) <= LONGEST_TTL_SECONDS) return []
  return [
    createFinding('network.dns-ttl', {
      subject: record.name,
      message: `${record.name} changes at failover, but clients may keep the old address for ${record.ttlSeconds} s.`,
      suggestion: `Lower its time to live to ${LONGEST_TTL_SECONDS} s or less, at least one old time to live before it is needed.`,
    }),
  ]
}

const unclear = (record: DnsTranslation, doubts: readonly string[]): readonly Finding[] =>
  doubts.length === 0
    ? []
    : [
        createFinding('network.record-unclear', {
          subject: record.name,
          message: `${record.name} (${record.type}): ${[...new Set(doubts)].join('; ')}.`,
          suggestion: 'Decide what this record must say during a recovery.',
        }),
      ]

interface ValueContext extends RecordContext {
  /** Planned addresses by their text at the primary site. */
  readonly hosts: ReadonlyMap<string, readonly AddressTranslation[]>
}

interface TranslatedValue {
  readonly value: string
  readonly doubt: string | null
}

/** A PTR record is named after the address that it is about (RFC 1035, section 3.5; RFC 3596, section 2.5). */
function translatePointer(record: DnsRecord, context: ValueContext): { record: DnsTranslation; doubts: string[] } {
  const { id, zone, name, type, ttlSeconds, values } = record
  const kept = { from: id, zone, name, type, ttlSeconds, fromValues: values, values, rule: 'kept' as const }
  const address = addressOfPointer(name)
  if (!address) return { record: kept, doubts: [] }
  const { value, doubt } = translateValue(formatAddress(address), context)
  const reading = readAddress(value)
  if (!reading.ok || value === formatAddress(address)) return { record: kept, doubts: doubt ? [doubt] : [] }
  const moved = pointerName(reading.value)
  const inZone = moved.endsWith(`.${plainName(zone)}`)
  return {
    record: { ...kept, zone: inZone ? zone : pointerZone(reading.value), name: moved, fromName: name, rule: 'offset' },
    doubts: doubt ? [doubt] : [],
  }
}

function translateRecord(record: DnsRecord, context: ValueContext): { record: DnsTranslation; doubts: string[] } {
  if (record.type === 'PTR') return translatePointer(record, context)
  const named = record.type === 'A' || record.type === 'AAAA'
  const translated = named
    ? record.values.map((value) => translateValue(value, context))
    : record.values.map((value): TranslatedValue => ({ value, doubt: null }))
  const values = translated.map(({ value }) => value)
  const changed = values.some((value, index) => value !== record.values[index])
  return {
    record: {
      from: record.id,
      zone: record.zone,
      name: record.name,
      type: record.type,
      ttlSeconds: record.ttlSeconds,
      fromValues: record.values,
      values,
      rule: changed ? 'offset' : 'kept',
    },
    doubts: translated.flatMap(({ doubt }) => doubt ?? []),
  }
}

/** What the hosts say counts; the map is asked for addresses that no planned host has. */
function translateValue(value: string, { map, hosts, ipv6Blocks }: ValueContext): TranslatedValue {
  const reading = readAddress(value)
  if (!reading.ok) return { value, doubt: null }
  if (ipv6Blocks.some((block) => containsAddress(block, reading.value)))
    return { value, doubt: `${value} is kept, but the target assigns its own IPv6 addresses` }
  const owners = hosts.get(formatAddress(reading.value)) ?? []
  const places = [...new Set(owners.flatMap(({ to }) => (to ? [formatAddress(to)] : [])))]
  const [place] = places
  if (place !== undefined && places.length === 1) return { value: place, doubt: null }
  return places.length > 1 || owners.length === 0
    ? mappedValue({ value, address: reading.value, map }, { owners: owners.length, places })
    : { value, doubt: `the recovery address of the host that has ${value} is not known` }
}

function mappedValue(
  { value, address, map }: { readonly value: string; readonly address: Address; readonly map: AddressMap },
  { owners, places }: { readonly owners: number; readonly places: readonly string[] },
): TranslatedValue {
  const mapped = mapAddress(map, address)
  const moves = mapped.by === 'host' || mapped.by === 'segment'
  const said = moves ? formatAddress(mapped.to) : value
  if (places.length > 1)
    return { value: said, doubt: `${value} is the address of ${owners} hosts, which get ${places.join(' and ')}` }
  if (mapped.by === 'nothing')
    return { value, doubt: `no planned VM has ${value}, and its block became another size, so it has no place` }
  return { value: said, doubt: moves ? `no planned VM has ${value}, so nothing may answer at ${said}` : null }
}
