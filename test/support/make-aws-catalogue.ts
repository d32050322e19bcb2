/**
 * Makes src/targets/aws/catalogue.json from tables of public facts:
 *
 *   node test/support/make-aws-catalogue.ts <folder> > src/targets/aws/catalogue.json
 *
 * The folder holds five CSV files; other columns are ignored.
 *
 * - `aws_instances.csv`: type, family, current_generation (True, False), vcpu, memory_gib,
 *   arch (x86_64, arm64, several with |), bare_metal, gpu_model, gpu_count,
 *   gpu_partition_size (1 = whole), gpu_mem_gib_total, accel_kind, accel_model, accel_count, local_disk_gb (decimal),
 *   network_base_gbps, ebs_base_mbps, ebs_base_iops, ebs_max_attachments, max_enis,
 *   boot_modes (legacy-bios, uefi, both with |), coremark_ips (whole instance), offered_in (regions with |)
 * - `aws_prices.csv`: type, region, linux_ondemand_usd_hour, as_of
 * - `aws_prices_estimated.csv`: type, region, ESTIMATE_linux_usd_hour
 * - `burstable.csv`: provider, type, baseline_pct_per_vcpu
 * - `disks.csv`: provider, disk_type, region, min_gib, max_gib, max_iops, max_MBps, usd_per_gib_month,
 *   usd_per_iops_month, usd_per_MBps_month, iops_included, MBps_included, price_as_of
 * - `dr_services.csv`: provider, service, item, region, usd, as_of
 */
import { FLEX_BASELINE, specialPurposeOf } from '../../src/sources/aws/catalogue/types.ts'
import { readAwsCatalogue } from '../../src/targets/aws/catalogue.ts'
import { byText, numberOrNull, printTables, readTable, round } from './catalogue-tables.ts'
import type { Cell, Row } from './catalogue-tables.ts'

export const regions = ['ap-southeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1', 'us-east-2', 'us-west-2'] as const

const instanceColumns = [
  'id',
  'family',
  'current',
  'vcpus',
  'memoryGiB',
  'architecture',
  'boot',
  'networkMbps',
  'ebsMbps',
  'ebsIops',
  'maxDisks',
  'maxNics',
  'accelerator',
  'localDiskGB',
  'bareMetal',
  'baseline',
  'coreMark',
  'specialPurpose',
]

function instances(folder: string): object {
  const prices = pricesOf(folder)
  const baselines = new Map(
    readTable(folder, 'burstable.csv')
      .filter((row) => row.provider === 'aws')
      .map((row) => [row.type, Number(row.baseline_pct_per_vcpu) / 100]),
  )
  const rows = readTable(folder, 'aws_instances.csv')
    .sort((a, b) => byText(a.type!, b.type!))
    .map((row) => [...factsOf(row, baselines), ...regions.map((region) => prices.cell(row, region))])
  return {
    columns: [...instanceColumns, ...regions],
    pricedOn: Object.fromEntries(regions.map((region) => [region, prices.dates.get(region)])),
    estimatedOn: [...prices.dates.values()].sort(byText)[0],
    windowsPerVcpuHour: windowsPerVcpuHour(folder),
    windowsPerHour,
    rows,
  }
}

/**
 * What Windows costs on top of Linux where it is not by vCPU, from general knowledge of the price list (us-east-1,
 * 2022) and not from a table; null = not known.
 */
const windowsPerHour: Readonly<Record<string, number | null>> = {
  ...Object.fromEntries(
    ['t3', 't3a'].flatMap((family) => [
      [`${family}.nano`, 0.0046],
      [`${family}.micro`, 0.0092],
      [`${family}.small`, 0.0184],
      [`${family}.medium`, 0.0184],
      [`${family}.large`, 0.0276],
      [`${family}.xlarge`, 0.0736],
      [`${family}.2xlarge`, 0.1472],
    ]),
  ),
  ...Object.fromEntries(
    ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'].map((size) => [`t2.${size}`, null]),
  ),
  't1.micro': null,
  'mac1.metal': null,
}

const windowsPerVcpuHour = (folder: string): number =>
  Number(
    readTable(folder, 'dr_services.csv').find((row) => row.provider === 'aws' && row.item === 'Windows licence uplift')!
      .usd,
  )

function factsOf(row: Row, baselines: ReadonlyMap<string | undefined, number>): Cell[] {
  return [
    row.type!,
    row.family!,
    row.current_generation === 'True',
    Number(row.vcpu),
    Number(row.memory_gib),
    row.arch!.split('|').at(-1)!.replace('_mac', ''),
    row.boot_modes!.replace('legacy-', ''),
    round(Number(row.network_base_gbps) * 1000, 0),
    numberOrNull(row.ebs_base_mbps),
    numberOrNull(row.ebs_base_iops),
    numberOrNull(row.ebs_max_attachments),
    Number(row.max_enis),
    acceleratorOf(row),
    Number(row.local_disk_gb),
    row.bare_metal === 'True',
    row.family!.endsWith('-flex') ? FLEX_BASELINE : (baselines.get(row.type) ?? null),
    numberOrNull(row.coremark_ips),
    specialPurposeOf(row.family!),
  ]
}

const acceleratorKinds: Readonly<Record<string, string>> = { fpga: 'fpga', media: 'media' }

function acceleratorOf(row: Row): Cell {
  const gpus = Number(row.gpu_count)
  if (gpus > 0) {
    const part = Number(row.gpu_partition_size || 1)
    const model = part < 1 ? `${row.gpu_model} (1/${1 / part})` : row.gpu_model!
    return ['gpu', model, gpus, round(Number(row.gpu_mem_gib_total) / gpus, 2)]
  }
  if (row.accel_kind === '') return null
  return [acceleratorKinds[row.accel_kind!] ?? 'inference', row.accel_model!, Number(row.accel_count), null]
}

interface Prices {
  readonly dates: ReadonlyMap<string, string>
  /** A number = measured, text with ~ = estimated, null = not offered or not known. */
  cell(row: Row, region: string): Cell
}

function pricesOf(folder: string): Prices {
  const key = (type: string, region: string): string => `${type} ${region}`
  const measured = new Map<string, number>()
  const dates = new Map<string, string>()
  for (const row of readTable(folder, 'aws_prices.csv')) {
    measured.set(key(row.type!, row.region!), Number(row.linux_ondemand_usd_hour))
    if ((dates.get(row.region!) ?? row.as_of) !== row.as_of) throw new Error(`two dates in ${row.region}`)
    dates.set(row.region!, row.as_of!)
  }
  const estimated = new Map(
    readTable(folder, 'aws_prices_estimated.csv').map((row) => [
      key(row.type!, row.region!),
      `~${Number(row.ESTIMATE_linux_usd_hour)}`,
    ]),
  )
  const cell = (row: Row, region: string): Cell =>
    row.offered_in!.split('|').includes(region)
      ? (measured.get(key(row.type!, region)) ?? estimated.get(key(row.type!, region)) ?? null)
      : null
  return { dates, cell }
}

/**
 * What the tables do not hold, from the EBS user guide (volume types, 2025): sustained rates that come with the size
 * (gp2 3 IOPS a GiB at 256 KiB each; st1 40 MiB/s and sc1 12 MiB/s a TiB, one operation each MiB) and
 * the ratios that the API refuses to exceed.
 */
const diskRates: Record<string, Record<string, Cell>> = {
  gp2: { baseIops: 100, iopsPerGiB: 3, baseMiBps: 25, miBpsPerGiB: 0.75 },
  gp3: { maxIopsPerGiB: 500, maxMiBpsPerIops: 0.25 },
  io1: { maxIopsPerGiB: 50, maxMiBpsPerIops: 0.25, maxMiBps: 500 },
  io2: { maxIopsPerGiB: 1000, maxMiBpsPerIops: 0.25 },
  sc1: { iopsPerGiB: 12 / 1024, miBpsPerGiB: 12 / 1024 },
  st1: { iopsPerGiB: 40 / 1024, miBpsPerGiB: 40 / 1024 },
  standard: { current: false, baseIops: 40, baseMiBps: 40 },
}
const hardDisks = new Set(['sc1', 'st1', 'standard'])
const notBootable = new Set(['sc1', 'st1'])

function diskClassOf(id: string, row: Row): Record<string, Cell> {
  return {
    id,
    current: true,
    minGiB: Number(row.min_gib),
    maxGiB: Number(row.max_gib),
    baseIops: Number(row.iops_included || 0),
    iopsPerGiB: 0,
    maxIops: Number(row.max_iops),
    maxIopsPerGiB: null,
    baseMiBps: Number(row.MBps_included || 0),
    miBpsPerGiB: 0,
    maxMiBps: Number(row.max_MBps),
    maxMiBpsPerIops: null,
    provisioned: numberOrNull(row.usd_per_iops_month) !== null,
    solidState: !hardDisks.has(id),
    bootable: !notBootable.has(id),
    ...diskRates[id],
  }
}

const volumesOf = (folder: string): Row[] =>
  readTable(folder, 'disks.csv')
    .filter((row) => row.provider === 'aws' && !row.disk_type!.startsWith('snapshot'))
    .map((row): Row => ({ ...row, id: row.disk_type!.replace('(magnetic)', '') }))
    .sort((a, b) => byText(a.id!, b.id!) || byText(a.region!, b.region!))

function diskClasses(folder: string): object {
  const classes = new Map(volumesOf(folder).map((row) => [row.id!, diskClassOf(row.id!, row)]))
  const rows = [...classes.values()].map((row) => Object.values(row))
  return { columns: Object.keys([...classes.values()][0]!), rows }
}

function diskPrices(folder: string): object {
  return {
    columns: ['diskClass', 'region', 'perGiBMonth', 'perIopsMonth', 'perMiBpsMonth', 'asOf'],
    rows: volumesOf(folder).map((row) => [
      row.id!,
      row.region!,
      Number(row.usd_per_gib_month),
      Number(row.usd_per_iops_month || 0),
      Number(row.usd_per_MBps_month || 0),
      row.price_as_of!,
    ]),
  }
}

function services(folder: string): object {
  const rows = readTable(folder, 'dr_services.csv')
    .filter((row) => row.provider === 'aws' && regions.some((region) => region === row.region))
    .flatMap((row): Cell[][] => {
      if (row.service === 'data transfer') return [transferOf(row)]
      const cells = [row.region!, null, Number(row.usd), row.as_of!, false]
      if (row.service === 'DRS')
        return [['replication-server-hour', ...cells, 'AWS price list, AWSElasticDisasterRecovery']]
      if (row.service !== 'EBS snapshot' || row.item !== 'standard') return []
      return [
        ['backup-gib-month', ...cells, 'ec2.shop ebs.json; AWS Backup bills EBS backups at the snapshot rate'],
        ['snapshot-gib-month', ...cells, 'ec2.shop ebs.json'],
      ]
    })
    .sort((a, b) => byText(String(a[0]), String(b[0])) || byText(String(a[1]), String(b[1])))
  return { columns: ['id', 'region', 'to', 'price', 'asOf', 'estimated', 'source'], rows }
}

const transferIds: Readonly<Record<string, string>> = {
  'outbound to other regions': 'transfer-regions-gb',
  'cross-AZ (each direction)': 'transfer-zones-gb',
  'internet egress first 10 TB': 'transfer-internet-gb',
  'internet egress next 40 TB': 'transfer-internet-10tb-gb',
  'internet egress next 100 TB': 'transfer-internet-50tb-gb',
  'internet egress over 150 TB': 'transfer-internet-150tb-gb',
}

/** An item of no known id names the two regions that it is between. */
function transferOf(row: Row): Cell[] {
  const [, ...ends] = /^outbound between (\S+) and (\S+)$/.exec(row.item!) ?? []
  const to = ends.find((end) => end !== row.region) ?? null
  const id = to === null ? transferIds[row.item!] : 'transfer-pair-gb'
  if (id === undefined) throw new Error(`no id of ${row.item}`)
  const isRead = row.source !== 'general knowledge'
  const source = isRead ? 'AWS price list, by the tests of Infracost on data transfer' : 'general knowledge; not read'
  return [id, row.region!, to, Number(row.usd), row.as_of!, !isRead, source]
}

const sources = [
  ['types', 'EC2 DescribeInstanceTypes as recorded by moto; CoreMark runs 2025-12 to 2026-07', '2026-08-02'],
  ['prices us-east-1', 'on-demand Linux prices as recorded by Karpenter', '2026-07-20'],
  ['prices elsewhere', 'on-demand Linux prices, ec2.shop', '2025-04-04'],
  ['estimated prices', 'price in us-east-1 x the ratio of the region for the predecessor family', '2025-04-04'],
  ['burstable baselines', 'Amazon EC2 user guide; flex types 40 % by the announcement of M7i-flex', '2023-08-02'],
  ['disk classes', 'EBS user guide and sparecores', '2026-01-31'],
  ['disk prices', 'ec2.shop ebs.json; requests of magnetic volumes are not priced', '2024-07-18'],
  ['services', 'AWS price list and ec2.shop, per row', '2024-07-18'],
  [
    'transfer',
    'AWS price list, by the tests of Infracost on data transfer; above 150 TB by general knowledge',
    '2024-09-25',
  ],
  [
    'Windows licences',
    'estimates: 0.046 USD per vCPU-hour, the usual difference between Windows and Linux of 1,530 types and regions in tedivm/ec2details; t3 and t3a by general knowledge, t2 not known',
    '2022-11-30',
  ],
].map(([id, what, asOf]) => ({ id, what, asOf }))

/** The text of catalogue.json; throws when the loader would refuse it. */
export function makeAwsCatalogue(folder: string): string {
  const disks = diskPrices(folder) as { rows: string[][] }
  const dates = disks.rows.map((row) => row[5]!)
  const text = printTables({
    schema: 'drplan/aws-catalogue@1',
    asOf: [...dates].sort(byText)[0],
    regions,
    sources,
    instances: instances(folder),
    diskClasses: diskClasses(folder),
    diskPrices: disks,
    services: services(folder),
  })
  readAwsCatalogue(JSON.parse(text))
  return text
}

const [, script, folder] = process.argv
if (script?.endsWith('make-aws-catalogue.ts') && folder) process.stdout.write(makeAwsCatalogue(folder))
