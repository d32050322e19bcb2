/**
 * Makes src/targets/azure/catalogue.json from tables of public facts:
 *
 *   node test/support/make-azure-catalogue.ts <folder> > src/targets/azure/catalogue.json
 *
 * The folder holds these CSV files; other columns are ignored.
 *
 * - `azure_sizes.csv`: size, family, vcpu (of the guest), parent_vcpu (billed), memory_gib, arch (amd64, arm64),
 *   burstable, premium_storage, confidential (0, 1), constrained_vcpu (empty = no), gpu_count, gpu_model, gpu_mem_gib_each (of the whole GPU), gpu_fraction,
 *   fpga_count, max_data_disks, uncached_disk_iops, uncached_disk_MiBps, disk_source, priced_in (regions with |)
 * - `azure_prices.csv`: size, region, linux_payg_usd_hour, as_of
 * - `azure_os_prices.csv`: size, region, linux_payg_usd_hour, windows_payg_usd_hour
 * - `burstable.csv`: provider, type, baseline_pct_per_vcpu
 * - `disks.csv`: provider, disk_type, tier, region, redundancy, min_gib, max_gib, base_iops, base_MBps (decimal),
 *   max_iops, max_MBps, usd_per_disk_month, usd_per_gib_month, usd_per_iops_month, usd_per_MBps_month, price_as_of
 * - `dr_services.csv`: provider, service, item, usd
 */
import { readAzureCatalogue } from '../../src/targets/azure/catalogue.ts'
import { sources } from './azure-sources.ts'
import { bootModesOf, currentOf, familyOf, specialPurposeOf } from './azure-size-rules.ts'
import { byText, numberOrNull, printTables, readTable, round } from './catalogue-tables.ts'
import type { Cell, Row } from './catalogue-tables.ts'

/** Those whose disks have read prices; four more regions have prices of sizes, but derived or no prices of disks. */
export const regions = ['northeurope', 'westeurope'] as const

/** Sizes that are sold in one region at least, and of which vCPU and memory are known. */
export const isKnown = (row: Row): boolean => row.priced_in !== '' && row.vcpu !== '' && row.memory_gib !== ''

const sizeColumns = [
  'id',
  'family',
  'current',
  'vcpus',
  'memoryGiB',
  'architecture',
  'boot',
  'diskMiBps',
  'diskIops',
  'maxDataDisks',
  'premiumStorage',
  'accelerator',
  'baseline',
  'specialPurpose',
]

function sizes(folder: string): object {
  const priceOf = pricesOf(folder)
  const baselines = new Map(
    readTable(folder, 'burstable.csv')
      .filter((row) => row.provider === 'azure')
      .map((row) => [row.type!, round(Number(row.baseline_pct_per_vcpu) / 100, 4)]),
  )
  const rows = readTable(folder, 'azure_sizes.csv')
    .filter(isKnown)
    .sort((a, b) => byText(a.size!, b.size!))
    .map((row) => [...factsOf(row, baselineOf(row, baselines)), ...regions.map((region) => priceOf(row, region))])
  return { columns: [...sizeColumns, ...regions], rows }
}

/** The table cuts memory to whole GiB, and the one size with less than that has half of one ("Bv1 series", 2026-03). */
export const memoryOf = (row: Row): number => Number(row.memory_gib) || 0.5

const factsOf = (row: Row, baseline: number | null): Cell[] => [
  row.size!,
  familyOf(row),
  currentOf(row),
  Number(row.vcpu),
  memoryOf(row),
  row.arch === 'arm64' ? 'arm64' : 'x86_64',
  bootModesOf(row),
  diskMiBpsOf(row),
  numberOrNull(row.uncached_disk_iops),
  Number(row.max_data_disks),
  row.premium_storage === '1',
  acceleratorOf(row),
  baseline,
  specialPurposeOf(row),
]

/**
 * The B v2 series of AMD (a) and Arm (p) have no rows of their own: a size has the baseline of its Intel sibling
 * (Microsoft, "B-family", gives them the same credits).
 */
export function baselineOf(row: Row, baselines: ReadonlyMap<string, number>): number | null {
  if (row.burstable !== '1') return null
  const baseline = baselines.get(row.size!) ?? baselines.get(row.size!.replace(/^(Standard_B\d+)[ap]/, '$1'))
  if (baseline === undefined) throw new Error(`no baseline of ${row.size}`)
  return baseline
}

/** Microsoft's pages count in 10^6 bytes, the list of SKUs in MiB; rounded down, to promise no more. */
const mebibytes = (megabytes: number): number => Math.floor(((megabytes * 1e6) / 2 ** 20) * 100) / 100
export function diskMiBpsOf(row: Row): number | null {
  const stated = numberOrNull(row.uncached_disk_MiBps)
  return stated !== null && row.disk_source!.includes('10^6') ? mebibytes(stated) : stated
}

/** A part of a GPU counts as one GPU with that part of the memory. */
function acceleratorOf(row: Row): Cell {
  const count = Number(row.gpu_count)
  if (Number(row.fpga_count) > 0) return ['fpga', 'AMD Alveo U250', Number(row.fpga_count), null]
  if (count === 0) return null
  const part = row.gpu_fraction === '' ? 1 : Number(row.gpu_fraction)
  const model = part < 1 ? `${row.gpu_model} (1/${Math.round(1 / part)})` : row.gpu_model!
  return ['gpu', model, count, round(Number(row.gpu_mem_gib_each) / Math.round(1 / part), 2)]
}

/** What Windows costs on top by vCPU where it was not read; constrained sizes pay for all vCPU of their parent. */
const WINDOWS_PER_VCPU_HOUR = 0.046

function pricesOf(folder: string): (row: Row, region: string) => Cell {
  const key = (row: Row, region = row.region): string => `${row.size} ${region}`
  const linux = new Map(readTable(folder, 'azure_prices.csv').map((row) => [key(row), row]))
  const windows = new Map(readTable(folder, 'azure_os_prices.csv').map((row) => [key(row), row]))
  return (row, region) => {
    const price = linux.get(key(row, region))
    if (!price) return null
    if (price.source === 'estimate') throw new Error(`an estimate of ${row.size} in ${region}`)
    const [windowsPerHour, windowsEstimated] = windowsOf(row, windows.get(key(row, region)))
    return [Number(price.linux_payg_usd_hour), windowsPerHour, price.as_of!, windowsEstimated]
  }
}

/** The charge, and whether it is an estimate; burstable sizes and Arm have no usual one. */
function windowsOf(row: Row, price: Row | undefined): [number | null, boolean] {
  if (price?.windows_payg_usd_hour && price.linux_payg_usd_hour)
    return [round(Number(price.windows_payg_usd_hour) - Number(price.linux_payg_usd_hour), 6), false]
  if (row.arch === 'arm64' || row.burstable === '1') return [null, false]
  return [round(WINDOWS_PER_VCPU_HOUR * Number(row.parent_vcpu), 6), true]
}

/** Locally redundant managed disks; Ultra is left out, because it needs sizes and zones that the tables do not name. */
const disksOf = (folder: string): Row[] =>
  readTable(folder, 'disks.csv')
    .filter((row) => row.provider === 'azure' && row.redundancy === 'LRS' && row.disk_type !== 'ultra')
    .filter((row) => regions.some((region) => region === row.region))
    .map((row): Row => ({ ...row, id: row.tier || 'PremiumV2_LRS' }))

/**
 * Premium SSD may have the performance tier of a larger disk, and pays for that; P60 to P80 are for disks above 4,096
 * GiB (Microsoft, "Change your performance tier", 2023). Other tiers follow from the size alone. A disk to boot from
 * has 4 TiB at most ("Support for Generation 2 VMs", 2024-03), and is no Premium SSD v2.
 */
function diskClassOf(row: Row): Record<string, Cell> {
  const isV2 = row.disk_type === 'premium-ssd-v2'
  const premium = row.disk_type!.startsWith('premium')
  const minGiB = Number(row.min_gib)
  return {
    id: row.id!,
    current: true,
    minGiB: premium && minGiB < 4097 ? 1 : minGiB,
    maxGiB: Number(row.max_gib),
    baseIops: Number(row.base_iops),
    iopsPerGiB: 0,
    maxIops: Number(row.max_iops),
    // "Azure managed disk types", 2026-08: 500 for each GiB, and 0.25 MB/s (0.2384 MiB/s) for each operation.
    maxIopsPerGiB: isV2 ? 500 : null,
    baseMiBps: mebibytes(Number(row.base_MBps)),
    miBpsPerGiB: 0,
    maxMiBps: mebibytes(Number(row.max_MBps)),
    maxMiBpsPerIops: isV2 ? 0.2384 : null,
    provisioned: isV2,
    solidState: row.disk_type !== 'standard-hdd',
    bootable: !isV2 && row.disk_type !== 'standard-hdd' && minGiB < 4097,
    premiumStorage: premium,
  }
}

function diskClasses(folder: string): object {
  const classes = new Map(disksOf(folder).map((row) => [row.id!, diskClassOf(row)]))
  const rows = [...classes.values()].sort(
    (a, b) => Number(a.maxGiB) - Number(b.maxGiB) || byText(String(a.id), String(b.id)),
  )
  return { columns: Object.keys(rows[0]!), rows: rows.map((row) => Object.values(row)) }
}

function diskPrices(folder: string): object {
  const rows = disksOf(folder).map((row): Cell[] => [
    row.id!,
    row.region!,
    Number(row.usd_per_disk_month || 0),
    Number(row.usd_per_gib_month || 0),
    Number(row.usd_per_iops_month || 0),
    // By decimal MB/s in the price list.
    round(Number(row.usd_per_MBps_month || 0) * 1.048576, 6),
    row.price_as_of!,
  ])
  return {
    columns: ['diskClass', 'region', 'perDiskMonth', 'perGiBMonth', 'perIopsMonth', 'perMiBpsMonth', 'asOf'],
    rows: rows.sort((a, b) => byText(String(a[0]), String(b[0])) || byText(String(a[1]), String(b[1]))),
  }
}

const KNOWLEDGE = 'general knowledge of the price list of a US region, stated in 2026-08; not read, so look it up'

const serviceRows = [
  {
    id: 'backup-50gb-month',
    item: 'protected instance <=50 GB',
    asOf: '2026-08-22',
    estimated: true,
    source: KNOWLEDGE,
  },
  {
    id: 'backup-500gb-month',
    item: 'protected instance each further 500 GB',
    asOf: '2026-08-22',
    estimated: true,
    source: KNOWLEDGE,
  },
  { id: 'backup-gb-month', item: 'vault storage LRS', asOf: '2026-08-22', estimated: true, source: KNOWLEDGE },
  {
    id: 'replication-server-month',
    item: 'VM replicated to Azure (Azure-to-Azure or on-prem to Azure)',
    asOf: '2026-06-12',
    estimated: false,
    source: 'Azure Site Recovery, 25 USD for each protected instance in every region, by three pages of 2026',
  },
  // Both regions of the catalogue are in Europe; from there to another continent there is no price here.
  {
    id: 'transfer-regions-gb',
    item: 'inter-region, same continent (NA/EU)',
    asOf: '2026-08-22',
    estimated: true,
    source:
      'general knowledge of transfer within Europe, and a guide to egress that says the same; not read, so look it up',
  },
]

function services(folder: string): object {
  const table = readTable(folder, 'dr_services.csv').filter((row) => row.provider === 'azure')
  const rows = serviceRows.flatMap(({ id, item, ...rest }) => {
    const row = table.find((one) => one.item === item)
    if (!row) throw new Error(`no price of ${item}`)
    return regions.map((region) => [id, region, Number(row.usd), rest.asOf, rest.estimated, rest.source])
  })
  return {
    columns: ['id', 'region', 'price', 'asOf', 'estimated', 'source'],
    rows: rows.sort((a, b) => byText(String(a[0]), String(b[0]))),
  }
}

/** The text of catalogue.json; throws when the loader would refuse it. */
export function makeAzureCatalogue(folder: string): string {
  const sizeTable = sizes(folder) as { columns: string[]; rows: Cell[][] }
  const disks = diskPrices(folder) as { rows: string[][] }
  const serviceTable = services(folder) as { rows: string[][] }
  const priced = sizeTable.rows.flatMap((row) => row.slice(sizeColumns.length)).filter((cell) => Array.isArray(cell))
  const dates = [
    ...priced.map((cell) => String(cell[2])),
    ...disks.rows.map((row) => row[6]!),
    ...serviceTable.rows.map((row) => row[3]!),
  ]
  const text = printTables({
    schema: 'drplan/azure-catalogue@1',
    asOf: dates.sort(byText)[0],
    regions,
    sources,
    sizes: sizeTable,
    diskClasses: diskClasses(folder),
    diskPrices: disks,
    services: serviceTable,
  })
  readAzureCatalogue(JSON.parse(text))
  return text
}

const [, script, folder] = process.argv
if (script?.endsWith('make-azure-catalogue.ts') && folder) process.stdout.write(makeAzureCatalogue(folder))
