/** DNS zones, private and public, the networks that see the private ones, and their records. */
import type { DnsRecord } from '../../model/network.ts'
import type { NetworkObject } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import { addressesOf, idOf, idsOf } from './lookup.ts'
import type { Dump } from './answers.ts'
import type { AzureRecord } from './schema-names.ts'

export const readZones = (dump: Dump): readonly NetworkObject[] => [
  ...dump.zones.map(({ value }): NetworkObject => {
    const id = value.id.toLowerCase()
    const links = dump.zoneLinks.filter((link) => link.value.id.toLowerCase().startsWith(`${id}/`))
    return {
      kind: 'dns-zone',
      id,
      name: value.name,
      private: true,
      vpcIds: idsOf(links.map((link) => link.value.virtualnetwork)),
    }
  }),
  ...dump.publicZones.map(({ value }): NetworkObject => ({
    kind: 'dns-zone',
    id: value.id.toLowerCase(),
    name: value.name,
    private: /^private$/i.test(value.zonetype ?? ''),
    vpcIds: idsOf([...value.registrationvirtualnetworks, ...value.resolutionvirtualnetworks]),
  })),
]

/** Virtual networks that tell their machines other name servers than the platform's. */
export const readNameServices = (dump: Dump): readonly NetworkObject[] =>
  dump.vnets.flatMap(({ value }): readonly NetworkObject[] => {
    const nameServers = addressesOf(value.dhcpoptions?.dnsservers ?? [])
    const id = value.id.toLowerCase()
    if (nameServers.length === 0) return []
    return [
      {
        kind: 'name-service',
        id: `${id}/dnsservers`,
        name: value.name,
        vpcIds: [id],
        domain: null,
        nameServers,
        timeServers: [],
        netbiosServers: [],
      },
    ]
  })

/** Sorted by id. Zones of one name, in several resource groups or one public and one private, are told apart by their ids. */
export function readRecords(dump: Dump): readonly DnsRecord[] {
  const zones = [...dump.zones, ...dump.publicZones]
  const count = Map.groupBy(zones, ({ value }) => value.name.toLowerCase())
  const placeOf = ({ id }: AzureRecord): ZonePlace => {
    const zoneId = id.toLowerCase().replace(/\/[^/]+\/[^/]+$/, '')
    const zone = zoneId.split('/').at(-1) ?? ''
    return { zoneId, zone, prefix: (count.get(zone)?.length ?? 0) > 1 ? `${zone} (${zoneId})` : zone }
  }
  const records = [
    ...dump.records.map(({ value }) => recordOf(value, placeOf(value))),
    // Whether a name is public, its zone says.
    ...dump.publicRecords.map(({ value }) => ({
      ...recordOf(value, placeOf(value)),
      zoneId: placeOf(value).zoneId,
    })),
  ]
  return records.toSorted((a, b) => compareText(a.id, b.id))
}

interface ZonePlace {
  readonly zoneId: string
  readonly zone: string
  readonly prefix: string
}

/** Alias records have the type `ALIAS` and the id of what they stand for as their value. */
function recordOf(record: AzureRecord, { zone, prefix }: ZonePlace): DnsRecord {
  const [type = '', label = ''] = record.id.split('/').slice(-2)
  const name = label === '@' ? zone : `${label.toLowerCase()}.${zone}`
  const alias = idOf(record.targetresource)
  return {
    id: `${prefix}/${name}/${type.toUpperCase()}`,
    zone,
    name,
    type: alias ? 'ALIAS' : type.toUpperCase(),
    ttlSeconds: record.ttl ?? null,
    values: alias ? [alias] : valuesOf(record),
  }
}

const words = (...parts: readonly (string | number | null | undefined)[]): string =>
  parts.map((part) => part ?? '').join(' ')

const valuesOf = (record: AzureRecord): readonly string[] => [
  ...record.arecords.map(({ ipv4address }) => ipv4address),
  ...record.aaaarecords.map(({ ipv6address }) => ipv6address),
  ...(record.cnamerecord?.cname ? [record.cnamerecord.cname] : []),
  ...record.mxrecords.map(({ preference, exchange }) => words(preference, exchange)),
  ...record.caarecords.map(({ flags, tag, value }) => words(flags, tag, value)),
  ...record.nsrecords.flatMap(({ nsdname }) => nsdname ?? []),
  ...record.ptrrecords.flatMap(({ ptrdname }) => ptrdname ?? []),
  ...record.srvrecords.map(({ priority, weight, port, target }) => words(priority, weight, port, target)),
  // A TXT value longer than 255 bytes comes in pieces that belong together (RFC 1035, 3.3.14).
  ...record.txtrecords.map(({ value }) => value.join('')),
]
