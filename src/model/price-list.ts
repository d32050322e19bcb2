/**
 * A user's own prices (drplan/prices@1): overrides replace prices of the catalogue, discounts lower what then stands.
 * `*` and `?` are wildcards in all names; case does not matter.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const price = z.number().nonnegative()

/** Which prices each kind of row has. */
export const priceFields = {
  component: ['perHour', 'windowsPerHour'],
  diskClass: ['perGiBMonth', 'perIopsMonth', 'perMiBpsMonth', 'perDiskMonth'],
  service: ['price'],
} as const

export type PricedKind = keyof typeof priceFields
type PriceField = (typeof priceFields)[PricedKind][number]
const allFields: readonly PriceField[] = Object.values(priceFields).flat()
export const pricedKinds = Object.keys(priceFields) as readonly PricedKind[]

const overrideShape = z.strictObject({
  /** Exactly one of component, diskClass and service. */
  component: z.string().min(1).optional(),
  diskClass: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  /** None = every region that the catalogue has a price in. */
  region: z.string().min(1).optional(),
  /** Of a component: on demand, Linux; and what a Windows licence costs on top. */
  perHour: price.optional(),
  windowsPerHour: price.optional(),
  /** Of a class of disks. */
  perGiBMonth: price.optional(),
  perIopsMonth: price.optional(),
  perMiBpsMonth: price.optional(),
  perDiskMonth: price.optional(),
  /** Of a service. */
  price: price.optional(),
  /** Prices of zero are meant. A component itself is never free. */
  free: z.boolean().default(false),
  /** Where the price is from: a contract, a quote. */
  source: z.string().min(1),
})

const overrideSchema = overrideShape.superRefine((row, context) => {
  for (const { path, message } of faultsOf(row)) context.addIssue({ code: 'custom', path: [path], message })
})
export type PriceOverride = Immutable<z.infer<typeof overrideSchema>>

type Fault = { readonly path: string; readonly message: string }

function faultsOf(row: z.infer<typeof overrideShape>): readonly Fault[] {
  const kinds = pricedKinds.filter((kind) => row[kind] !== undefined)
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1)
    return [{ path: kinds[1] ?? 'source', message: 'a row needs exactly one of component, diskClass and service' }]
  const own = priceFields[kind].join(', ')
  const given = allFields.filter((field) => row[field] !== undefined)
  if (given.length === 0) return [{ path: kind, message: `needs at least one of ${own}` }]
  return given.flatMap((path) => {
    const message = faultOf(path, kind, row)
    return message === null ? [] : [{ path, message }]
  })
}

function faultOf(field: PriceField, kind: PricedKind, row: z.infer<typeof overrideShape>): string | null {
  const own: readonly string[] = priceFields[kind]
  if (!own.includes(field)) return `is no price of a ${kind}; those are ${own.join(', ')}`
  if (row[field] !== 0) return null
  if (field === 'perHour') return 'a component is never free: it must be above 0'
  return row.free ? null : 'is 0; if that is meant, add free: true'
}

const globs = z.array(z.string().min(1)).min(1).optional()

const discountSchema = z.strictObject({
  /**
   * Rows of the kinds that are named, in the regions that are named; without components, diskClasses and services every
   * row, without regions everywhere.
   */
  match: z.strictObject({ components: globs, diskClasses: globs, services: globs, regions: globs }),
  percent: z.number().min(0).lt(100, 'a discount is less than 100 percent'),
  reason: z.string().min(1),
})
export type Discount = Immutable<z.infer<typeof discountSchema>>

export const priceListSchema = z.strictObject({
  schema: z.literal('drplan/prices@1'),
  /** The day on which the prices were agreed or looked up; their age counts from it. */
  asOf: z.iso.date(),
  overrides: z.array(overrideSchema).default([]),
  discounts: z.array(discountSchema).default([]),
})
export type PriceList = Immutable<z.infer<typeof priceListSchema>>

/** Where a row of the list stands, as file:line. */
export type PlaceOfRow = (rows: 'overrides' | 'discounts', index: number) => string | null

/** One price that is not the catalogue's own any more, and why. */
export interface PriceChange {
  readonly kind: PricedKind
  readonly id: string
  readonly region: string
  /** Price by its field: as listed, and as it counts. */
  readonly listed: Readonly<Record<string, number>>
  readonly counts: Readonly<Record<string, number>>
  /** The source of the override; null = none. */
  readonly override: string | null
  readonly discounts: readonly { readonly percent: number; readonly reason: string }[]
}
