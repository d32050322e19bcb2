/** What VMs share at the recovery site, and how much of it the mapping takes. */
import type { Mapping } from '../../model/mapping.ts'
import type { LedgerRow } from '../../model/shared-limit.ts'
import { percent, trim } from '../../model/quantity.ts'
import { harmless, style, table, type Column } from '../text.ts'

interface Shown extends Column {
  readonly cell: (row: LedgerRow) => string
}

const columns: readonly Shown[] = [
  { head: 'shared by VMs', cut: 24, cell: ({ id, name }) => harmless(id === name ? name : `${id} ${name}`) },
  { head: 'needed', right: true, cell: ({ needed }) => trim(needed, 1) },
  { head: 'of', right: true, cell: ofWhat },
  { head: 'unit', drop: 1, cell: ({ unit }) => unit },
  { head: 'VMs', right: true, drop: 2, cell: ({ vms }) => String(vms) },
]

/** Only where it is more for any. */
const later: Shown = { head: 'on later targets', right: true, drop: 4, cell: laterOf }

/** Only where something is known of it: what others have is not part of what there is. */
const inUse: Shown = {
  head: 'others have',
  right: true,
  drop: 3,
  cell: ({ used }) => (used === null ? '' : trim(used, 1)),
}

/** Nothing where nothing is stated and nothing is needed beyond what a new account has. */
export function ledgerTable({ ledger }: Pick<Mapping, 'ledger'>, width: number): readonly string[] {
  const rows = ledger.filter(isTelling)
  if (rows.length === 0) return []
  const isMore = rows.some(({ ladder = [], needed }) => ladder.some((amount) => amount > needed))
  const all = isMore ? [...columns, later] : columns
  const shown = rows.some(({ used }) => used !== null) ? all.toSpliced(3, 0, inUse) : all
  const cells = rows.map((row) => shown.map(({ cell }) => cell(row)))
  return [...table(shown, cells, width), '']
}

const isTelling = (row: LedgerRow): boolean => row.most !== null || (row.initially ?? Infinity) < row.needed

/** The most that it may come to where first choices cannot be had; a dash where that is no more. */
function laterOf({ ladder = [], needed }: LedgerRow): string {
  const most = Math.max(needed, ...ladder)
  return most > needed ? `up to ${trim(most, 1)}` : '–'
}

function ofWhat({ needed, most }: LedgerRow): string {
  if (most === null) return style.risk('not stated')
  const share = most === 0 ? '' : ` (${percent(needed / most)})`
  const of = `${trim(most, 1)}${share}`
  return needed > most * (1 + 1e-9) ? style.broken(of) : of
}
