/**
 * One IP address. Strict on purpose: no leading zeros (CVE-2021-28918 was such a reading), no short
 * forms, no zone ids, no IPv4-mapped IPv6. IPv6 is printed as RFC 5952 asks.
 */
import { z } from 'zod'
import { InputError } from '../errors.ts'

export type Family = 4 | 6

/** `value` is the address as an unsigned integer of 32 or 128 bits. */
export interface Address {
  readonly family: Family
  readonly value: bigint
}

export const bitsOf = (family: Family): number => (family === 4 ? 32 : 128)

/** What a reading of text gives: the value, or a sentence about what is wrong with the text. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string }

const fault = (text: string): { ok: false; fault: string } => ({ ok: false, fault: text })

export function readAddress(text: string): Reading<Address> {
  return text.includes(':') ? readV6(text) : readV4(text)
}

/** Throws InputError `network.address-invalid`. */
export function parseAddress(text: string): Address {
  const reading = readAddress(text)
  if (!reading.ok) throw new InputError('network.address-invalid', `"${text}" is not an IP address: ${reading.fault}.`)
  return reading.value
}

function readV4(text: string): Reading<Address> {
  const parts = text.split('.')
  if (parts.length !== 4) return fault('an IPv4 address has four numbers with dots between them')
  let value = 0n
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part)) return fault(`"${part}" is not a number from 0 to 255`)
    if (part.length > 1 && part.startsWith('0'))
      return fault(`"${part}" has a leading zero, which some programs read as octal`)
    if (Number(part) > 255) return fault(`${part} is over 255`)
    value = (value << 8n) | BigInt(part)
  }
  return { ok: true, value: { family: 4, value } }
}

function readV6(text: string): Reading<Address> {
  if (text.includes('%')) return fault('a zone id (%…) means nothing outside its own machine')
  if (text.includes('.')) return fault('IPv4 inside IPv6 is not accepted; write the IPv4 address itself')
  const groups = expandV6(text)
  if (!groups) return fault('an IPv6 address has eight groups, or "::" once for one or more of zeros')
  let value = 0n
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return fault(`"${group}" is not a group of one to four hexadecimal digits`)
    value = (value << 16n) | BigInt(`0x${group}`)
  }
  if (value >> 32n === 0xffffn) return fault('it is an IPv4-mapped address; write the IPv4 address itself')
  return { ok: true, value: { family: 6, value } }
}

/** The eight groups, with "::" written out; null when there are not eight. */
function expandV6(text: string): readonly string[] | null {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return null
  const left = head === '' ? [] : head.split(':')
  if (tail === undefined) return left.length === 8 ? left : null
  const right = tail === '' ? [] : tail.split(':')
  const missing = 8 - left.length - right.length
  return missing < 1 ? null : [...left, ...Array<string>(missing).fill('0'), ...right]
}

export function formatAddress(address: Address): string {
  return address.family === 4 ? formatV4(address.value) : formatV6(address.value)
}

function formatV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups becomes "::". */
function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn))
  const run = longestZeroRun(groups)
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  if (run.length < 2) return hex(groups)
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  })
  return best
}

export const equalAddresses = (a: Address, b: Address): boolean => a.family === b.family && a.value === b.value

export const compareAddresses = (a: Address, b: Address): number =>
  a.family - b.family || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)

const isAddress = (value: unknown): value is Address =>
  typeof value === 'object' &&
  value !== null &&
  'family' in value &&
  'value' in value &&
  typeof value.value === 'bigint'

/** An address in an artefact: text in the file, `Address` inside the program. */
export const addressSchema = z.codec(z.string(), z.custom<Address>(isAddress), {
  decode: (text, context) => {
    const reading = readAddress(text)
    if (reading.ok) return reading.value
    context.issues.push({ code: 'custom', message: `"${text}" is not an IP address: ${reading.fault}`, input: text })
    return z.NEVER
  },
  encode: formatAddress,
})
