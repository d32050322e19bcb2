/** Translated DNS records as values of recovery/'s variables: zones with the addresses that their names will have. */
import { readAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { canStand, type DnsZoneTranslation } from '../../model/serving-translation.ts'
import { compareText } from '../../model/text-order.ts'

type TranslatedRecord = NetworkTranslation['dnsRecords'][number]

/** Where no source says how long an answer may be kept: as long as drplan finds right for what changes at failover. */
const TTL_SECONDS = 300

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** The name within its zone, as Azure wants it; `@` for the zone itself. */
function relativeName({ name, zone }: TranslatedRecord): string {
  const [own, end] = [plain(name), plain(zone)]
  if (own === end || own === '') return '@'
  return own.endsWith(`.${end}`) ? own.slice(0, -end.length - 1) : own
}

/** Names that Azure DNS takes: labels of letters, digits, hyphens and underscores, the first perhaps a star. */
const allowed = /^(@|(\*|[a-z0-9_-]{1,63})(\.[a-z0-9_-]{1,63})*)$/

/** A private zone has two labels at least, and 253 characters at most (Microsoft Learn, "What is a private Azure DNS zone?", 2024). */
const allowedZone = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63}){1,33}$/

const isIpv4 = (value: string): boolean => {
  const reading = readAddress(value)
  return reading.ok && reading.value.family === 4
}

/** Zones that the source knows to be private, by name; of several with one name the first, because Azure takes one of a name. */
function knownPrivate({ dnsZones = [] }: NetworkTranslation): ReadonlyMap<string, DnsZoneTranslation> {
  const zones = dnsZones.filter((zone) => zone.private).toSorted((a, b) => compareText(b.key, a.key))
  return new Map(zones.map((zone) => [plain(zone.name), zone]))
}

interface Known {
  readonly zones: ReadonlyMap<string, DnsZoneTranslation>
  readonly balancers: ReadonlySet<string | undefined>
}

const knownOf = (network: NetworkTranslation): Known => ({
  zones: knownPrivate(network),
  balancers: new Set(network.balancers?.map(({ key }) => key)),
})

interface Answer {
  readonly record: TranslatedRecord
  readonly name: string
  readonly values: readonly string[]
  readonly balancerKey?: string | undefined
}

/** Null for what is no address: Terraform makes A records only. A name of a load balancer is answered with its address. */
function answerOf(record: TranslatedRecord, { zones, balancers }: Known): Answer | null {
  const name = relativeName(record)
  const { type, zone, zoneKey, balancerKey } = record
  if (!allowed.test(name) || !allowedZone.test(plain(zone))) return null
  const known = zones.get(plain(zone))
  if (known && (known.key !== zoneKey || !canStand(record))) return null
  if (balancers.has(balancerKey)) return { record, name, values: [], balancerKey }
  const values = type === 'A' ? record.values.filter(isIpv4) : []
  return values.length > 0 ? { record, name, values } : null
}

/** By zone. Of a name that is there twice the addresses are joined; the shorter time to live counts. */
export function privateRecords(network: NetworkTranslation) {
  const made = knownOf(network)
  const answers = network.dnsRecords.flatMap((record) => answerOf(record, made) ?? [])
  const zones = Map.groupBy(answers, ({ record }) => plain(record.zone))
  return Object.fromEntries(
    [...zones].map(([zone, own]) => {
      const known = made.zones.get(zone)
      const records = [...Map.groupBy(own, ({ name }) => name)].map(
        ([name, same]) => [name, recordValue(same)] as const,
      )
      const value = { zone, ...(known && { vpc_keys: [...known.vpcKeys] }), records: Object.fromEntries(records) }
      return [stableKey(zone, zone), value]
    }),
  )
}

function recordValue(same: readonly Answer[]) {
  const ttl = Math.min(...same.map(({ record }) => record.ttlSeconds ?? TTL_SECONDS))
  const balancer = same.find(({ balancerKey }) => balancerKey !== undefined)?.balancerKey
  if (balancer !== undefined) return { ttl_seconds: ttl, addresses: [], balancer_key: balancer }
  return { ttl_seconds: ttl, addresses: [...new Set(same.flatMap(({ values }) => values))].toSorted() }
}

/** Those of privateRecords that the source knows to be private: a failover makes them unless somebody says otherwise. */
export function privateZones(network: NetworkTranslation): readonly string[] {
  const known = knownPrivate(network)
  return Object.values(privateRecords(network))
    .map(({ zone }) => zone)
    .filter((zone) => known.has(zone))
    .toSorted(compareText)
}

/** Records of private zones that could stand, and that privateRecords has not. */
export function unsaidRecords(network: NetworkTranslation): readonly TranslatedRecord[] {
  const hidden = new Set((network.dnsZones ?? []).flatMap((zone) => (zone.private ? [zone.key] : [])))
  const made = knownOf(network)
  return network.dnsRecords.filter(
    (record) => hidden.has(record.zoneKey ?? '') && canStand(record) && answerOf(record, made) === null,
  )
}
