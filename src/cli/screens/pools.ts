/** What it costs to share slots, against a reservation for each VM. */
import type { Mapping } from '../../model/mapping.ts'
import { fixed } from '../../model/quantity.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

/** Nothing without pools. */
export function poolTable({ pools, currency }: Pick<Mapping, 'pools' | 'currency'>, width: number): readonly string[] {
  if (!pools || pools.length === 0) return []
  const columns: readonly Column[] = [
    { head: 'shared pool', cut: true },
    { head: 'VMs', right: true },
    { head: 'slots', right: true },
    { head: 'needed', right: true },
    { head: 'component' },
    { head: `${currency}/month`, right: true },
    { head: 'one each', right: true, drop: 1 },
    { head: 'saved', right: true },
  ]
  const rows = pools.map(({ name, members, slots, worst, componentId, heldPerMonth, aloneEachPerMonth }) => [
    harmless(name),
    String(members.length),
    slots < worst.hit ? style.broken(String(slots)) : String(slots),
    String(worst.hit),
    componentId === null ? style.broken('none') : harmless(componentId),
    heldPerMonth === null ? '–' : fixed(heldPerMonth, 2),
    fixed(aloneEachPerMonth, 2),
    heldPerMonth === null ? '–' : fixed(aloneEachPerMonth - heldPerMonth, 2),
  ])
  const note =
    'Needed: VMs that the stated number of failures hits at once. When the whole primary site fails, all of them are hit. Not in the cost of standing by.'
  return [...table(columns, rows, width), ...paragraph(style.dim(note), width), '']
}
