/** Text that reads as an address, wherever it may lead. */
import type { LiteralKind } from '../../model/address-literal.ts'
import type { Cidr } from '../../model/cidr.ts'

export interface Candidate {
  /** Offset in the text. */
  readonly at: number
  readonly text: string
  readonly kind: LiteralKind
  readonly block: Cidr
}

const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character)

/**
 * May an address begin here? Not inside a word or behind a `v`; but behind the escapes \n, \r, \t and \b, which end in
 * a letter. A hyphen before it makes it a version (nginx-1.2.3.4), unless an address stands before that: a range.
 */
export function startsFree(text: string, at: number): boolean {
  const before = text[at - 1]
  if (isWord(before)) return /\\[nrtb]$/.test(text.slice(Math.max(0, at - 2), at))
  if (/\d(?:\\{0,2}\.|\[\.\])$/.test(text.slice(Math.max(0, at - 4), at))) return false
  if (before !== '-' || !/[\w.)]/.test(text[at - 2] ?? '')) return true
  return /(?:^|[^\w.])(?:\d{1,3}\.){3}\d{1,3}-$/.test(text.slice(Math.max(0, at - 18), at))
}

/** May an address end here? Not inside a word, nor before a hyphen and a letter: 1.2.3.4-rc1 is a version. */
export const endsFree = (text: string, end: number): boolean =>
  !isWord(text[end]) && !(text[end] === '-' && /[a-z_]/i.test(text[end + 1] ?? ''))

/** The block of 1 to 4 octets; null when one of them is over 255. */
export function blockOfOctets(octets: readonly number[]): Cidr | null {
  if (octets.some((octet) => octet > 255)) return null
  const value = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  return { family: 4, network: value << BigInt(32 - 8 * octets.length), prefixLength: 8 * octets.length }
}

export const hostBlock = (value: bigint): Cidr => ({ family: 4, network: value, prefixLength: 32 })
