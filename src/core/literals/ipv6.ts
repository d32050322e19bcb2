/**
 * IPv6 in all spellings of RFC 4291: any case, leading zeros, "::", dots in the last 32 bits, brackets and prefix lengths
 * around it. IPv4 inside of it (mapped, RFC 4291; NAT64, RFC 6052) is the IPv4 address that it stands for.
 */
import { readAddress, type Address } from '../../model/address.ts'
import { cidrAround } from '../../model/cidr.ts'
import { hostBlock, type Candidate } from './candidate.ts'

const runs = /[0-9a-f]{0,4}:[0-9a-f:.]+/gi
/** Eight groups of four with colons are 39 characters, with dots 45; a zone of a word and a full stop may be around. */
const longestRun = 56

export function* findIpv6(text: string): Generator<Candidate> {
  for (const match of text.matchAll(runs)) {
    const [whole] = match
    if (whole.length > longestRun || whole.indexOf(':') === whole.lastIndexOf(':')) continue
    const trimmed = trim(whole, match.index, text)
    const end = trimmed.at + trimmed.text.length
    if (/\w/.test(text[end] ?? '')) continue
    const found = read(trimmed.text, trimmed.at, text)
    if (found) yield found
  }
}

/** Without the word before a colon (ip6:2001:db8::1), a colon that separates, and the end of a sentence. */
function trim(whole: string, at: number, text: string): { text: string; at: number } {
  let start = 0
  if (/\w/.test(text[at - 1] ?? '') || /^:[^:]/.test(whole)) start = whole.indexOf(':') + 1
  return {
    text: whole
      .slice(start)
      .replace(/\.+$/, '')
      .replace(/([^:]):$/, '$1'),
    at: at + start,
  }
}

const mapped = /^[0:]*:ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i
const nat64 = /^0{0,2}64:ff9b::([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i
const embedded = /^(?:[0:]*:ffff|[0:]*:|0{0,2}64:ff9b::?)$/i

function read(own: string, at: number, text: string): Candidate | null {
  const plain = withoutDots(own)
  if (plain === null || !isIpv6(plain)) return null
  const inner = mapped.exec(plain) ?? nat64.exec(plain)
  if (inner) return { at, text: own, kind: 'ipv6', block: hostBlock(valueOf(inner[1] ?? '', inner[2] ?? '')) }
  const address = readAddress(plain)
  return address.ok ? withPrefix(address.value, { own, at, text }) : null
}

/** Mapped addresses too: the model refuses those, to make people write the IPv4 address itself. */
function isIpv6(text: string): boolean {
  const reading = readAddress(text.replace(/:ffff:/i, ':fffe:'))
  return reading.ok && reading.value.family === 6
}

/** With groups for the dots at its end; null where these are an IPv4 address in IPv6: that is found as such. */
function withoutDots(own: string): string | null {
  const dotted = /^(.*):(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(own)
  if (!dotted) return own
  const head = dotted[1] ?? ''
  return embedded.test(head) ? null : `${head}:${groupsOf(dotted.slice(2, 6).map(Number))}`
}

/** The block, where a prefix length follows and no host bits are set; else the address alone. */
function withPrefix(address: Address, { own, at, text }: { own: string; at: number; text: string }): Candidate {
  const prefix = prefixAt(text, at + own.length)
  const network = prefix && cidrAround(address, prefix.length)
  return prefix && network?.network === address.value
    ? { at, text: text.slice(at, prefix.end), kind: 'ipv6', block: network }
    : { at, text: own, kind: 'ipv6', block: cidrAround(address, 128) }
}

const groupsOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string =>
  [a, b, c, d].some((octet) => octet > 255) ? '' : `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`

const valueOf = (high: string, low: string): bigint => (BigInt(`0x${high}`) << 16n) | BigInt(`0x${low}`)

const prefix = /\/(\d{1,3})(?!\w)/y

function prefixAt(text: string, end: number): { length: number; end: number } | null {
  prefix.lastIndex = end
  const length = Number(prefix.exec(text)?.[1] ?? Number.NaN)
  return length <= 128 ? { length, end: prefix.lastIndex } : null
}
