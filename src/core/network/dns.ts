/** DNS records: addresses of recovered hosts change, and a long time to live keeps clients at the dead site. */
import { formatAddress, readAddress } from '../../model/address.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { DnsRecord } from '../../model/network.ts'
import { mapAddress, type AddressMap } from './address-map.ts'

type DnsTranslation = NetworkTranslation['dnsRecords'][number]

/** The longest time to live that still fits beside a recovery in minutes. */
const LONGEST_TTL_SECONDS = 300

export function translateRecords(
  records: readonly DnsRecord[],
  map: AddressMap,
): { records: readonly DnsTranslation[]; findings: readonly Finding[] } {
  const translated = records.map((record) => translateRecord(record, map))
  const slow = translated.filter(({ rule, ttlSeconds }) => rule !== 'kept' && (ttlSeconds ?? 0) > LONGEST_TTL_SECONDS)
  const findings = slow.map((record) =>
    createFinding('network.dns-ttl', {
      subject: record.name,
      message: `${record.name} changes at failover, but clients may keep the old address for ${record.ttlSeconds} s.`,
      suggestion: `Lower its time to live to ${LONGEST_TTL_SECONDS} s or less, at least one old time to live before it is needed.`,
    }),
  )
  return { records: translated, findings }
}

function translateRecord(record: DnsRecord, map: AddressMap): DnsTranslation {
  const values =
    record.type === 'A' || record.type === 'AAAA'
      ? record.values.map((value) => translateValue(value, map))
      : record.values
  const changed = values.some((value, index) => value !== record.values[index])
  return {
    from: record.id,
    zone: record.zone,
    name: record.name,
    type: record.type,
    ttlSeconds: record.ttlSeconds,
    fromValues: record.values,
    values,
    rule: changed ? 'offset' : 'kept',
  }
}

function translateValue(value: string, map: AddressMap): string {
  const reading = readAddress(value)
  return reading.ok ? formatAddress(mapAddress(map, reading.value).to) : value
}
