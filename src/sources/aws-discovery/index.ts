/** The CSV that AWS Application Discovery Service and Migration Hub import servers from; one file or a folder of them. */
import type { Vm } from '../../model/site.ts'
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { createAddressNetworks } from '../address-networks.ts'
import { columnsOf, emptyTable, openTable, readTable, reportOthers, unknownTable, type RawTable } from '../csv-table.ts'
import { findFiles } from '../files.ts'
import { counted, createReport, type Report } from '../report.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { columnOf, useColumns, type Column } from './columns.ts'
import { readServer, type ServerNotes } from './servers.ts'

const wanted = { test: (name: string) => /\.csv$/i.test(name), meaning: 'Migration Hub import file (.csv)' }

export const awsDiscoverySource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const networks = createAddressNetworks(request, report)
  const notes: ServerNotes = { fromCores: [], severalApplications: [] }
  const tables: RawTable[] = []
  for (const file of await findFiles(request, wanted)) tables.push(requireServers(await openTable(file)))
  const rows = tables.flatMap((table) => readTable(table, columnOf))
  if (rows.length === 0) throw emptyTable(request.shownPath)
  for (const table of tables) reportOthers(table, columnOf, report)
  const vms = distinctVms(
    rows.flatMap((row) => readServer(row, { networks, notes, report }) ?? []),
    report,
  )
  reportNotes(notes, report)
  reportNoDisks(vms, report)
  reportVms(vms, { sizes: 'Fill in CPU.NumberOfLogicalCores and RAM.TotalSizeInMB.' }, report)
  const withUse = rows.filter(({ cells }) => useColumns.some((column) => cells.has(column))).length
  if (withUse > 0) reportUse(withUse, request, report)
  reportCaptureTime(request.shownPath, report)
  return { capturedAt: null, region: request.region, vms, network: networks.network(), findings: findings() }
}

/** Titles with a dot in them are the template's own; `HostName` alone is a column of many files. */
function requireServers(table: RawTable): RawTable {
  const columns = [...columnsOf(table, columnOf)]
  if (columns.length > 1 && columns.some((column: Column) => column.includes('.'))) return table
  throw unknownTable(
    table,
    'an import file of Application Discovery Service',
    'Fill in the import template of Migration Hub; its columns are ExternalId, HostName, CPU.NumberOfLogicalCores and so on.',
  )
}

function reportNotes(notes: ServerNotes, report: Report): void {
  if (notes.fromCores.length > 0)
    report('site.guessed', {
      subject: 'vCPUs from cores',
      message: 'CPU.NumberOfLogicalCores is empty for these servers; each of CPU.NumberOfCores counts as one vCPU.',
      suggestion: 'Fill in CPU.NumberOfLogicalCores.',
      affected: notes.fromCores,
      about: ['vcpus'],
    })
  if (notes.severalApplications.length > 0)
    report('site.guessed', {
      subject: 'applications',
      message: 'These servers belong to several applications; they are planned with the first.',
      suggestion: 'Set the tag drplan-application to the one that they come back with.',
      affected: notes.severalApplications,
      about: ['application'],
    })
}

function reportNoDisks(vms: readonly Vm[], report: Report): void {
  if (vms.length > 0)
    report('site.disks-missing', {
      subject: 'disks',
      message: `The template has no columns for disks, so ${counted(vms.length, 'server')} without any in the plan.`,
      suggestion: "Use an inventory with disks (RVTools, Azure Migrate, drplan's own) to plan storage and its price.",
      affected: vms.map(({ id }) => id),
    })
}

function reportUse(count: number, request: SourceRequest, report: Report): void {
  report('site.value-unused', {
    subject: 'utilisation',
    message: `${counted(count, 'server')} with averages or maxima of use. Single values without time or percentile are not used for sizing.`,
    suggestion: 'Add a source of metrics; without one, demand is the allocation.',
    place: request.shownPath,
  })
}
