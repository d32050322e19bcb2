/** Route 53 record sets. */
import type { DnsRecord } from '../../model/network.ts'
import type { Report } from '../report.ts'
import type { Dump, Item } from './answers.ts'
import type { AwsRecord } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

/**
 * Private zones of several VPCs or accounts may have one name; their records then carry where they were read in
 * their ids. Alias records have the type `ALIAS` and the name they stand for as their value.
 */
export function readRecords(dump: Dump, report: Report): readonly DnsRecord[] {
  const byFile = Map.groupBy(dump.ResourceRecordSets, ({ place }) => place.slice(0, place.lastIndexOf('#')))
  const files = [...byFile].map(([file, items]) => ({ file, items, zone: zoneOf(items, file, report) }))
  const zones = Map.groupBy(files, ({ zone }) => zone)
  const records = files.flatMap(({ file, items, zone }) => {
    const isAlone = zones.get(zone)?.length === 1
    return items.map(({ value }) => recordOf(value, { zone, prefix: isAlone ? zone : `${zone} (${file})` }))
  })
  return records.toSorted((a, b) => compareText(a.id, b.id))
}

/** A dump does not name its hosted zone, but every zone has one SOA record, at its top. */
function zoneOf(items: readonly Item<AwsRecord>[], file: string, report: Report): string {
  const start = items.find(({ value }) => value.Type === 'SOA')
  if (start) return domainName(start.value.Name)
  const names = items.map(({ value }) => domainName(value.Name))
  const shortest = names.toSorted((a, b) => a.length - b.length || compareText(a, b))[0] ?? ''
  report('site.guessed', {
    subject: file,
    message: `The file has no SOA record, which would name its zone; "${shortest}" is taken.`,
    suggestion: 'Dump the whole zone: aws route53 list-resource-record-sets --hosted-zone-id …',
    place: file,
  })
  return shortest
}

function recordOf(record: AwsRecord, { zone, prefix }: { zone: string; prefix: string }): DnsRecord {
  const name = domainName(record.Name)
  const set = record.SetIdentifier ? `/${record.SetIdentifier}` : ''
  const alias = record.AliasTarget
  return {
    id: `${prefix}/${name}/${record.Type}${set}`,
    zone,
    name,
    type: alias ? 'ALIAS' : record.Type,
    ttlSeconds: record.TTL ?? null,
    ...(record.HostedZoneId ? { zoneId: zoneIdOf(record.HostedZoneId) } : {}),
    ...routingOf(record),
    values: alias ? [domainName(alias.DNSName)] : record.ResourceRecords.map(({ Value }) => Value),
  }
}

/** The first that the record states: a record has one policy (Route 53 API Reference, ResourceRecordSet). */
function routingOf(record: AwsRecord): Pick<DnsRecord, 'routing'> {
  const { Failover, Weight, Region, GeoLocation, MultiValueAnswer, SetIdentifier } = record
  if (Failover) return { routing: `failover ${Failover}` }
  if (typeof Weight === 'number') return { routing: `weighted ${Weight}` }
  if (Region) return { routing: `latency ${Region}` }
  if (GeoLocation) return { routing: 'geolocation' }
  if (MultiValueAnswer === true) return { routing: 'multivalue' }
  return SetIdentifier ? { routing: 'other' } : {}
}

/** `/hostedzone/Z…` in one answer, `Z…` in another. */
export const zoneIdOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** Without the final dot; Route 53 writes other characters as octal, `\052` being the asterisk. */
export const domainName = (text: string): string =>
  text
    .replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\.$/, '')
