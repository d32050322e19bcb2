/**
 * The columns of the import template of AWS Application Discovery Service and Migration Hub (user guide, "Importing
 * data", 2026): at least one of the keys identifies a server. Titles are compared without case and blanks.
 */

const keyColumns = [
  'ExternalId',
  'SMBiosId',
  'IPAddress',
  'MACAddress',
  'HostName',
  'VMware.MoRefId',
  'VMware.VCenterId',
  'VMware.VMName',
  'ServerId',
] as const

const factColumns = [
  'CPU.NumberOfProcessors',
  'CPU.NumberOfCores',
  'CPU.NumberOfLogicalCores',
  'OS.Name',
  'OS.Version',
  'RAM.TotalSizeInMB',
  'Applications',
  'ApplicationWave',
  'Tags',
] as const

/** Averages and maxima of an unknown time. */
export const useColumns = [
  'RAM.UsedSizeInMB.Avg',
  'RAM.UsedSizeInMB.Max',
  'CPU.UsagePct.Avg',
  'CPU.UsagePct.Max',
  'DiskReadsPerSecondInKB.Avg',
  'DiskWritesPerSecondInKB.Avg',
  'DiskReadsPerSecondInKB.Max',
  'DiskWritesPerSecondInKB.Max',
  'DiskReadsOpsPerSecond.Avg',
  'DiskWritesOpsPerSecond.Avg',
  'DiskReadsOpsPerSecond.Max',
  'DiskWritesOpsPerSecond.Max',
  'NetworkReadsPerSecondInKB.Avg',
  'NetworkWritesPerSecondInKB.Avg',
  'NetworkReadsPerSecondInKB.Max',
  'NetworkWritesPerSecondInKB.Max',
] as const

const columns = [...keyColumns, ...factColumns, ...useColumns] as const
export type Column = (typeof columns)[number]

const byTitle = new Map<string, Column>(columns.map((column) => [column.toLowerCase(), column]))

export const columnOf = (title: string): Column | null =>
  byTitle.get(title.toLowerCase().replaceAll(/[\s*]+/g, '')) ?? null
