/**
 * The catalogue files of all targets: tables with one row a line, expanded into the model and checked. Here is what
 * they have in common; what a row means is the target's own.
 */
import { z } from 'zod'
import { InputError } from '../errors.ts'
import { catalogueSchema } from '../model/dr-component.ts'
import type { Catalogue } from '../model/dr-component.ts'

const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const tableSchema = z.strictObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([scalarSchema, z.array(scalarSchema)]))),
})
export type Table = z.infer<typeof tableSchema>
export type Cells = Readonly<Record<string, unknown>>

/** Unchecked: what cannot be right comes out as a value that the schema of the model refuses. */
export type Unchecked<T> = { readonly [Key in keyof T]: unknown }

export interface CatalogueFormat<File> {
  /** Where the file stands, and what makes it. */
  readonly file: string
  readonly tool: string
  readonly schema: z.ZodType<File>
  /** The same catalogue in the shape of the model; not checked yet. */
  expand(file: File): unknown
  /** The table that each part of the catalogue comes from, row by row. */
  tables(file: File): Readonly<Record<'components' | 'diskClasses' | 'services', readonly [name: string, table: Table]>>
}

/** `json` is what the file holds. Throws InputError `catalogue.damaged`, which names the row. */
export function readCatalogue<File>(json: unknown, format: CatalogueFormat<File>): Catalogue {
  const file = format.schema.safeParse(json)
  if (!file.success) throw damaged(file.error, format, null)
  const catalogue = catalogueSchema.safeParse(format.expand(file.data))
  if (!catalogue.success) throw damaged(catalogue.error, format, file.data)
  return catalogue.data
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

export const cellsOf = (table: Table): Cells[] =>
  table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])))

/** Services, of which only some have a region at the other end. */
export const servicesOf = (table: Table): Cells[] =>
  cellsOf(table).map(({ to, ...cells }) => (to === null ? cells : { ...cells, to }))

/** A cell with kind, model, count and memory; null = none. */
export function acceleratorsOf(cell: unknown): unknown {
  if (cell === null) return []
  if (!Array.isArray(cell)) return cell
  const [kind, model, count, memoryGiB] = cell as unknown[]
  return [{ kind, model, count, memoryGiB }]
}

/** The disk classes with the prices of their own. */
export function diskClassesOf(target: string, classes: Table, prices: Table): Cells[] {
  const byClass = Map.groupBy(cellsOf(prices), ({ diskClass }) => diskClass)
  return cellsOf(classes).map((cells) => ({
    ...cells,
    target,
    prices: (byClass.get(cells.id) ?? []).map(withoutClass),
  }))
}

const withoutClass = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([name]) => name !== 'diskClass'))

function damaged<File>(error: z.ZodError, format: CatalogueFormat<File>, file: File | null): InputError {
  const [issue] = error.issues
  const path = (issue?.path ?? []).map(String)
  const place = file === null ? path.join('.') : placeOf(path, format.tables(file))
  return new InputError('catalogue.damaged', `${format.file}, ${place}: ${issue?.message ?? 'not readable'}.`, {
    place: { file: format.file },
    suggestions: [`Put the file back as it was delivered, or make it again with ${format.tool}.`],
    cause: error,
  })
}

/** In the words of the file: "row 3 of instances (m7i.large), capacity.vcpus". */
function placeOf(path: readonly string[], tables: Readonly<Record<string, readonly [string, Table]>>): string {
  const [part = '', index = '', ...rest] = path
  const [name, table] = tables[part] ?? []
  if (!name || !table) return path.join('.')
  const id = String(table.rows[Number(index)]?.[0])
  return `row ${Number(index) + 1} of ${name} (${id}), ${rest.join('.')}`
}
