/** Names of PTR records: an address written backwards under a zone for such names (RFC 1035 section 3.5, RFC 3596). */
import { readAddress, type Address } from '../../model/address.ts'

/** Without the dot at the end that some sources write, and in lower case. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/**
 * Null for a name that stands for no single address. Delegations of less than an octet (RFC 2317) put a label of their
 * own between the last octet and the others: `17.16/28.5.0.10.in-addr.arpa` is 10.0.5.17.
 */
export function addressOfPointer(name: string): Address | null {
  const plain = plainName(name)
  const [, four] = /^(.+)\.in-addr\.arpa$/.exec(plain) ?? []
  const [, six] = /^((?:[0-9a-f]\.){31}[0-9a-f])\.ip6\.arpa$/.exec(plain) ?? []
  const text = four === undefined ? six && ipv6Text(six) : ipv4Text(four)
  if (!text) return null
  const reading = readAddress(text)
  return reading.ok ? reading.value : null
}

function ipv4Text(labels: string): string | null {
  const octets = labels.split('.').filter((label) => /^\d{1,3}$/.test(label))
  const others = labels.split('.').length - octets.length
  return octets.length === 4 && others <= 1 ? octets.toReversed().join('.') : null
}

const ipv6Text = (labels: string): string => (labels.split('.').toReversed().join('').match(/.{4}/g) ?? []).join(':')

export function pointerName({ family, value }: Address): string {
  if (family === 4) return `${octetsOf(value).toReversed().join('.')}.in-addr.arpa`
  return `${value.toString(16).padStart(32, '0').split('').toReversed().join('.')}.ip6.arpa`
}

/** The zone of the usual size that has an address: /24, and /64. */
export function pointerZone(address: Address): string {
  const labels = pointerName(address).split('.')
  return labels.slice(address.family === 4 ? 1 : 16).join('.')
}

const octetsOf = (value: bigint): readonly number[] =>
  [24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 255n))
