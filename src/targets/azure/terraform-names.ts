/** Translated DNS records as values of recovery/'s variables: zones with the addresses that their names will have. */
import { readAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'

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

/** By zone. Of a name that is there twice the addresses are joined; the shorter time to live counts. */
export function privateRecords({ dnsRecords }: NetworkTranslation) {
  const named = dnsRecords
    .filter(({ type, zone }) => type === 'A' && allowedZone.test(plain(zone)))
    .map((record) => ({ record, name: relativeName(record), values: record.values.filter(isIpv4) }))
    .filter(({ name, values }) => allowed.test(name) && values.length > 0)
  const zones = Map.groupBy(named, ({ record }) => plain(record.zone))
  return Object.fromEntries(
    [...zones].map(([zone, own]) => {
      const records = [...Map.groupBy(own, ({ name }) => name)].map(([name, same]) => {
        const ttl = Math.min(...same.map(({ record }) => record.ttlSeconds ?? TTL_SECONDS))
        const addresses = [...new Set(same.flatMap(({ values }) => values))].toSorted()
        return [name, { ttl_seconds: ttl, addresses }] as const
      })
      return [stableKey(zone, zone), { zone, records: Object.fromEntries(records) }]
    }),
  )
}
