import { describe, expect, it } from 'vitest'
import { InputError } from '../../../src/errors.ts'
import catalogueJson from '../../../src/targets/aws/catalogue.json' with { type: 'json' }
import { loadAwsCatalogue, readAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { FLEX_BASELINE, isLeftOut, makeAwsCatalogue, readTable, regions } from '../../support/make-aws-catalogue.ts'
import { readFileSync } from 'node:fs'

const catalogue = loadAwsCatalogue()
const { components } = catalogue
const priceIn = (component: (typeof components)[number], region: string) =>
  component.prices.find((price) => price.region === region)

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

  it('has prices of known regions only, each once, none far from the others', () => {
    for (const component of components) {
      const places = component.prices.map((price) => price.region)
      const hourly = component.prices.map((price) => price.perHour)

      expect(new Set(places).size, component.id).toBe(places.length)
      expect(
        places.every((region) => catalogue.regions.includes(region)),
        component.id,
      ).toBe(true)
      // Prices of different days stand side by side, and P4 and P5 became 44 % cheaper in between.
      if (hourly.length > 0) expect(Math.max(...hourly) / Math.min(...hourly), component.id).toBeLessThan(2)
    }
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
    for (const { id, capacity } of components) {
      expect(capacity.memoryGiB / capacity.vcpus, id).toBeGreaterThanOrEqual(0.25)
      expect(capacity.memoryGiB / capacity.vcpus, id).toBeLessThanOrEqual(37)
      if (capacity.scorePerVcpu !== null) expect(capacity.scorePerVcpu, id).toBeGreaterThan(9000)
      if (capacity.scorePerVcpu !== null) expect(capacity.scorePerVcpu, id).toBeLessThan(60_000)
      if (capacity.burstableBaseline !== null) expect(capacity.burstableBaseline, id).toBeLessThanOrEqual(0.4)
    }
  })

  it('is marked burstable if it is of a T family or a flex one, and else not', () => {
    const wrong = components.filter(
      ({ family, capacity }) => (/^t\d|-flex$/.test(family) ? 1 : 0) !== (capacity.burstableBaseline === null ? 0 : 1),
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
      ({ capacity }) => !capacity.bootModes.includes(capacity.architecture === 'arm64' ? 'uefi' : 'bios'),
    )

    expect(wrong).toEqual([])
  })

  it('never costs more than a larger one of its family with the same accelerators, but for two known metal types', () => {
    const inversions = new Set<string>()
    const byFamily = Map.groupBy(components, (component) => component.family)
    for (const region of catalogue.regions) {
      for (const family of byFamily.values()) {
        for (const small of family) {
          const dearer = family.some((large) => isLarger(large, small) && costsLess(large, small, region))
          if (dearer) inversions.add(`${small.id} ${region}`)
        }
      }
    }

    expect([...inversions].sort()).toEqual(['m8gb.metal-24xl us-east-1', 'r8gb.metal-24xl us-east-1'])
  })

  function isLarger(a: (typeof components)[number], b: (typeof components)[number]): boolean {
    const gpus = (one: typeof a) => JSON.stringify(one.capacity.accelerators)
    const atLeast = a.capacity.vcpus >= b.capacity.vcpus && a.capacity.memoryGiB >= b.capacity.memoryGiB
    const more = a.capacity.vcpus > b.capacity.vcpus || a.capacity.memoryGiB > b.capacity.memoryGiB
    return atLeast && more && gpus(a) === gpus(b)
  }

  /** Measured prices only; a tenth of a per mille is rounding. */
  function costsLess(a: (typeof components)[number], b: (typeof components)[number], region: string): boolean {
    const [one, other] = [priceIn(a, region), priceIn(b, region)]
    return !!one && !!other && !one.estimated && !other.estimated && one.perHour < other.perHour * 0.9999
  }

  it('is of a kind that drplan can plan for', () => {
    expect(components.filter(({ family }) => isLeftOut(family))).toEqual([])
  })
})

describe('disk classes and services', () => {
  it('are priced in every region', () => {
    for (const diskClass of catalogue.diskClasses)
      expect(diskClass.prices.map((price) => price.region).sort(), diskClass.id).toEqual([...catalogue.regions].sort())
    for (const id of ['backup-gib-month', 'replication-server-hour', 'snapshot-gib-month'])
      expect(
        catalogue.services.filter((service) => service.id === id).map((service) => service.region),
        id,
      ).toEqual([...catalogue.regions].sort())
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

const folder = process.env.DRPLAN_CATALOGUE_TABLES
if (folder) describe('the AWS catalogue against its source tables', () => againstTables(folder))
else
  it('NOT compared with its source tables, because DRPLAN_CATALOGUE_TABLES names no folder', () => {
    expect(folder ?? '').toBe('')
  })

function againstTables(folder: string): void {
  it('is what the tool makes of them, byte for byte', () => {
    const file = readFileSync(new URL('../../../src/targets/aws/catalogue.json', import.meta.url), 'utf8')

    expect(makeAwsCatalogue(folder)).toBe(file)
  })

  it('has every type, with the figures of its row', () => {
    const rows = readTable(folder, 'aws_instances.csv').filter((row) => !isLeftOut(row.family!))
    const baselines = new Map(
      readTable(folder, 'burstable.csv').map((row) => [row.type!, Number(row.baseline_pct_per_vcpu) / 100]),
    )
    const byId = new Map(components.map((component) => [component.id, component]))

    expect(rows.length).toBe(components.length)
    for (const row of rows) {
      const { capacity, current } = byId.get(row.type!)!
      expect(current, row.type).toBe(row.current_generation === 'True')
      expect(capacity.vcpus, row.type).toBe(Number(row.vcpu))
      expect(capacity.memoryGiB, row.type).toBe(Number(row.memory_gib))
      expect(row.arch!.split('|'), row.type).toContain(capacity.architecture)
      expect(capacity.bootModes.length, row.type).toBe(row.boot_modes!.split('|').length)
      expect(capacity.networkMbps, row.type).toBeCloseTo(Number(row.network_base_gbps) * 1000, 6)
      expect(capacity.diskIops ?? '', row.type).toEqual(row.ebs_base_iops === '' ? '' : Number(row.ebs_base_iops))
      expect(((capacity.diskMiBps ?? 0) * 2 ** 20) / 1e6, row.type).toBeCloseTo(Number(row.ebs_base_MBps), 0)
      expect(capacity.maxDisks, row.type).toBe(Number(row.ebs_max_attachments))
      expect(capacity.maxNics, row.type).toBe(Number(row.max_enis))
      expect(capacity.bareMetal, row.type).toBe(row.bare_metal === 'True')
      expect((capacity.localDiskGiB * 2 ** 30) / 1e9, row.type).toBeCloseTo(Number(row.local_disk_gb), -1)
      const baseline = row.family!.endsWith('-flex') ? FLEX_BASELINE : (baselines.get(row.type!) ?? null)
      expect(capacity.burstableBaseline, row.type).toBe(baseline)
      if (row.burstable === 'True') expect(baseline, row.type).not.toBeNull()
      if (row.coremark_ips)
        expect(capacity.scorePerVcpu, row.type).toBe(Math.round(Number(row.coremark_ips) / Number(row.vcpu)))
      const [accelerator] = capacity.accelerators
      expect(accelerator?.kind === 'gpu' ? accelerator.count : 0, row.type).toBe(Number(row.gpu_count))
      if (accelerator?.kind === 'gpu')
        expect(accelerator.count * accelerator.memoryGiB!, row.type).toBeCloseTo(Number(row.gpu_mem_gib_total), 1)
    }
  })

  it('has every price of a type that is still offered there, and estimates only where none was read', () => {
    const offered = new Map(
      readTable(folder, 'aws_instances.csv').map((row) => [row.type!, row.offered_in!.split('|')]),
    )
    const isOffered = (row: Record<string, string>) => offered.get(row.type!)?.includes(row.region!) ?? false
    const expected = new Map<string, string>()
    for (const row of readTable(folder, 'aws_prices_estimated.csv'))
      if (isOffered(row) && !isLeftOut(row.type!.split('.')[0]!))
        expected.set(`${row.type} ${row.region}`, `${Number(row.ESTIMATE_linux_usd_hour)} estimated`)
    for (const row of readTable(folder, 'aws_prices.csv'))
      if (isOffered(row) && !isLeftOut(row.type!.split('.')[0]!))
        expected.set(`${row.type} ${row.region}`, `${Number(row.linux_ondemand_usd_hour)} ${row.as_of}`)

    const found = components.flatMap(({ id, prices }) =>
      prices.map((price): [string, string] => [
        `${id} ${price.region}`,
        `${price.perHour} ${price.estimated ? 'estimated' : price.asOf}`,
      ]),
    )

    expect(new Map(found)).toEqual(expected)
    expect(catalogue.regions).toEqual(regions)
  })
}
