/**
 * What Azure offers, from catalogue.json: tables with one row a line, expanded here. A price of a size is a cell
 * [Linux an hour, Windows an hour on top, day, is the latter estimated], or null (not offered, or not known).
 */
import { z } from 'zod'
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { acceleratorsOf, cellsOf, diskClassesOf, once, readCatalogue, tableSchema } from '../catalogue-file.ts'
import type { CatalogueFormat, Cells, Unchecked } from '../catalogue-file.ts'
import catalogueJson from './catalogue.json' with { type: 'json' }

const fileSchema = z.strictObject({
  schema: z.literal('drplan/azure-catalogue@1'),
  asOf: z.string(),
  regions: z.array(z.string()),
  sources: z.array(z.unknown()),
  sizes: tableSchema,
  diskClasses: tableSchema,
  diskPrices: tableSchema,
  services: tableSchema,
})
type CatalogueFile = z.infer<typeof fileSchema>

/**
 * Every size, disk tier and service price of Azure that drplan knows; read and checked once.
 * Throws InputError `catalogue.damaged`.
 */
export const loadAzureCatalogue: () => Catalogue = once(() => readAzureCatalogue(catalogueJson))

/** `json` is what catalogue.json holds. Throws InputError `catalogue.damaged`, which names the row. */
export const readAzureCatalogue = (json: unknown): Catalogue => readCatalogue(json, format)

const format: CatalogueFormat<CatalogueFile> = {
  file: 'src/targets/azure/catalogue.json',
  tool: 'test/support/make-azure-catalogue.ts',
  schema: fileSchema,
  expand: (file) => ({
    target: 'azure',
    asOf: file.asOf,
    currency: 'USD',
    hoursPerMonth: 730,
    regions: file.regions,
    sources: file.sources,
    components: cellsOf(file.sizes).map((cells) => componentOf(cells, file.regions)),
    diskClasses: diskClassesOf('azure', file.diskClasses, file.diskPrices),
    services: cellsOf(file.services),
  }),
  tables: ({ sizes, diskClasses, services }) => ({
    components: ['sizes', sizes],
    diskClasses: ['diskClasses', diskClasses],
    services: ['services', services],
  }),
}

/** Network and network interfaces are not in the file: no table that may be used states them for every size. */
function componentOf(cells: Cells, regions: readonly string[]): Unchecked<DrComponent> {
  return {
    id: cells.id,
    target: 'azure',
    family: cells.family,
    current: cells.current,
    specialPurpose: cells.specialPurpose,
    capacity: {
      vcpus: cells.vcpus,
      memoryGiB: cells.memoryGiB,
      architecture: cells.architecture,
      bootModes: String(cells.boot).split('|'),
      networkMbps: null,
      diskMiBps: cells.diskMiBps,
      diskIops: cells.diskIops,
      // Azure counts data disks; the disk it boots from comes on top.
      maxDisks: Number(cells.maxDataDisks) + 1,
      premiumStorage: cells.premiumStorage,
      maxNics: null,
      accelerators: acceleratorsOf(cells.accelerator),
      // Sizes with a temporary disk have one, but the file does not say how large: nothing is promised of it.
      localDiskGiB: 0,
      bareMetal: false,
      burstableBaseline: cells.baseline,
      scorePerVcpu: null,
    },
    prices: regions.flatMap((region) => priceOf(region, cells[region])),
  }
}

function priceOf(region: string, cell: unknown): unknown[] {
  if (cell === null) return []
  const [perHour, windowsPerHour, asOf, windowsEstimated] = Array.isArray(cell) ? (cell as unknown[]) : [cell]
  return [{ region, perHour, asOf, estimated: false, windowsPerHour, windowsEstimated }]
}
