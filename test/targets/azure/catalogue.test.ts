import { describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import type { DrComponent } from '../../../src/model/dr-component.ts'
import catalogueJson from '../../../src/targets/azure/catalogue.json' with { type: 'json' }
import { loadAzureCatalogue, readAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'

const catalogue = loadAzureCatalogue()
const { components, diskClasses } = catalogue
const size = (id: string): DrComponent => components.find((component) => component.id === id)!

/** The file with one cell of one table changed. */
function withCell(table: 'sizes' | 'diskPrices' | 'services', row: number, change: { column: string; to: unknown }) {
  const copy = structuredClone(catalogueJson) as unknown as Record<string, { columns: string[]; rows: unknown[][] }>
  copy[table]!.rows[row]![copy[table]!.columns.indexOf(change.column)] = change.to
  return copy
}

describe('loadAzureCatalogue', () => {
  it('reads the file once', () => {
    expect(loadAzureCatalogue()).toBe(catalogue)
  })

  it('names the row and the field of a bad size', () => {
    const read = () => readAzureCatalogue(withCell('sizes', 1, { column: 'vcpus', to: -4 }))

    expect(read).toThrow(InputError)
    expect(read).toThrow(/azure\/catalogue\.json, row 2 of sizes \(Standard_A2_v2\), capacity\.vcpus/)
  })

  it('names the row of a bad price, disk and service', () => {
    expect(() => readAzureCatalogue(withCell('sizes', 0, { column: 'westeurope', to: 'cheap' }))).toThrow(
      /row 1 of sizes \(Standard_A1_v2\), prices\.1\.perHour/,
    )
    expect(() => readAzureCatalogue(withCell('diskPrices', 0, { column: 'perDiskMonth', to: '1' }))).toThrow(
      /of diskClasses \(E1\), prices\.0\.perDiskMonth/,
    )
    expect(() => readAzureCatalogue(withCell('services', 0, { column: 'asOf', to: 'yesterday' }))).toThrow(
      /row 1 of services \(backup-500gb-month\), asOf/,
    )
  })

  it('refuses a file of another kind', () => {
    expect(() => readAzureCatalogue({})).toThrow(InputError)
  })
})

describe('every row of the Azure catalogue', () => {
  it('has an id of its own, and the file is sorted by it', () => {
    const ids = components.map((component) => component.id)

    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(ids.toSorted())
  })

  it('has prices of known regions only, each once, of a fifth of a cent to three dollars for a vCPU-hour', () => {
    const wrong = components.filter(({ prices, capacity }) => {
      const places = prices.map((price) => price.region)
      const perVcpu = prices.map((price) => price.perHour / capacity.vcpus)
      const implausible = perVcpu.some((price) => price < 0.002 || price > 3)
      return (
        implausible || new Set(places).size < places.length || places.some((one) => !catalogue.regions.includes(one))
      )
    })

    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('costs less than twice as much in one region as in another', () => {
    const wrong = components.filter(({ prices }) => {
      const hourly = prices.map((price) => price.perHour)
      return Math.max(...hourly) > 2 * Math.min(...hourly)
    })

    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('has a date that is no earlier than the catalogue, and no later than the latest source', () => {
    const dates = [
      ...components.flatMap((component) => component.prices.map((price) => price.asOf)),
      ...diskClasses.flatMap((diskClass) => diskClass.prices.map((price) => price.asOf)),
      ...catalogue.services.map((service) => service.asOf),
    ].toSorted()
    const latest = catalogue.sources
      .map((source) => source.asOf)
      .sort()
      .at(-1)!

    expect(dates[0]).toBe(catalogue.asOf)
    expect(dates.at(-1)! <= latest).toBe(true)
  })

  it('is marked burstable if it is of a B family, and else not', () => {
    const wrong = components.filter(
      ({ id, capacity }) => id.startsWith('Standard_B') !== (capacity.burstableBaseline !== null),
    )

    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('has a Windows price if it is no Arm size', () => {
    const wrong = components.filter(
      ({ capacity, prices }) =>
        capacity.architecture === 'x86_64' && prices.some((price) => price.windowsPerHour === null),
    )

    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('boots by UEFI on Arm and from v6 on, and never on A', () => {
    const uefiOnly = components.filter(
      ({ id, capacity }) => capacity.architecture === 'arm64' || /_v[67]$/.test(id) || /^Standard_M.*_v[23]$/.test(id),
    )
    const family = components.filter(({ id }) => /^Standard_A\d/.test(id))

    expect(uefiOnly.filter(({ capacity }) => capacity.bootModes.includes('bios')).map(({ id }) => id)).toEqual([])
    expect(family.filter(({ capacity }) => capacity.bootModes.includes('uefi'))).toEqual([])
  })
})

describe('what a size is', () => {
  it('gives a constrained size the vCPU of its guest, and nobody gets it unasked', () => {
    const constrained = size('Standard_E16-8as_v5')

    expect(constrained).toMatchObject({
      family: 'standardEASv5Family, constrained',
      specialPurpose: 'fewer vCPU at the price of all, for software licensed by the core',
      capacity: { vcpus: 8, memoryGiB: 128 },
    })
    expect(constrained.prices.map((price) => price.perHour)).toEqual(
      size('Standard_E16as_v5').prices.map((price) => price.perHour),
    )
  })

  it('gives a part of a GPU that part of the memory', () => {
    expect(size('Standard_NV6ads_A10_v5').capacity.accelerators).toEqual([
      { kind: 'gpu', model: 'NVIDIA A10 (1/6)', count: 1, memoryGiB: 4 },
    ])
    expect(size('Standard_NV8as_v4').capacity.accelerators[0]).toMatchObject({ memoryGiB: 4 })
    expect(size('Standard_NV36ads_A10_v5').capacity.accelerators[0]).toMatchObject({ memoryGiB: 24 })
  })

  it.each([
    ['Standard_D4s_v3', false],
    ['Standard_F4s_v2', false],
    ['Standard_E4s_v4', false],
    ['Standard_B2ms', false],
    ['Standard_D4s_v4', true],
    ['Standard_D4as_v5', true],
    ['Standard_B2s_v2', true],
  ])('knows whether %s is current: %s', (id, current) => {
    expect(size(id).current).toBe(current)
  })

  it.each([
    ['Standard_DC4as_v5', 'confidential computing'],
    ['Standard_HB120rs_v3', 'tightly coupled computing'],
    ['Standard_NP10s', 'FPGA acceleration'],
    ['Standard_NV4as_v4', 'retired by Microsoft on 2026-09-30'],
    ['Standard_D4as_v5', null],
  ])('says of %s what it is made for', (id, purpose) => {
    expect(size(id).specialPurpose).toBe(purpose)
  })

  it('counts the disk it boots from beside the data disks', () => {
    // Microsoft, "Dsv5 sizes series": four data disks for Standard_D2s_v5.
    expect(size('Standard_D2s_v5').capacity.maxDisks).toBe(5)
  })

  it('tells sizes with premium storage from those without', () => {
    expect(size('Standard_D2s_v5').capacity.premiumStorage).toBe(true)
    expect(size('Standard_D2_v5').capacity.premiumStorage).toBe(false)
  })
})

describe('disk classes and services of Azure', () => {
  it('are priced in every region', () => {
    const places = diskClasses.map((diskClass) => diskClass.prices.map((price) => price.region))
    const services = catalogue.services.map((service) => `${service.id} ${service.region}`)

    expect(places.every((one) => one.join() === catalogue.regions.join())).toBe(true)
    expect(services).toEqual(
      [
        'backup-500gb-month',
        'backup-50gb-month',
        'backup-gb-month',
        'replication-server-month',
        'transfer-regions-gb',
      ].flatMap((id) => catalogue.regions.map((region) => `${id} ${region}`)),
    )
  })

  it('lose no price of the file on the way', () => {
    expect(diskClasses.flatMap((diskClass) => diskClass.prices).length).toBe(catalogueJson.diskPrices.rows.length)
  })

  it('have no tier that is larger and slower, or larger and cheaper, than the one before', () => {
    const wrong = ['P', 'E', 'S'].flatMap((letter) => {
      const tiers = diskClasses.filter(({ id }) => new RegExp(`^${letter}\\d`).test(id))
      return tiers.slice(1).filter((tier, index) => {
        const before = tiers[index]!
        return tier.baseIops < before.baseIops || tier.prices[0]!.perDiskMonth <= before.prices[0]!.perDiskMonth
      })
    })

    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('let nothing boot from Premium SSD v2, hard disks, or more than 4 TiB', () => {
    const bootable = diskClasses.filter((diskClass) => diskClass.bootable)

    expect(bootable.every(({ id, maxGiB }) => /^[PE]/.test(id) && maxGiB <= 4096 && id !== 'PremiumV2_LRS')).toBe(true)
  })

  it('say which services are estimates', () => {
    const estimated = catalogue.services.filter((service) => service.estimated).map((service) => service.id)

    expect([...new Set(estimated)]).toEqual([
      'backup-500gb-month',
      'backup-50gb-month',
      'backup-gb-month',
      'transfer-regions-gb',
    ])
  })
})
