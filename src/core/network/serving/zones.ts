/** Zones of names, which zone a record is in, and records that stand for a load balancer. */
import { formatAddress } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import { objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type { DnsTranslation } from '../../../model/network-translation.ts'
import type { DnsRecord } from '../../../model/network.ts'
import {
  whyNotStanding,
  type BalancerTranslation,
  type DnsZoneTranslation,
} from '../../../model/serving-translation.ts'
import { plainName } from '../pointers.ts'
import type { ServingContext } from './context.ts'
import type { Unbuilt } from './unbuilt.ts'

export interface TranslatedZones {
  readonly zones: readonly DnsZoneTranslation[]
  readonly records: readonly DnsTranslation[]
  readonly unbuilt: readonly Unbuilt[]
}

/** `records` are those of the network, translated, in its order. */
export function translateZones(
  records: readonly DnsTranslation[],
  balancers: readonly BalancerTranslation[],
  context: ServingContext,
): TranslatedZones {
  const { network, vpcKeys } = context
  const zones = objectsOf(network.objects, 'dns-zone').map((zone) => translatedZone(zone, vpcKeys))
  const made = zones.filter((zone) => !zone.private || zone.vpcKeys.length > 0)
  const standsFor = balancerNames(network.objects, balancers)
  const sources = new Map(network.dnsRecords.map((record) => [record.id, record]))
  const named = records.map((record) => {
    const source = sources.get(record.from)
    return source ? withZone(record, source, { zones: made, standsFor }) : record
  })
  return { zones: made.toSorted(byKey), records: named, unbuilt: unbuiltOf({ zones, made, records: named }) }
}

const byKey = (a: DnsZoneTranslation, b: DnsZoneTranslation): number => (a.key < b.key ? -1 : 1)

const translatedZone = (
  { id, name, private: isPrivate, vpcIds }: NetworkObjectOf<'dns-zone'>,
  vpcKeys: ReadonlyMap<string, string>,
): DnsZoneTranslation => ({
  key: stableKey(name, id),
  from: id,
  name: plainName(name),
  private: isPrivate,
  vpcKeys: isPrivate ? [...new Set(vpcIds.flatMap((vpcId) => vpcKeys.get(vpcId) ?? []))].toSorted() : [],
})

interface Known {
  readonly zones: readonly DnsZoneTranslation[]
  readonly standsFor: ReadonlyMap<string, string>
}

function withZone(record: DnsTranslation, source: DnsRecord, { zones, standsFor }: Known): DnsTranslation {
  const zone = zoneOf(record, source, zones)
  const { type, fromValues, routing } = { ...record, routing: source.routing }
  const named = type === 'ALIAS' || type === 'CNAME' || type === 'A'
  const keys = named ? [...new Set(fromValues.map((value) => standsFor.get(balancerName(value))))] : []
  const [balancerKey] = keys.length === 1 ? keys : []
  return {
    ...record,
    ...(zone && { zoneKey: zone.key }),
    ...(routing !== undefined && { routing }),
    ...(balancerKey !== undefined && { balancerKey }),
  }
}

/** A record whose own name holds an address may have left its zone. */
function zoneOf(
  { zone: name }: DnsTranslation,
  { zone, zoneId }: DnsRecord,
  zones: readonly DnsZoneTranslation[],
): DnsZoneTranslation | undefined {
  if (plainName(name) !== plainName(zone)) return undefined
  if (zoneId !== undefined) return zones.find(({ from }) => from === zoneId)
  const alike = zones.filter((one) => one.name === plainName(zone))
  return alike.length === 1 ? alike[0] : undefined
}

/** What names and public addresses of the primary site stand for a balancer that is made. */
function balancerNames(
  objects: ServingContext['network']['objects'],
  balancers: readonly BalancerTranslation[],
): ReadonlyMap<string, string> {
  const keys = new Map(balancers.map(({ from, key }) => [from, key]))
  return new Map(
    objectsOf(objects, 'load-balancer').flatMap(({ id, dnsName, publicAddresses }) => {
      const key = keys.get(id)
      if (key === undefined) return []
      const names = [...(dnsName === null ? [] : [balancerName(dnsName)]), ...publicAddresses.map(formatAddress)]
      return names.map((name) => [name, key] as const)
    }),
  )
}

/** Platforms write the name of one that answers by IPv6 too with a word in front. */
const balancerName = (name: string): string => plainName(name).replace(/^dualstack\./, '')

function unbuiltOf({
  zones,
  made,
  records,
}: {
  readonly zones: readonly DnsZoneTranslation[]
  readonly made: readonly DnsZoneTranslation[]
  readonly records: readonly DnsTranslation[]
}): readonly Unbuilt[] {
  const hidden = new Set(made.filter((zone) => zone.private).map(({ key }) => key))
  const ofPrivate = records.filter(({ zoneKey, type }) => hidden.has(zoneKey ?? '') && type !== 'NS' && type !== 'SOA')
  return [
    ...zones
      .filter((zone) => !made.includes(zone))
      .map((zone): Unbuilt => ({
        noun: 'DNS zone',
        id: zone.from,
        label: zone.name,
        why: 'it is private, and no planned network sees it',
      })),
    ...ofPrivate.flatMap((record): readonly Unbuilt[] => {
      const why = whyNotStanding(record)
      const { from, name, type } = record
      return why === null ? [] : [{ noun: 'DNS record', id: from, label: `${name} (${type})`, why }]
    }),
  ]
}
