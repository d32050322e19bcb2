/** Lists of addresses as inventories write them in one cell. */
import { readAddress, type Address } from '../model/address.ts'

export interface AddressList {
  readonly addresses: readonly Address[]
  /** What is no address, with the reason. */
  readonly faults: readonly string[]
}

/**
 * The addresses between commas, semicolons and blanks, in order, without repeats. Link-local ones (RFC 3927, RFC 4291)
 * are left out: they mean nothing outside their own link, and a guest that shows 169.254 has none.
 */
export function readAddresses(text: string): AddressList {
  const addresses: Address[] = []
  const faults: string[] = []
  for (const word of new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))) {
    if (/^(fe[89ab][0-9a-f]:|169\.254\.)/i.test(word)) continue
    const reading = readAddress(word)
    if (reading.ok) addresses.push(reading.value)
    else faults.push(`"${word}": ${reading.fault}`)
  }
  return { addresses, faults }
}
