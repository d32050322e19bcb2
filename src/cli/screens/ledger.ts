/** What VMs share at the recovery site, and how much of it the mapping takes. */
import type { Mapping } from '../../model/mapping.ts'
import type { LedgerRow } from '../../model/shared-limit.ts'
import { percent, trim } from '../../model/quantity.ts'
import { harmless, style, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'shared by VMs', cut: 24 },
  { head: 'needed', right: true },
  { head: 'of', right: true },
  { head: 'unit', drop: 1 },
  { head: 'VMs', right: true, drop: 2 },
]

/** Nothing where nothing is stated and nothing is needed beyond what a new account has. */
export function ledgerTable({ ledger }: Pick<Mapping, 'ledger'>, width: number): readonly string[] {
  const rows = ledger.filter(({ most, initially, needed }) => most !== null || (initially ?? Infinity) < needed)
  return rows.length === 0 ? [] : [...table(columns, rows.map(rowOf), width), '']
}

function rowOf({ id, name, unit, needed, most, vms }: LedgerRow): readonly string[] {
  const label = harmless(id === name ? name : `${id} ${name}`)
  if (most === null) return [label, trim(needed, 1), style.risk('not stated'), unit, String(vms)]
  const share = most === 0 ? '' : ` (${percent(needed / most)})`
  const of = `${trim(most, 1)}${share}`
  return [label, trim(needed, 1), needed > most * (1 + 1e-9) ? style.broken(of) : of, unit, String(vms)]
}
