/**
 * What AWS offers, from catalogue.json: tables with one row a line, expanded here. A price is a number
 * (measured), text with ~ (estimated) or null (not offered, or not known).
 */
import { z } from 'zod'
import { gibibytesOfGigabytes, mebibytesOfMegabits } from '../../model/binary-units.ts'
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import {
  acceleratorsOf,
  cellsOf,
  diskClassesOf,
  once,
  readCatalogue,
  servicesOf,
  tableSchema,
} from '../catalogue-file.ts'
import type { CatalogueFormat, Cells, Unchecked } from '../catalogue-file.ts'
import catalogueJson from './catalogue.json' with { type: 'json' }

const fileSchema = z.strictObject({
  schema: z.literal('drplan/aws-catalogue@1'),
  asOf: z.string(),
  regions: z.array(z.string()),
  sources: z.array(z.unknown()),
  instances: tableSchema.extend({
    /** The day of the measured prices of each region. */
    pricedOn: z.record(z.string(), z.string()),
    /** The older of the two days an estimate rests on. */
    estimatedOn: z.string(),
    /** What Windows costs on top: by vCPU as a rule, by type where that differs; null = not known. */
    windowsPerVcpuHour: z.number(),
    windowsPerHour: z.record(z.string(), z.number().nullable()),
  }),
  diskClasses: tableSchema,
  diskPrices: tableSchema,
  services: tableSchema,
})
type CatalogueFile = z.infer<typeof fileSchema>

/**
 * Every type, disk class and service price of AWS that drplan knows; read and checked once.
 * Throws InputError `catalogue.damaged`.
 */
export const loadAwsCatalogue: () => Catalogue = once(() => readAwsCatalogue(catalogueJson))

/** `json` is what catalogue.json holds. Throws InputError `catalogue.damaged`, which names the row. */
export const readAwsCatalogue = (json: unknown): Catalogue => readCatalogue(json, format)

const format: CatalogueFormat<CatalogueFile> = {
  file: 'src/targets/aws/catalogue.json',
  tool: 'test/support/make-aws-catalogue.ts',
  schema: fileSchema,
  expand,
  tables: ({ instances, diskClasses, services }) => ({
    components: ['instances', instances],
    diskClasses: ['diskClasses', diskClasses],
    services: ['services', services],
  }),
}

function expand(file: CatalogueFile): unknown {
  return {
    target: 'aws',
    asOf: file.asOf,
    currency: 'USD',
    hoursPerMonth: 730,
    regions: file.regions,
    sources: file.sources,
    components: cellsOf(file.instances).map((cells) => componentOf(cells, file)),
    // Every class fits every type, and nothing is billed by the disk.
    diskClasses: diskClassesOf('aws', file.diskClasses, file.diskPrices).map((one) => ({
      ...one,
      premiumStorage: false,
      prices: (one.prices as readonly Cells[]).map((price) => ({ ...price, perDiskMonth: 0 })),
    })),
    services: servicesOf(file.services),
  }
}

function componentOf(cells: Cells, file: CatalogueFile): Unchecked<DrComponent> {
  const vcpus = Number(cells.vcpus)
  return {
    id: cells.id,
    target: 'aws',
    family: cells.family,
    current: cells.current,
    specialPurpose: cells.specialPurpose,
    capacity: {
      vcpus: cells.vcpus,
      memoryGiB: cells.memoryGiB,
      architecture: cells.architecture,
      bootModes: String(cells.boot).split('|'),
      networkMbps: cells.networkMbps,
      diskMiBps: mapNumber(cells.ebsMbps, mebibytesOfMegabits),
      diskIops: cells.ebsIops,
      maxDisks: cells.maxDisks,
      premiumStorage: true,
      maxNics: cells.maxNics,
      accelerators: acceleratorsOf(cells.accelerator),
      localDiskGiB: mapNumber(cells.localDiskGB, gibibytesOfGigabytes),
      bareMetal: cells.bareMetal,
      burstableBaseline: cells.baseline,
      scorePerVcpu: mapNumber(cells.coreMark, (score) => Math.round(score / vcpus)),
    },
    prices: file.regions.flatMap((region) => priceOf(region, cells, file.instances)),
  }
}

const mapNumber = (cell: unknown, change: (value: number) => number): unknown =>
  typeof cell === 'number' ? change(cell) : cell

function priceOf(region: string, cells: Cells, table: CatalogueFile['instances']): unknown[] {
  const cell = cells[region]
  if (cell === null) return []
  const windowsPerHour = windowsOf(cells, table)
  const windows = { windowsPerHour, windowsEstimated: windowsPerHour !== null }
  if (typeof cell === 'string' && cell.startsWith('~'))
    return [{ region, perHour: Number(cell.slice(1)), asOf: table.estimatedOn, estimated: true, ...windows }]
  return [{ region, perHour: cell, asOf: table.pricedOn[region], estimated: false, ...windows }]
}

/** EC2 has no Windows for arm64. */
function windowsOf(cells: Cells, table: CatalogueFile['instances']): number | null {
  const stated = table.windowsPerHour[String(cells.id)]
  if (stated !== undefined || cells.architecture !== 'x86_64') return stated ?? null
  return Number((table.windowsPerVcpuHour * Number(cells.vcpus)).toFixed(6))
}
