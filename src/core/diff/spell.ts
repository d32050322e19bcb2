/** Any value of a plan in one line, the same for the same meaning. */
import { formatAddress, type Address } from '../../model/address.ts'
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { DiffValue } from '../../model/plan-diff.ts'
import { compareText } from '../../model/text-order.ts'

/** Lists are sets: nothing in a plan hangs on their order but where a number says so. */
export function spell(value: unknown): DiffValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return rounded(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(textOf).toSorted(compareText)
  return textOf(value)
}

/** Two decimals: sums of fractions differ in their last digits by the order of addition. */
const rounded = (value: number): number => {
  const whole = Math.round(value * 100) / 100
  return Number.isFinite(whole) ? whole + 0 : value
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).toSorted(compareText).join(', ')}]`
  if (isCidr(value)) return formatCidr(value)
  if (isAddress(value)) return formatAddress(value)
  if (typeof value === 'object' && value !== null) return objectText(value)
  return String(typeof value === 'number' ? rounded(value) : value)
}

const objectText = (value: object): string =>
  Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([field, inner]) => `${field} ${textOf(inner)}`)
    .join(', ')

const isCidr = (value: unknown): value is Cidr =>
  typeof value === 'object' && value !== null && 'network' in value && typeof value.network === 'bigint'

const isAddress = (value: unknown): value is Address =>
  typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'bigint'

export const isSame = (a: DiffValue, b: DiffValue): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
