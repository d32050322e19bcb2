/**
 * A block of addresses. A Cidr cannot exist with host bits set: readers refuse such text, because
 * 10.0.0.1/24 may mean the host or the network and only its author knows which.
 */
import { z } from 'zod'
import { InputError } from '../errors.ts'
import {
  bitsOf,
  compareAddresses,
  formatAddress,
  readAddress,
  type Address,
  type Family,
  type Reading,
} from './address.ts'

export interface Cidr {
  readonly family: Family
  /** The first address; its host bits are always clear. */
  readonly network: bigint
  readonly prefixLength: number
}

export function readCidr(text: string): Reading<Cidr> {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text)
  if (!match) return { ok: false, fault: 'a CIDR is an address, a slash and a prefix length' }
  const [, addressText = '', lengthText = ''] = match
  const address = readAddress(addressText)
  if (!address.ok) return address
  const { family, value } = address.value
  const prefixLength = Number(lengthText)
  if (lengthText.length > 1 && lengthText.startsWith('0'))
    return { ok: false, fault: `/${lengthText} has a leading zero` }
  if (prefixLength > bitsOf(family)) return { ok: false, fault: `/${lengthText} is over /${bitsOf(family)}` }
  const network = clearHostBits(family, value, prefixLength)
  if (network !== value) {
    const meant = formatCidr({ family, network, prefixLength })
    return {
      ok: false,
      fault: `it has host bits set; the network is ${meant}, the single host ${addressText}/${bitsOf(family)}`,
    }
  }
  return { ok: true, value: { family, network, prefixLength } }
}

/** Throws InputError `network.cidr-invalid`. */
export function parseCidr(text: string): Cidr {
  const reading = readCidr(text)
  if (!reading.ok) throw new InputError('network.cidr-invalid', `"${text}" is not a CIDR: ${reading.fault}.`)
  return reading.value
}

export const formatCidr = (cidr: Cidr): string =>
  `${formatAddress({ family: cidr.family, value: cidr.network })}/${cidr.prefixLength}`

/** The block of `prefixLength` that holds an address. */
export const cidrAround = (address: Address, prefixLength: number): Cidr => ({
  family: address.family,
  network: clearHostBits(address.family, address.value, prefixLength),
  prefixLength,
})

const clearHostBits = (family: Family, value: bigint, prefixLength: number): bigint => {
  const hostBits = BigInt(bitsOf(family) - prefixLength)
  return (value >> hostBits) << hostBits
}

/** How many addresses the block holds. */
export const sizeOf = (cidr: Cidr): bigint => 1n << BigInt(bitsOf(cidr.family) - cidr.prefixLength)

/** The last address of the block. */
export const lastOf = (cidr: Cidr): bigint => cidr.network + sizeOf(cidr) - 1n

export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.family === inner.family && outer.network <= inner.network && lastOf(inner) <= lastOf(outer)

export const containsAddress = (cidr: Cidr, address: Address): boolean =>
  cidr.family === address.family && cidr.network <= address.value && address.value <= lastOf(cidr)

export const overlaps = (a: Cidr, b: Cidr): boolean =>
  a.family === b.family && a.network <= lastOf(b) && b.network <= lastOf(a)

export const equalCidrs = (a: Cidr, b: Cidr): boolean =>
  a.family === b.family && a.network === b.network && a.prefixLength === b.prefixLength

/** By family, then first address, then the larger block first. */
export const compareCidrs = (a: Cidr, b: Cidr): number =>
  compareAddresses({ family: a.family, value: a.network }, { family: b.family, value: b.network }) ||
  a.prefixLength - b.prefixLength

const isCidr = (value: unknown): value is Cidr =>
  typeof value === 'object' && value !== null && 'network' in value && 'prefixLength' in value

/** A CIDR in an artefact: text in the file, `Cidr` inside the program. */
export const cidrSchema = z.codec(z.string(), z.custom<Cidr>(isCidr), {
  decode: (text, context) => {
    const reading = readCidr(text)
    if (reading.ok) return reading.value
    context.issues.push({ code: 'custom', message: `"${text}" is not a CIDR: ${reading.fault}`, input: text })
    return z.NEVER
  },
  encode: formatCidr,
})
