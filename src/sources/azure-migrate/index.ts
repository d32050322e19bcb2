/** The CSV that Azure Migrate imports servers from; one file or a folder of them (the template holds 20,000 servers a file). */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { createAddressNetworks } from '../address-networks.ts'
import {
  columnsOf,
  emptyTable,
  openTable,
  readTable,
  reportOthers,
  unknownTable,
  type RawTable,
  type TableRow,
} from '../csv-table.ts'
import { findFiles } from '../files.ts'
import { counted, createReport, type Report } from '../report.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { columnOf, type Column } from './columns.ts'
import { createDiskNotes, reportDiskNotes } from './disks.ts'
import { readServer } from './servers.ts'

const wanted = { test: (name: string) => /\.csv$/i.test(name), meaning: 'Azure Migrate import file (.csv)' }

export const azureMigrateSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const networks = createAddressNetworks(request, report)
  const notes = createDiskNotes()
  const tables: RawTable[] = []
  for (const file of await findFiles(request, wanted)) tables.push(requireServers(await openTable(file)))
  const rows = tables.flatMap((table) => readTable(table, columnOf).map((row) => ({ row, header: table.header })))
  if (rows.length === 0) throw emptyTable(request.shownPath)
  for (const table of tables) reportOthers(table, columnOf, report)
  const placed = rows.flatMap(({ row, header }) => readServer(row, { header, networks, notes, report }) ?? [])
  const vms = distinctVms(placed, report)
  reportDiskNotes(notes, report)
  reportVms(vms, { sizes: 'Fill in Cores and Memory.' }, report)
  reportSingleValues(
    rows.map(({ row }) => row),
    request,
    report,
  )
  reportCaptureTime(request.shownPath, report)
  return { capturedAt: null, region: request.region, vms, network: networks.network(), findings: findings() }
}

/** "Name" alone is a column of many files; cores and memory are mandatory in the template. */
function requireServers(table: RawTable): RawTable {
  const columns = columnsOf(table, columnOf)
  if (columns.has('name') && (columns.has('cores') || columns.has('memory'))) return table
  throw unknownTable(
    table,
    'an Azure Migrate import file',
    'Download the CSV template from the Azure Migrate project; it begins with "*Server name".',
  )
}

const useColumns = ['cpuUse', 'memoryUse', 'networkIn', 'networkOut'] as const

/** One figure of unknown age and percentile is no history to forecast from. */
function reportSingleValues(rows: readonly TableRow<Column>[], request: SourceRequest, report: Report): void {
  const withUse = rows.filter(({ cells }) => useColumns.some((column) => cells.has(column))).length
  const withDiskUse = rows.filter(({ cells }) => [...cells.keys()].some((column) => /Ops$|Throughput$/.test(column)))
  if (withUse > 0)
    report('site.value-unused', {
      subject: 'utilisation',
      message: `${counted(withUse, 'server')} with a CPU, memory or network utilisation. Single values without time or percentile are not used for sizing.`,
      suggestion: 'Add a source of metrics; without one, demand is the allocation.',
      place: request.shownPath,
    })
  if (withDiskUse.length > 0)
    report('site.value-unused', {
      subject: 'disk operations and throughput',
      message: `${counted(withDiskUse.length, 'server')} with disk operations or throughput. They are kept as the least that a disk must do, and are no history.`,
      suggestion: 'Add a source of metrics to size disks by what they do.',
      place: request.shownPath,
    })
}
