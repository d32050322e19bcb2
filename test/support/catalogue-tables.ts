/** What the makers of the targets' catalogues share: reading tables of facts, and printing a catalogue. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export type Row = Record<string, string>
export type Cell = string | number | boolean | null | readonly (string | number | boolean | null)[]

export const readTable = (folder: string, name: string): Row[] =>
  parse<Row>(readFileSync(join(folder, name)), { columns: true, bom: true })

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
export const numberOrNull = (text: string | undefined): number | null =>
  text === undefined || text === '' || Number(text) === 0 ? null : Number(text)
export const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** One row a line, so that a price change is one line of a diff. */
export function printTables(value: Record<string, unknown>): string {
  const lines = Object.entries(value).map(([key, part]) => {
    const table = part as { rows?: unknown[] }
    if (!Array.isArray(table?.rows)) return `  ${JSON.stringify(key)}: ${JSON.stringify(part)}`
    const head = Object.entries(table)
      .filter(([name]) => name !== 'rows')
      .map(([name, cell]) => `    ${JSON.stringify(name)}: ${JSON.stringify(cell)},\n`)
      .join('')
    const rows = table.rows.map((row) => `      ${JSON.stringify(row)}`).join(',\n')
    return `  ${JSON.stringify(key)}: {\n${head}    "rows": [\n${rows}\n    ]\n  }`
  })
  return `{\n${lines.join(',\n')}\n}\n`
}
