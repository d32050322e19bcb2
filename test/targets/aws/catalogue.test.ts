import { describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import catalogueJson from '../../../src/targets/aws/catalogue.json' with { type: 'json' }
import { loadAwsCatalogue, readAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import type { DrComponent } from '../../../src/model/dr-component.ts'

const catalogue = loadAwsCatalogue()
const { components } = catalogue
const priceIn = (component: DrComponent, region: string) => component.prices.find((price) => price.region === region)

/** The file with one cell of one table changed. */
function withCell(
  table: 'instances' | 'diskPrices' | 'services',
  row: number,
  change: { column: string; to: unknown },
) {
  const copy = structuredClone(catalogueJson) as unknown as Record<string, { columns: string[]; rows: unknown[][] }>
  copy[table]!.rows[row]![copy[table]!.columns.indexOf(change.column)] = change.to
  return copy
}

describe('loadAwsCatalogue', () => {
  it('reads the file once', () => {
    expect(loadAwsCatalogue()).toBe(catalogue)
  })

  it('names the row and the field of a bad instance', () => {
    const damaged = withCell('instances', 2, { column: 'vcpus', to: -4 })

    const read = () => readAwsCatalogue(damaged)

    expect(read).toThrow(InputError)
    expect(read).toThrow(/row 3 of instances \(a1\.large\), capacity\.vcpus/)
  })

  it('names the row of a bad service and of a price that is no price', () => {
    expect(() => readAwsCatalogue(withCell('services', 0, { column: 'asOf', to: 'yesterday' }))).toThrow(
      /row 1 of services \(backup-gib-month\), asOf/,
    )
    expect(() => readAwsCatalogue(withCell('instances', 0, { column: 'us-east-1', to: 'cheap' }))).toThrow(
      /row 1 of instances \(a1\.2xlarge\), prices\.\d\.perHour/,
    )
    expect(() => readAwsCatalogue(withCell('diskPrices', 0, { column: 'perGiBMonth', to: '0.1' }))).toThrow(
      /row 1 of diskClasses \(gp2\), prices\.0\.perGiBMonth/,
    )
  })

  it('refuses a file of another kind', () => {
    expect(() => readAwsCatalogue({})).toThrow(InputError)
  })

  it('reads ~ as an estimate, with the date estimates rest on', () => {
    const read = readAwsCatalogue(withCell('instances', 0, { column: 'us-east-1', to: '~1.5' }))

    expect(read.components[0]!.prices.find((price) => price.region === 'us-east-1')).toEqual({
      region: 'us-east-1',
      perHour: 1.5,
      asOf: '2025-04-04',
      estimated: true,
      windowsPerHour: null,
      windowsEstimated: false,
    })
  })
})

describe('every row of the AWS catalogue', () => {
  it('has an id of its own, and the file is sorted by it', () => {
    const ids = components.map((component) => component.id)

    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual([...ids].sort())
  })

  it('belongs to the family its id begins with', () => {
    expect(components.filter(({ id, family }) => !id.startsWith(`${family}.`))).toEqual([])
  })

  it('has prices of known regions only, each once', () => {
    const regionsOf = (component: DrComponent) => component.prices.map((price) => price.region)
    const wrong = components.filter((component) => {
      const places = regionsOf(component)
      return new Set(places).size < places.length || places.some((place) => !catalogue.regions.includes(place))
    })

    expect(wrong).toEqual([])
  })

  // Prices of different days stand side by side, and P4 and P5 became 44 % cheaper in between.
  it('costs less than twice as much in one region as in another', () => {
    const wrong = components.filter(({ prices }) => {
      const hourly = prices.map((price) => price.perHour)
      return Math.max(...hourly) > 2 * Math.min(...hourly)
    })

    expect(wrong.map((component) => component.id)).toEqual([])
  })

  it('costs between a fifth of a cent and a dollar for each vCPU and hour', () => {
    const perVcpu = components.flatMap(({ id, capacity, prices }) =>
      prices.map((price) => ({ id, perVcpu: price.perHour / capacity.vcpus })),
    )

    expect(perVcpu.filter((one) => one.perVcpu < 0.002 || one.perVcpu > 1.2)).toEqual([])
  })

  it('has a date that is no later than the latest of the sources, and no earlier than the catalogue', () => {
    const dates = [
      ...components.flatMap((component) => component.prices.map((price) => price.asOf)),
      ...catalogue.diskClasses.flatMap((diskClass) => diskClass.prices.map((price) => price.asOf)),
      ...catalogue.services.map((service) => service.asOf),
    ]
    const latest = catalogue.sources
      .map((source) => source.asOf)
      .sort()
      .at(-1)!

    expect(dates.filter((date) => date < catalogue.asOf || date > latest)).toEqual([])
    expect(dates.toSorted()[0]).toBe(catalogue.asOf)
  })

  it('has a memory, a CoreMark and a baseline that are plausible for each vCPU', () => {
    const isWithin = (value: number | null, low: number, high: number) =>
      value === null || (value >= low && value <= high)
    const wrong = components.filter(
      ({ capacity }) =>
        !isWithin(capacity.memoryGiB / capacity.vcpus, 0.25, 37) ||
        !isWithin(capacity.scorePerVcpu, 9000, 60_000) ||
        !isWithin(capacity.burstableBaseline, 0.05, 0.4),
    )

    expect(wrong.map((component) => component.id)).toEqual([])
  })

  it('is marked burstable if it is of a T family or a flex one, and else not', () => {
    const wrong = components.filter(
      ({ family, capacity }) =>
        (/^t[2-9]|-flex$/.test(family) ? 1 : 0) !== (capacity.burstableBaseline === null ? 0 : 1),
    )

    expect(wrong).toEqual([])
  })

  it('states the memory of every GPU, and its count', () => {
    const gpus = components.filter(({ capacity }) => capacity.accelerators.some((one) => one.kind === 'gpu'))

    expect(gpus.length).toBeGreaterThan(60)
    expect(gpus.filter(({ capacity }) => capacity.accelerators.some((one) => one.memoryGiB === null))).toEqual([])
  })

  it('boots arm64 by UEFI, and x86_64 by BIOS at least', () => {
    const wrong = components.filter(
      ({ capacity, family }) =>
        !family.startsWith('mac') && !capacity.bootModes.includes(capacity.architecture === 'arm64' ? 'uefi' : 'bios'),
    )

    expect(wrong).toEqual([])
  })

  it('never costs more than a larger one of its family with the same accelerators, but for two known metal types', () => {
    const byFamily = Map.groupBy(components, (component) => component.family)

    const inversions = components.flatMap((small) => {
      const larger = (byFamily.get(small.family) ?? []).filter((large) => isLarger(large, small))
      const places = catalogue.regions.filter((region) => larger.some((large) => costsLess(large, small, region)))
      return places.map((region) => `${small.id} ${region}`)
    })

    expect(inversions).toEqual(['m8gb.metal-24xl us-east-1', 'r8gb.metal-24xl us-east-1'])
  })

  function isLarger(a: DrComponent, b: DrComponent): boolean {
    const gpus = (one: DrComponent) => JSON.stringify(one.capacity.accelerators)
    const atLeast = a.capacity.vcpus >= b.capacity.vcpus && a.capacity.memoryGiB >= b.capacity.memoryGiB
    const more = a.capacity.vcpus > b.capacity.vcpus || a.capacity.memoryGiB > b.capacity.memoryGiB
    return atLeast && more && gpus(a) === gpus(b)
  }

  /** Measured prices only; a tenth of a per mille is rounding. */
  function costsLess(a: DrComponent, b: DrComponent, region: string): boolean {
    const [one, other] = [priceIn(a, region), priceIn(b, region)]
    return !!one && !!other && !one.estimated && !other.estimated && one.perHour < other.perHour * 0.9999
  }

  it('says of macOS, media and HPC types why nobody gets them without asking', () => {
    const special = components.filter(({ specialPurpose }) => specialPurpose !== null)

    expect(new Set(special.map(({ family }) => family.replace(/[\d-].*$/, '')))).toEqual(
      new Set(['hpc', 'mac', 't', 'vt']),
    )
  })
})

const transferIds = [
  'transfer-internet-10tb-gb',
  'transfer-internet-150tb-gb',
  'transfer-internet-50tb-gb',
  'transfer-internet-gb',
  'transfer-regions-gb',
  'transfer-zones-gb',
]

describe('disk classes and services', () => {
  it('are priced in every region', () => {
    const places = catalogue.diskClasses.map((diskClass) => diskClass.prices.map((price) => price.region))

    expect(places.every((one) => one.toSorted().join() === catalogue.regions.toSorted().join())).toBe(true)
  })

  it('have a price for every service in every region', () => {
    const found = catalogue.services.map((service) => `${service.id} ${service.region}`)

    const ids = ['backup-gib-month', 'replication-server-hour', 'snapshot-gib-month', ...transferIds]
    const everywhere = ids.flatMap((id) => catalogue.regions.toSorted().map((region) => `${id} ${region}`))
    expect(found.filter((one) => !one.startsWith('transfer-pair-gb'))).toEqual(everywhere)
  })

  it('have the price of a pair of regions where it is another one, and say what of it nobody read', () => {
    const pairs = catalogue.services.filter(({ id }) => id === 'transfer-pair-gb')
    const estimated = catalogue.services.filter((service) => service.estimated)

    expect(pairs.map(({ region, to, price }) => [region, to, price])).toEqual([
      ['us-east-1', 'us-east-2', 0.01],
      ['us-east-2', 'us-east-1', 0.01],
    ])
    expect(estimated.map(({ id, region }) => `${id} ${region}`)).toEqual(['transfer-internet-150tb-gb us-east-1'])
    expect(catalogue.services.filter(({ to, id }) => to !== undefined && id !== 'transfer-pair-gb')).toEqual([])
  })

  it('lose no row of the file on the way', () => {
    const prices = catalogue.diskClasses.flatMap((diskClass) => diskClass.prices)

    expect(catalogue.diskClasses.map((diskClass) => diskClass.id)).toEqual([
      'gp2',
      'gp3',
      'io1',
      'io2',
      'sc1',
      'st1',
      'standard',
    ])
    expect(prices.length).toBe(catalogueJson.diskPrices.rows.length)
  })
})
