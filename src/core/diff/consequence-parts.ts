/** What every consequence is written with. */
import type { DiffValue, PlanDiff } from '../../model/plan-diff.ts'
import { trim } from '../../model/quantity.ts'

export type DiffParts = Omit<PlanDiff, 'consequences' | 'same'>

const MOST_NAMES = 5

/** The first few, and how many more there are. */
export function someOf(names: readonly string[], most = MOST_NAMES): string {
  const rest = names.length - most
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ')
}

export function valueText(value: DiffValue): string {
  if (value === null) return 'none'
  if (typeof value === 'number') return trim(value, 2)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  return value.length === 0 ? 'none' : value.join('; ')
}

/** `+12 min`, `−3.50 USD`: the amount as `text` writes what is above 0. */
export const signed = (difference: number, text: (amount: number) => string): string =>
  `${difference < 0 ? '−' : '+'}${text(Math.abs(difference))}`
