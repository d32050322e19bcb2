/**
 * The CSV files of a Google Migration Center (formerly StratoZone) import, told apart by their columns: vmInfo, diskInfo,
 * tagInfo, perfInfo (Google Cloud, "Migration Center: import data tables"). Titles are compared without case and blanks.
 */
import { columnsOf, openTable, unknownTable, type ColumnOf, type RawTable } from '../csv-table.ts'
import type { InputFile } from '../files.ts'
import { reportUnread } from '../json-items.ts'
import type { Report } from '../report.ts'

const byPlainTitle = <Column extends string>(columns: readonly Column[]): ColumnOf<Column> => {
  const known = new Map<string, Column>(columns.map((column) => [column.toLowerCase(), column]))
  return (title) => known.get(title.toLowerCase().replaceAll(/\s+/g, '')) ?? null
}

export const vmColumn = byPlainTitle([
  'MachineId',
  'MachineName',
  'PrimaryIPAddress',
  'PublicIPAddress',
  'IpAddressListSemiColonDelimited',
  'TotalDiskAllocatedGiB',
  'TotalDiskUsedGiB',
  'MachineTypeLabel',
  'AllocatedProcessorCoreCount',
  'MemoryGiB',
  'HostingLocation',
  'OsType',
  'OsPublisher',
  'OsName',
  'OsVersion',
  'MachineStatus',
  'ProvisioningState',
  'CreateDate',
  'IsPhysical',
  'Source',
])
export type VmColumn = NonNullable<ReturnType<typeof vmColumn>>

export const diskColumn = byPlainTitle(['MachineId', 'DiskLabel', 'SizeInGib', 'UsedInGib', 'StorageTypeLabel'])
export type DiskColumn = NonNullable<ReturnType<typeof diskColumn>>

export const tagColumn = byPlainTitle(['MachineId', 'Key', 'Value'])
export type TagColumn = NonNullable<ReturnType<typeof tagColumn>>

export const perfColumn = byPlainTitle([
  'MachineId',
  'TimeStamp',
  'CpuUtilizationPercentage',
  'AvailableMemoryBytes',
  'DiskReadOperationsPerSec',
  'DiskWriteOperationsPerSec',
  'NetworkBytesPerSecSent',
  'NetworkBytesPerSecReceived',
])
export type PerfColumn = NonNullable<ReturnType<typeof perfColumn>>

export interface Tables {
  readonly vm: readonly RawTable[]
  readonly disk: readonly RawTable[]
  readonly tag: readonly RawTable[]
}

export const isPerf = (header: readonly string[]): boolean => {
  const columns = new Set(header.map(perfColumn))
  return columns.has('MachineId') && columns.has('TimeStamp')
}

/** Throws InputError `source.file-damaged`, or `source.shape-unknown` without a vmInfo. */
export async function readTables(files: readonly InputFile[], report: Report): Promise<Tables> {
  const tables = { vm: [] as RawTable[], disk: [] as RawTable[], tag: [] as RawTable[] }
  for (const file of files) {
    const table = await openTable(file)
    const kind = kindOf(table)
    if (kind === null) {
      if (files.length === 1) throw notInfo(table)
      reportUnread(file.shown, report)
    } else if (kind !== 'perf') tables[kind].push(table)
  }
  const [first] = files
  if (tables.vm.length === 0 && first) throw notInfo({ file: first, header: [], body: [], decimalComma: false })
  return tables
}

const notInfo = (table: RawTable): ReturnType<typeof unknownTable> =>
  unknownTable(
    table,
    'a vmInfo of Migration Center',
    'Export the tables vmInfo, diskInfo, tagInfo and perfInfo into one folder; vmInfo begins with MachineId, MachineName.',
  )

function kindOf(table: RawTable): 'vm' | 'disk' | 'tag' | 'perf' | null {
  if (isPerf(table.header)) return 'perf'
  const [vm, disk, tag] = [columnsOf(table, vmColumn), columnsOf(table, diskColumn), columnsOf(table, tagColumn)]
  if (!vm.has('MachineId')) return null
  if (disk.has('SizeInGib')) return 'disk'
  if (tag.has('Key') && tag.has('Value')) return 'tag'
  return vm.has('MachineName') || vm.has('MemoryGiB') ? 'vm' : null
}
