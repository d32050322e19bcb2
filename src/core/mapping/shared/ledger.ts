/** What the mapping takes of everything that VMs share. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { LedgerRow } from '../../../model/shared-limit.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { countOf, formatAmount } from '../amounts.ts'
import type { Option } from '../choose.ts'
import type { SharedLimit } from './limits.ts'

export interface Taken {
  readonly scoped: ScopedVm
  readonly option: Option
}

/** Rows of which something is taken, or of which a person stated how much there is. */
export function ledgerOf(limits: readonly SharedLimit[], taken: readonly Taken[]): readonly LedgerRow[] {
  return limits.flatMap((limit) => {
    const amounts = taken.map(({ option, scoped }) => limit.amountOf(option, scoped))
    const needed = tidy(amounts.reduce((sum, amount) => sum + amount, 0))
    if (needed === 0 && !limit.stated) return []
    const { id, name, unit, most, used, initially, source } = limit
    return [
      { id, name, unit, needed, most, used, initially, vms: amounts.filter((amount) => amount > 0).length, source },
    ]
  })
}

/** Freed of the noise of binary fractions, as money is. */
const tidy = (amount: number): number => Math.round(amount * 1e6) / 1e6

/** More than rounding. */
export const isExceeded = ({ needed, most }: Pick<LedgerRow, 'needed' | 'most'>): boolean =>
  most !== null && needed > most * (1 + 1e-12) + 1e-6

const besides = ({ used }: LedgerRow): string => (used ? `; ${formatAmount(used)} more in use by others` : '')

/** What is more than there is, and what nobody has said about. */
export function ledgerFindings(ledger: readonly LedgerRow[], hasStated: boolean): readonly Finding[] {
  const over = ledger.filter(isExceeded).map((row) =>
    createFinding('map.limit-exceeded', {
      subject: row.name,
      message: `${countOf(formatAmount(row.needed), row.unit)} needed, and there ${row.most === 1 ? 'is' : 'are'} ${formatAmount(row.most ?? 0)} (${row.source ?? ''}${besides(row)}).`,
      suggestion: 'Ask for more, or let fewer VMs take of it.',
    }),
  )
  const unstated = ledger.filter(
    ({ most, initially, needed }) => most === null && initially !== null && needed > initially,
  )
  return [...over, ...(unstated.length > 0 ? [unstatedFinding(unstated, hasStated)] : [])]
}

const MOST_NAMED = 5

function unstatedFinding(rows: readonly LedgerRow[], hasStated: boolean): Finding {
  const named = rows
    .slice(0, MOST_NAMED)
    .map(
      ({ name, id, needed, initially }) => `${name} (${id}): ${formatAmount(needed)}, a new account has ${initially}`,
    )
  const more = rows.length > MOST_NAMED ? [`and ${rows.length - MOST_NAMED} more`] : []
  return createFinding('map.quota-unstated', {
    subject: countOf(rows.length, 'quotas'),
    message: `Nobody has said what ${hasStated ? 'else ' : ''}the account may have, and this mapping needs more than a new account has of: ${[...named, ...more].join('; ')}.`,
    suggestion:
      'Have the quotas raised before the day, and read them from the account of the recovery site (drplan catalogue refresh --quotas) or state them under mapping.quotas: the mapping then keeps to them.',
  })
}
