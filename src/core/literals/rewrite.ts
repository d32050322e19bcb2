/** The same spelling of another address: dots, escapes, case and masks stay as they were. */
import type { AddressLiteral, LiteralKind } from '../../model/address-literal.ts'
import { formatAddress } from '../../model/address.ts'
import type { Cidr } from '../../model/cidr.ts'

interface Wanted {
  /** As it is written now. */
  readonly text: string
  readonly value: bigint
  readonly octets: readonly string[]
  readonly prefixLength: number
}

const spellings: Readonly<Record<LiteralKind, (wanted: Wanted) => string>> = {
  dotted: ({ octets }) => octets.join('.'),
  padded: ({ octets }) => octets.join('.'),
  pattern: withSeparators,
  fragment: withSeparators,
  cidr: ({ text, octets }) => octets.join('.') + text.slice(text.indexOf('/')),
  ipv6: ({ text, value }) => text.replace(/[^:]+:[^:]+$/, hexOf(value).replace(/^0*(.+)(.{4})$/, '$1:$2')),
  hexadecimal: ({ text, value }) => text.slice(0, -8) + cased(hexOf(value), text.slice(-8)),
  decimal: ({ value }) => String(value),
  'reverse-name': ({ text, octets, prefixLength }) =>
    [...octets.slice(0, prefixLength / 8).toReversed(), text.replace(/^[\d.]*/, '')].join('.'),
  'host-name': ({ text, octets }) => `${text.slice(0, 3)}${octets.join('-')}`,
}

/** `to` is as long as the block of the literal; null where the spelling cannot say it. */
export function rewrite({ kind, text, block }: AddressLiteral, to: Cidr): string | null {
  if (to.family !== 4 || to.prefixLength !== block.prefixLength) return null
  const octets = formatAddress({ family: 4, value: to.network }).split('.')
  return spellings[kind]({ text, value: to.network, octets, prefixLength: to.prefixLength })
}

/** One octet for each number of the text; what stands between and behind them stays. */
function withSeparators({ text, octets }: Wanted): string {
  let next = 0
  return text.replaceAll(/\d+/g, () => octets[next++] ?? '')
}

const hexOf = (value: bigint): string => value.toString(16).padStart(8, '0')

const cased = (hex: string, like: string): string => (/[A-F]/.test(like) ? hex.toUpperCase() : hex)
