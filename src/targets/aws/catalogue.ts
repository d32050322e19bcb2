/**
 * What AWS offers, from catalogue.json: tables with one row a line, expanded here. A price is a number
 * (measured), text with ~ (estimated) or null (not offered, or not known).
 */
import { z } from 'zod'
import { InputError } from '../../errors.ts'
import { gibibytesOfGigabytes, mebibytesOfMegabits } from '../../model/binary-units.ts'
import { catalogueSchema } from '../../model/dr-component.ts'
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import catalogueJson from './catalogue.json' with { type: 'json' }

const FILE = 'src/targets/aws/catalogue.json'

const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
const tableSchema = z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([scalarSchema, z.array(scalarSchema)]))),
})

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
  }),
  diskClasses: tableSchema,
  diskPrices: tableSchema,
  services: tableSchema,
})
type CatalogueFile = z.infer<typeof fileSchema>
type Table = z.infer<typeof tableSchema>
type Cells = Readonly<Record<string, unknown>>

/**
 * Every type, disk class and service price of AWS that drplan knows; read and checked once.
 * Throws InputError `catalogue.damaged`.
 */
export const loadAwsCatalogue: () => Catalogue = once(() => readAwsCatalogue(catalogueJson))

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** `json` is what catalogue.json holds. Throws InputError `catalogue.damaged`, which names the row. */
export function readAwsCatalogue(json: unknown): Catalogue {
  const file = fileSchema.safeParse(json)
  if (!file.success) throw damaged(file.error, null)
  const catalogue = catalogueSchema.safeParse(expand(file.data))
  if (!catalogue.success) throw damaged(catalogue.error, file.data)
  return catalogue.data
}

/** The same catalogue in the shape of the model; not checked yet. */
function expand(file: CatalogueFile): unknown {
  const diskPrices = cellsOf(file.diskPrices)
  return {
    target: 'aws',
    asOf: file.asOf,
    currency: 'USD',
    hoursPerMonth: 730,
    regions: file.regions,
    sources: file.sources,
    components: cellsOf(file.instances).map((cells) => componentOf(cells, file)),
    diskClasses: cellsOf(file.diskClasses).map((cells) => ({
      ...cells,
      target: 'aws',
      prices: diskPrices.filter((price) => price.diskClass === cells.id).map(diskPriceOf),
    })),
    services: cellsOf(file.services),
  }
}

const cellsOf = (table: Table): Cells[] =>
  table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])))

/** Unchecked: what cannot be right comes out as a value that the schema refuses. */
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
      maxNics: cells.maxNics,
      accelerators: acceleratorsOf(cells.accelerator),
      localDiskGiB: mapNumber(cells.localDiskGB, gibibytesOfGigabytes),
      bareMetal: cells.bareMetal,
      burstableBaseline: cells.baseline,
      scorePerVcpu: mapNumber(cells.coreMark, (score) => Math.round(score / vcpus)),
    },
    prices: file.regions.flatMap((region) => priceOf(region, cells[region], file.instances)),
  }
}

const diskPriceOf = ({ region, perGiBMonth, perIopsMonth, perMiBpsMonth, asOf }: Cells): Cells => ({
  region,
  perGiBMonth,
  perIopsMonth,
  perMiBpsMonth,
  asOf,
})

type Unchecked<T> = { readonly [Key in keyof T]: unknown }

const mapNumber = (cell: unknown, change: (value: number) => number): unknown =>
  typeof cell === 'number' ? change(cell) : cell

function acceleratorsOf(cell: unknown): unknown {
  if (cell === null) return []
  if (!Array.isArray(cell)) return cell
  const [kind, model, count, memoryGiB] = cell as unknown[]
  return [{ kind, model, count, memoryGiB }]
}

function priceOf(region: string, cell: unknown, table: CatalogueFile['instances']): unknown[] {
  if (cell === null) return []
  if (typeof cell === 'string' && cell.startsWith('~'))
    return [{ region, perHour: Number(cell.slice(1)), asOf: table.estimatedOn, estimated: true }]
  return [{ region, perHour: cell, asOf: table.pricedOn[region], estimated: false }]
}

/** The tables of the file that the parts of a catalogue come from. */
const tableNames = { components: 'instances', diskClasses: 'diskClasses', services: 'services' } as const

function damaged(error: z.ZodError, file: CatalogueFile | null): InputError {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map(String)
  const message = `${FILE}, ${placeOf(path, file)}: ${issue?.message ?? 'not readable'}.`
  return new InputError('catalogue.damaged', message, {
    place: { file: FILE },
    suggestions: ['Put the file back as it was delivered, or make it again with test/support/make-aws-catalogue.ts.'],
    cause: error,
  })
}

/** In the words of the file: "row 3 of instances (m7i.large), capacity.vcpus". */
function placeOf(path: readonly string[], file: CatalogueFile | null): string {
  const [part = '', index = '', ...rest] = path
  if (!file || !isPart(part)) return path.join('.')
  const name = tableNames[part]
  const id = String(file[name].rows[Number(index)]?.[0])
  return `row ${Number(index) + 1} of ${name} (${id}), ${rest.join('.')}`
}

const isPart = (part: string): part is keyof typeof tableNames => part in tableNames
