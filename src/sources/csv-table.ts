/** A CSV file whose header is known: its columns by their meaning, and cells as text and numbers. */
import { InputError } from '../errors.ts'
import { readCsv, type CsvRow } from './csv-rows.ts'
import { readText, type InputFile } from './files.ts'
import { readNumber } from './read-number.ts'
import { listed, type Report } from './report.ts'

export interface RawTable {
  readonly file: InputFile
  readonly header: readonly string[]
  readonly body: readonly CsvRow[]
  readonly decimalComma: boolean
}

export interface TableRow<Column extends string> {
  readonly place: string
  /** Blank cells are not in it. */
  readonly cells: ReadonlyMap<Column, string>
  /** Cells of columns that have no meaning here, by their title. */
  readonly others: Readonly<Record<string, string>>
  readonly decimalComma: boolean
}

/** Throws InputError `source.file-damaged`. */
export async function openTable(file: InputFile): Promise<RawTable> {
  const { rows, delimiter } = readCsv(await readText(file), file.shown)
  const [header = { cells: [], line: 1 }, ...body] = rows
  return { file, header: header.cells.map((title) => title.trim()), body, decimalComma: delimiter === ';' }
}

export type ColumnOf<Column extends string> = (title: string) => Column | null

export const columnsOf = <Column extends string>(table: RawTable, columnOf: ColumnOf<Column>): ReadonlySet<Column> =>
  new Set(table.header.map(columnOf).filter((column) => column !== null))

/** Where two columns mean the same, the first that is filled counts. */
export function readTable<Column extends string>(
  { file, header, body, decimalComma }: RawTable,
  columnOf: ColumnOf<Column>,
): readonly TableRow<Column>[] {
  const meanings = header.map((title) => ({ title, column: columnOf(title) }))
  return body.map((row) => {
    const cells = new Map<Column, string>()
    const others: [string, string][] = []
    for (const [index, { title, column }] of meanings.entries()) {
      const text = row.cells[index]?.trim() ?? ''
      if (text === '') continue
      if (column === null) others.push([title, text])
      else if (!cells.has(column)) cells.set(column, text)
    }
    return {
      place: `${file.shown}:${row.line}`,
      cells,
      others: Object.fromEntries(others.filter(([title]) => title !== '')),
      decimalComma,
    }
  })
}

/** One finding for all columns that only become tags. */
export function reportOthers<Column extends string>(table: RawTable, columnOf: ColumnOf<Column>, report: Report): void {
  const others = table.header.filter((title) => title !== '' && columnOf(title) === null)
  if (others.length === 0) return
  report('site.column-unknown', {
    subject: table.file.shown,
    message: `These columns are none of the format; their cells are kept as tags: ${listed(others)}.`,
    place: `${table.file.shown}:1`,
  })
}

/** What a number may be. */
export interface NumberRange {
  readonly report: Report
  readonly least: 'above-zero' | 'zero'
  readonly whole?: boolean
}

/** The number of a cell, or null when it is blank. One that cannot be is reported and null. */
export function numberIn<Column extends string>(
  row: TableRow<Column>,
  column: Column,
  { report, least, whole = false }: NumberRange,
): number | null {
  const text = row.cells.get(column)
  if (text === undefined) return null
  const value = readNumber(text, row.decimalComma)
  const inRange = value !== null && (least === 'zero' ? value >= 0 : value > 0)
  if (inRange && Number.isFinite(value) && (!whole || Number.isInteger(value))) return value
  report('site.value-invalid', {
    subject: column,
    message: `"${text}" is not possible for ${column}; the value counts as unknown.`,
    suggestion: 'Correct the cell, or leave it empty.',
    place: row.place,
  })
  return null
}

/** A file that is CSV, but not of this format. */
export function unknownTable(table: RawTable, format: string, suggestion: string): InputError {
  const { shown } = table.file
  return new InputError(
    'source.shape-unknown',
    `${shown} is not ${format}; its columns are ${listed(table.header, 10) || 'none'}.`,
    { place: { file: shown, line: 1 }, suggestions: [suggestion] },
  )
}

/** A file with a header and nothing below it. */
export const emptyTable = (shown: string): InputError =>
  new InputError('source.nothing-readable', `${shown} has a header and no rows.`, {
    place: { file: shown },
    suggestions: ['Export again, or remove the file.'],
  })
