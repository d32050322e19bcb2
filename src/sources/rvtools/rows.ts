/** The rows of a tab with their columns understood, and cells as text, numbers and truth. */
import { readNumber } from '../read-number.ts'
import type { Report } from '../report.ts'
import type { Column, TabName } from './columns.ts'
import { readHeader } from './header.ts'
import { isBlank, type Cell, type RawTab } from './raw-tab.ts'

export interface Row<Tab extends TabName> {
  readonly place: string
  /** Blank cells are not in it. */
  readonly cells: ReadonlyMap<Column<Tab>, Cell>
  /** Custom attributes and tags of vCenter by their name there. */
  readonly custom: Readonly<Record<string, string>>
  readonly decimalComma: boolean
}

/** Every row of every file that has this tab. */
export function readRows<Tab extends TabName>(tab: Tab, raws: readonly RawTab[], report: Report): readonly Row<Tab>[] {
  return raws
    .filter((raw) => raw.name.toLowerCase() === tab.toLowerCase())
    .flatMap((raw) => {
      const layout = readHeader(tab, raw, report)
      return raw.rows.map(({ cells, place }) => ({
        place,
        cells: pick(cells, layout.columns),
        custom: Object.fromEntries([...pick(cells, layout.custom)].map(([name, cell]) => [name, showCell(cell)])),
        decimalComma: raw.decimalComma,
      }))
    })
}

function pick<Name extends string>(
  cells: readonly Cell[],
  columns: ReadonlyMap<number, Name>,
): ReadonlyMap<Name, Cell> {
  const picked = new Map<Name, Cell>()
  for (const [index, name] of columns) {
    const cell = cells[index] ?? null
    if (!isBlank(cell)) picked.set(name, cell)
  }
  return picked
}

/** A cell as text; a date as ISO 8601. */
export const showCell = (cell: Cell): string => (cell instanceof Date ? cell.toISOString() : String(cell ?? '')).trim()

export function textOf<Tab extends TabName>(row: Row<Tab>, column: Column<Tab>): string | null {
  const cell = row.cells.get(column)
  return cell === undefined || cell === null ? null : showCell(cell)
}

/** `True`, `TRUE`, a cell of truth, 1; everything else, blank too, is false. */
export const isTrue = <Tab extends TabName>(row: Row<Tab>, column: Column<Tab>): boolean =>
  /^(true|1|yes)$/i.test(textOf(row, column) ?? '')

/**
 * The number of a cell, or null when it is blank. A figure that cannot be (no number, or under `least`) is reported
 * and null.
 */
export function numberOf<Tab extends TabName>(
  row: Row<Tab>,
  column: Column<Tab>,
  {
    report,
    subject,
    least,
    whole = false,
  }: { report: Report; subject: string; least: 'above-zero' | 'zero'; whole?: boolean },
): number | null {
  const text = textOf(row, column)
  if (text === null) return null
  const cell = row.cells.get(column)
  const value = typeof cell === 'number' ? cell : readNumber(text, row.decimalComma)
  const possible =
    value !== null &&
    Number.isFinite(value) &&
    (least === 'zero' ? value >= 0 : value > 0) &&
    (!whole || Number.isInteger(value))
  if (possible) return value
  report('site.value-invalid', {
    subject,
    message: `"${text}" is not possible for ${column}; the value counts as unknown.`,
    suggestion: 'Correct the cell, or export again.',
    place: row.place,
  })
  return null
}
