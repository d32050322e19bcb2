/** What it costs to have capacity reserved, against reserving none: so that a person can decide. */
import type { Mapping } from '../../model/mapping.ts'
import { fixed } from '../../model/quantity.ts'
import { harmless, style, table, type Column } from '../text.ts'

/** Nothing where everything runs already, or where an older drplan made the mapping. */
export function reservationTable(
  { reservations, currency }: Pick<Mapping, 'reservations' | 'currency'>,
  width: number,
): readonly string[] {
  if (!reservations) return []
  const { chosen, steps } = reservations
  const columns: readonly Column[] = [
    { head: 'capacity reserved for' },
    { head: 'VMs', right: true },
    { head: `more ${currency}/month`, right: true },
  ]
  const rows = steps.map(({ tierIds, vms, perMonth }) => [
    tierIds.length === 0 ? 'nobody' : harmless(`tier ${tierIds.join(', ')}`),
    String(vms),
    fixed(perMonth, 2),
  ])
  const now = ['as drplan.yaml says', String(chosen.vms), fixed(chosen.perMonth, 2)].map(style.bold)
  return [...table(columns, [...rows, now], width), '']
}
