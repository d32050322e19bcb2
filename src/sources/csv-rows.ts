/** CSV text as rows of cells with their line numbers. */
import { parse } from 'csv-parse/sync'
import { InputError } from '../errors.ts'

export interface CsvRow {
  readonly cells: readonly string[]
  /** Where the row starts, from 1. */
  readonly line: number
}

export interface CsvText {
  readonly rows: readonly CsvRow[]
  /** A semicolon is what spreadsheets use where the comma is the decimal mark. */
  readonly delimiter: ',' | ';' | '\t'
}

/**
 * Every row that is not blank, the header included. Rows may be longer or shorter than the header, and a
 * quote inside an unquoted cell is taken as it stands. Throws InputError `source.file-damaged`.
 */
export function readCsv(text: string, shown: string): CsvText {
  const hint = /^\uFEFF?sep=([,;\t])\r?\n/.exec(text)
  const body = hint ? text.slice(hint[0].length) : text
  const delimiter = hint ? (hint[1] as CsvText['delimiter']) : guessDelimiter(body)
  const offset = hint ? 1 : 0
  const rows = parseRecords(body, delimiter, shown).map(({ cells, line }) => ({
    cells,
    line: startLine(cells, line) + offset,
  }))
  return { rows: rows.filter((row) => row.cells.some((cell) => cell !== '')), delimiter }
}

/** Rows with the line they end on. */
function parseRecords(text: string, delimiter: string, shown: string): readonly CsvRow[] {
  const rows: CsvRow[] = []
  try {
    parse(text, {
      bom: true,
      delimiter,
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines })
        return null
      },
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    })
    return rows
  } catch (cause) {
    const line = cause instanceof Error && 'lines' in cause && typeof cause.lines === 'number' ? cause.lines : 1
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InputError('source.file-damaged', `${shown} is not CSV: ${why}`, {
      cause,
      place: { file: shown, line },
      suggestions: ['Export the file again; a quote that opens a cell must also close it.'],
    })
  }
}

/** The parser counts to the end of the row; line breaks inside quoted cells lie before it. */
const startLine = (cells: readonly string[], endLine: number): number =>
  endLine - cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0)

function guessDelimiter(text: string): CsvText['delimiter'] {
  const header = text.slice(0, text.search(/\r?\n|$/)).replaceAll(/"[^"]*"/g, '')
  const count = (mark: string): number => header.split(mark).length - 1
  if (count(';') > count(',') && count(';') >= count('\t')) return ';'
  return count('\t') > count(',') ? '\t' : ','
}
