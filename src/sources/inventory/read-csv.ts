/** An inventory in CSV: one VM a row, the columns of `columns` below in any order, case and spacing. */
import { InputError } from '../../errors.ts'
import type { Network } from '../../model/network.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import { nearest } from '../../model/nearest.ts'
import { readCsv, type CsvRow } from '../csv-rows.ts'
import { readText, type InputFile } from '../files.ts'
import { createReport, listed, type Report } from '../report.ts'
import { distinctVms } from '../vm-list.ts'
import { inventoryAdvice, reportVms } from './checks.ts'
import { completeVm } from './complete.ts'
import { columns, readRow, type Cells, type ColumnName } from './csv-row.ts'
import { buildNetwork } from './csv-network.ts'

/** Throws InputError `source.file-damaged`, or `source.shape-unknown` when there is neither an id nor a name column. */
export async function readCsvInventory(file: InputFile, request: SourceRequest): Promise<SiteReading> {
  const { rows, delimiter } = readCsv(await readText(file), file.shown)
  const { report, findings } = createReport()
  const [header = { cells: [], line: 1 }, ...body] = rows
  const names = readHeader(header, file, report)
  const decimalComma = delimiter === ';'
  const records = body.map((row) => ({ cells: cellsOf(row, names), place: `${file.shown}:${row.line}` }))
  const placed = records.flatMap(({ cells, place }) => {
    const stated = readRow(cells, { place, decimalComma, report })
    return stated ? [{ vm: completeVm(stated), place }] : []
  })
  const vms = distinctVms(placed, report)
  const network: Network = buildNetwork(records, { vms, request, report })
  reportVms(vms, report)
  report('site.capture-time-unknown', {
    subject: file.shown,
    message: 'A CSV inventory does not say when it was taken.',
    suggestion: 'Set site.capturedAt in drplan.yaml.',
    place: file.shown,
  })
  return { capturedAt: null, region: request.region, vms, network, advice: inventoryAdvice, findings: findings() }
}

const normalise = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

function readHeader(header: CsvRow, file: InputFile, report: Report): ReadonlyMap<number, ColumnName> {
  const names = new Map<number, ColumnName>()
  const unknown: string[] = []
  for (const [index, title] of header.cells.entries()) {
    const name = columns.find((column) => column === normalise(title))
    if (name) names.set(index, name)
    else if (title.trim() !== '') unknown.push(title)
  }
  const known = new Set(names.values())
  if (!known.has('id') && !known.has('name')) throw unknownShape(file, unknown)
  for (const title of unknown) reportUnknown(title, `${file.shown}:${header.line}`, report)
  return names
}

function reportUnknown(title: string, place: string, report: Report): void {
  const meant = nearest(title, columns)
  report('site.column-unknown', {
    subject: title,
    message: `drplan does not read the column "${title}"${meant === null ? '.' : `; did you mean "${meant}"?`}`,
    suggestion: `The columns are ${columns.join(', ')}.`,
    place,
  })
}

function unknownShape(file: InputFile, titles: readonly string[]): InputError {
  return new InputError(
    'source.shape-unknown',
    `${file.shown} has neither a column "id" nor "name"; it has ${listed(titles, 10) || 'none'}.`,
    {
      place: { file: file.shown, line: 1 },
      suggestions: [`Write a header row first; the columns are ${columns.join(', ')}.`],
    },
  )
}

function cellsOf(row: CsvRow, names: ReadonlyMap<number, ColumnName>): Cells {
  const cells = new Map<ColumnName, string>()
  for (const [index, name] of names) {
    const text = row.cells[index]?.trim() ?? ''
    if (text !== '') cells.set(name, text)
  }
  return cells
}
