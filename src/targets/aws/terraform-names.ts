/** Translated zones and records as values of variables: private ones are made, public ones may fail over. */
import type { DnsTranslation, NetworkTranslation } from '../../model/network-translation.ts'
import { canStand } from '../../model/serving-translation.ts'

/** Where the source states none; Route 53 wants one. */
const USUAL_TTL_SECONDS = 300

export function privateNames({ dnsZones = [], dnsRecords }: NetworkTranslation) {
  const zones = dnsZones.filter((zone) => zone.private)
  const keys = new Set(zones.map(({ key }) => key))
  return {
    private_zones: Object.fromEntries(zones.map(({ key, name, vpcKeys }) => [key, { name, vpc_keys: [...vpcKeys] }])),
    private_records: Object.fromEntries(
      dnsRecords
        .filter((record) => keys.has(record.zoneKey ?? '') && canStand(record))
        .map((record) => [`${record.zoneKey}/${record.name}/${typeOf(record)}`, privateRecord(record)]),
    ),
  }
}

const privateRecord = (record: DnsTranslation) => ({
  zone_key: record.zoneKey ?? '',
  name: record.name,
  type: typeOf(record),
  ttl: record.ttlSeconds ?? USUAL_TTL_SECONDS,
  values: record.values.map((value) => (record.type === 'TXT' ? unquoted(value) : value)),
  ...(record.balancerKey === undefined ? {} : { balancer_key: record.balancerKey }),
})

/** An alias answers with addresses. */
const typeOf = ({ type }: DnsTranslation): string => (type === 'ALIAS' ? 'A' : type)

/** Terraform puts the quotes of a text around it by itself; those between its parts stay. */
const unquoted = (text: string): string => /^"([^]*)"$/.exec(text)?.[1] ?? text

/**
 * Records of public load balancers of the primary site, in zones that are public or of which nobody says otherwise. Health
 * checkers cannot reach an internal one: it would count as dead, and its name would lead to the recovery site at once.
 */
export function failoverRecords({ balancers = [], dnsZones = [], dnsRecords }: NetworkTranslation) {
  const open = new Set(balancers.filter(({ internal }) => !internal).map(({ key }) => key))
  const hidden = new Set(dnsZones.filter((zone) => zone.private).map(({ key }) => key))
  return Object.fromEntries(
    dnsRecords
      .filter((record) => !hidden.has(record.zoneKey ?? '') && canStand(record))
      .flatMap((record) => {
        const { balancerKey, zone, name } = record
        const answer = primaryAnswer(record)
        if (balancerKey === undefined || !open.has(balancerKey) || answer === null) return []
        const ttl = record.ttlSeconds ?? USUAL_TTL_SECONDS
        return [
          [
            `${name}/${typeOf(record)}`,
            { zone, name, type: typeOf(record), ttl, ...answer, balancer_key: balancerKey },
          ],
        ]
      }),
  )
}

/** An alias names the zone of the load balancer, which follows from its region and sort; null where that is no such name. */
function primaryAnswer(record: DnsTranslation) {
  if (record.type !== 'ALIAS') return { values: [...record.fromValues] }
  const [dnsName = ''] = record.fromValues
  const network = /\.elb\.([a-z0-9-]+)\.amazonaws\.com$/.exec(dnsName)?.[1]
  const application = /\.([a-z0-9-]+)\.elb\.amazonaws\.com$/.exec(dnsName)?.[1]
  const region = network ?? application
  if (region === undefined) return null
  const sort = network === undefined ? 'application' : 'network'
  return { values: [], alias: { dns_name: dnsName, region, load_balancer_type: sort } }
}
