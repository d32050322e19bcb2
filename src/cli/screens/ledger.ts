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
  { head: 'on later targets', right: true, drop: 3 },
]

/** Nothing where nothing is stated and nothing is needed beyond what a new account has. */
export function ledgerTable({ ledger }: Pick<Mapping, 'ledger'>, width: number): readonly string[] {
  const rows = ledger.filter(isTelling)
  return rows.length === 0 ? [] : [...table(columns, rows.map(rowOf), width), '']
}

const isTelling = (row: LedgerRow): boolean => row.most !== null || (row.initially ?? Infinity) < row.needed

/** The most that it may come to where first choices cannot be had; a dash where that is no more. */
function laterOf({ ladder = [], needed }: LedgerRow): string {
  const most = Math.max(needed, ...ladder)
  return most > needed ? `up to ${trim(most, 1)}` : '–'
}

function rowOf(row: LedgerRow): readonly string[] {
  const { id, name, unit, needed, most, vms } = row
  const label = harmless(id === name ? name : `${id} ${name}`)
  if (most === null) return [label, trim(needed, 1), style.risk('not stated'), unit, String(vms), laterOf(row)]
  const share = most === 0 ? '' : ` (${percent(needed / most)})`
  const of = `${trim(most, 1)}${share}`
  return [label, trim(needed, 1), needed > most * (1 + 1e-9) ? style.broken(of) : of, unit, String(vms), laterOf(row)]
}
