/**
 * The catalogue against the tables it was made from, which are not in the project: DRPLAN_CATALOGUE_TABLES names
 * their folder (test/support/make-azure-catalogue.ts says what it holds). Whoever makes the catalogue anew runs
 * `DRPLAN_CATALOGUE_TABLES=<folder> npx vitest run catalogue-tables`; without the folder the file is not among the tests.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DrComponent } from '../../../src/model/dr-component.ts'
import { loadAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'
import { readTable } from '../../support/catalogue-tables.ts'
import type { Row } from '../../support/catalogue-tables.ts'
import { makeAzureCatalogue, regions } from '../../support/make-azure-catalogue.ts'

const { components, diskClasses, regions: ownRegions } = loadAzureCatalogue()
const folder = process.env.DRPLAN_CATALOGUE_TABLES ?? ''
const table = (name: string): Row[] => readTable(folder, name)
const isOwnRegion = (row: Row): boolean => ownRegions.includes(row.region!)

describe('the Azure catalogue against its source tables', () => {
  it('is what the tool makes of them, byte for byte', () => {
    const file = readFileSync(new URL('../../../src/targets/azure/catalogue.json', import.meta.url), 'utf8')

    expect(makeAzureCatalogue(folder)).toBe(file)
    expect(ownRegions).toEqual(regions)
  })

  it('has every size that is sold and whose shape is known, with the figures of its row', () => {
    const rows = table('azure_sizes.csv').filter((row) => row.priced_in && row.vcpu && row.memory_gib)
    const byId = new Map(components.map((component) => [component.id, component]))

    const wrong = rows.filter((row) => {
      const component = byId.get(row.size!)
      return !component || JSON.stringify(figuresOf(component)) !== JSON.stringify(figuresIn(row))
    })

    expect(rows.length).toBe(components.length)
    expect(wrong.map((row) => [row.size, figuresIn(row)])).toEqual([])
  })

  it('has every baseline that was read', () => {
    const read = table('burstable.csv').filter((row) => row.provider === 'azure')
    const byId = new Map(components.map(({ id, capacity }) => [id, capacity.burstableBaseline]))

    const wrong = read.filter((row) => byId.get(row.type!) !== Number(row.baseline_pct_per_vcpu) / 100)

    expect(wrong).toEqual([])
  })

  it('has every price of a known size in its regions, and no other', () => {
    const ids = new Set(components.map(({ id }) => id))
    const read = table('azure_prices.csv').filter((row) => isOwnRegion(row) && ids.has(row.size!))

    const found = components.flatMap(({ id, prices }) =>
      prices.map((price) => `${id} ${price.region} ${price.perHour} ${price.asOf} ${price.estimated}`),
    )

    const wanted = read.map(
      (row) => `${row.size} ${row.region} ${Number(row.linux_payg_usd_hour)} ${row.as_of} ${row.source === 'estimate'}`,
    )
    expect(found.toSorted()).toEqual(wanted.toSorted())
  })

  it('charges for Windows what the tables have between Windows and Linux', () => {
    const prices = new Map(
      components.flatMap(({ id, prices: all }) => all.map((price) => [`${id} ${price.region}`, price])),
    )
    const read = table('azure_os_prices.csv').filter(
      (row) => row.windows_payg_usd_hour && row.linux_payg_usd_hour && prices.has(`${row.size} ${row.region}`),
    )

    const wrong = read.filter((row) => {
      const price = prices.get(`${row.size} ${row.region}`)
      const charge = Number(row.windows_payg_usd_hour) - Number(row.linux_payg_usd_hour)
      return !price || price.windowsEstimated || Math.abs((price.windowsPerHour ?? 0) - charge) > 1e-6
    })

    expect(read.length).toBeGreaterThan(2000)
    expect(wrong).toEqual([])
  })

  it('has every price of a locally redundant disk but Ultra', () => {
    const read = table('disks.csv').filter(
      (row) => row.provider === 'azure' && isOwnRegion(row) && row.redundancy === 'LRS' && row.disk_type !== 'ultra',
    )

    const found = diskClasses.flatMap(({ id, prices }) =>
      prices.map((price) => `${id} ${price.region} ${price.perDiskMonth} ${price.perGiBMonth} ${price.perIopsMonth}`),
    )

    const wanted = read.map(
      (row) =>
        `${row.tier || 'PremiumV2_LRS'} ${row.region} ${Number(row.usd_per_disk_month)} ${Number(row.usd_per_gib_month)} ${Number(row.usd_per_iops_month)}`,
    )
    expect(found.toSorted()).toEqual(wanted.toSorted())
  })
})

/** What both sides state, in the units of the table. */
function figuresOf({ capacity }: DrComponent): unknown {
  const gpu = capacity.accelerators.find((one) => one.kind === 'gpu')
  return {
    vcpus: capacity.vcpus,
    memoryGiB: capacity.memoryGiB,
    isArm: capacity.architecture === 'arm64',
    disks: (capacity.maxDisks ?? 0) - 1,
    premium: capacity.premiumStorage,
    iops: capacity.diskIops ?? 0,
    // Ten sizes were read in decimal MB, which the catalogue rounds down to a hundredth of a MiB/s.
    miBps: Math.round(capacity.diskMiBps ?? 0),
    burstable: capacity.burstableBaseline !== null,
    gpus: gpu?.count ?? 0,
    gpuMemoryGiB: Math.round(gpu?.memoryGiB ?? 0),
    fpgas: capacity.accelerators.find((one) => one.kind === 'fpga')?.count ?? 0,
  }
}

function figuresIn(row: Row): unknown {
  const inDecimal = row.disk_source!.includes('10^6')
  return {
    vcpus: Number(row.vcpu),
    memoryGiB: row.size === 'Standard_B1ls' ? 0.5 : Number(row.memory_gib),
    isArm: row.arch === 'arm64',
    disks: Number(row.max_data_disks),
    premium: row.premium_storage === '1',
    iops: Number(row.uncached_disk_iops),
    miBps: Math.round(Number(row.uncached_disk_MiBps) / (inDecimal ? 1.048576 : 1)),
    burstable: row.burstable === '1',
    gpus: Number(row.gpu_count),
    gpuMemoryGiB: Math.round(Number(row.gpu_mem_gib_each) * Number(row.gpu_fraction || 1)),
    fpgas: Number(row.fpga_count),
  }
}
