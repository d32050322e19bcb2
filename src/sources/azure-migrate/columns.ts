/**
 * The columns of the Azure Migrate import template, in the spellings of its versions since 2020 (Microsoft Learn,
 * "Assess servers by using imported data"). Titles are compared without case, `*` and the unit in brackets.
 */

const fixedNames = {
  'server name': 'name',
  name: 'name',
  'ip address': 'addresses',
  'ip addresses': 'addresses',
  cores: 'cores',
  'number of cores': 'cores',
  memory: 'memory',
  'os name': 'osName',
  'os version': 'osVersion',
  'os architecture': 'osArchitecture',
  'server type': 'serverType',
  hypervisor: 'hypervisor',
  'cpu utilization percentage': 'cpuUse',
  'memory utilization percentage': 'memoryUse',
  'network adapters': 'adapters',
  'network in throughput': 'networkIn',
  'network out throughput': 'networkOut',
  'boot type': 'firmware',
  'firmware type': 'firmware',
  'mac address': 'mac',
  'mac addresses': 'mac',
  'number of disks': 'diskCount',
  'storage in use': 'storageInUse',
  'storage allocated': 'storageAllocated',
  'total disks read ops': 'totalReadOps',
  'total disks write ops': 'totalWriteOps',
  'total disks read throughput': 'totalReadThroughput',
  'total disks write throughput': 'totalWriteThroughput',
} as const

const diskNames = {
  size: 'size',
  'read throughput': 'readThroughput',
  'write throughput': 'writeThroughput',
  'read ops': 'readOps',
  'write ops': 'writeOps',
} as const

export type FixedColumn = (typeof fixedNames)[keyof typeof fixedNames]
export type DiskField = (typeof diskNames)[keyof typeof diskNames]
/** `disk1 size`: the fields of the disks, counted from 1. */
export type Column = FixedColumn | `disk${number} ${DiskField}`

interface Title {
  readonly base: string
  /** `mb`, `gb`, `tb`, or null where the title has no unit. */
  readonly unit: keyof typeof gibPerUnit | null
}

/** Microsoft counts these in powers of 1024. */
const gibPerUnit = { mb: 1 / 1024, gb: 1, tb: 1024 } as const

function readTitle(title: string): Title {
  const bracket = /\(([^)]*)\)/.exec(title)?.[1] ?? ''
  const unit = /\b([mgt])i?b\b/i.exec(bracket)?.[1]?.toLowerCase()
  const base = title
    .toLowerCase()
    .replaceAll(/\([^)]*\)|\*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return { base, unit: unit === undefined ? null : (`${unit}b` as keyof typeof gibPerUnit) }
}

export function columnOf(title: string): Column | null {
  const { base } = readTitle(title)
  if (Object.hasOwn(fixedNames, base)) return fixedNames[base as keyof typeof fixedNames]
  const [, number, field] = /^disk (\d{1,3}) (.+)$/.exec(base) ?? []
  if (number === undefined || field === undefined || !Object.hasOwn(diskNames, field)) return null
  return `disk${Number(number)} ${diskNames[field as keyof typeof diskNames]}`
}

/** What one unit of a column is in GiB: what its title says, else what the template says. */
export function gibFactor(header: readonly string[], column: Column): number {
  const title = header.find((candidate) => columnOf(candidate) === column) ?? ''
  const unit = readTitle(title).unit ?? (column === 'memory' || column === 'storageAllocated' ? 'mb' : 'gb')
  return gibPerUnit[unit]
}
