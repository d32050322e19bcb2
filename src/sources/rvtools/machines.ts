/** Who the VMs are: the rows of vInfo with an id each. */
import type { Report } from '../report.ts'
import { textOf, type Row } from './rows.ts'
import { compareText } from '../../model/text-order.ts'

export interface Machine {
  /**
   * The VM ID (managed object reference), with the vCenter in front where the export names it, because each vCenter
   * counts its own; without a VM ID the VM UUID, and the name where there is neither.
   */
  readonly id: string
  readonly name: string
  readonly row: Row<'vInfo'>
}

/** Sorted by id. A row without name and ids is reported and left out, and so is the second row of one id. */
export function identifyMachines(rows: readonly Row<'vInfo'>[], report: Report): readonly Machine[] {
  const machines = new Map<string, Machine>()
  for (const row of rows) {
    const id = idOf(row)
    if (id === null) {
      report('site.row-unreadable', {
        subject: row.place,
        message: 'The row has neither a VM name nor a VM ID.',
        suggestion: 'Remove the row, or give it a name.',
        place: row.place,
      })
      continue
    }
    const first = machines.get(id)
    if (first) reportDuplicate({ id, first: first.row, second: row, report })
    else machines.set(id, { id, name: textOf(row, 'vm') ?? id, row })
  }
  return [...machines.values()].toSorted((a, b) => compareText(a.id, b.id))
}

/** The vCenter by its name, which people know, else by its UUID. */
export const serverOf = (row: Row<'vInfo'>): string | null => textOf(row, 'server') ?? textOf(row, 'serverUuid')

function idOf(row: Row<'vInfo'>): string | null {
  const own = textOf(row, 'vmId') ?? textOf(row, 'vmUuid') ?? textOf(row, 'vm')
  const server = serverOf(row)
  return own !== null && server !== null ? `${server}/${own}` : own
}

interface Duplicate {
  readonly id: string
  readonly first: Row<'vInfo'>
  readonly second: Row<'vInfo'>
  readonly report: Report
}

function reportDuplicate({ id, first, second, report }: Duplicate): void {
  report('site.duplicate-vm', {
    subject: textOf(second, 'vm') ?? id,
    message: `Two rows have the id "${id}": ${first.place} and ${second.place}. The first is kept.`,
    suggestion: 'Remove one of the rows; if they are two VMs, export with the columns VM ID and VI SDK Server.',
    affected: [id],
    place: second.place,
  })
}
