/**
 * An entry of the price list as GetProducts gives it (AWS Price List API, aws_v1) -> the price of an hour. The price list
 * has every tenancy, licence and reservation beside one another, so whatever is not the plain price on demand is told
 * apart here again, and does not rest on the filters of the question.
 */
import { z } from 'zod'
import { compareText } from '../../../model/text-order.ts'

const dimensionSchema = z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) })

const productSchema = z.object({
  product: z.object({
    attributes: z.object({
      instanceType: z.string().min(1),
      regionCode: z.string().optional(),
      operatingSystem: z.string(),
      tenancy: z.string(),
      preInstalledSw: z.string(),
      capacitystatus: z.string(),
      licenseModel: z.string().optional(),
      marketoption: z.string().optional(),
    }),
  }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({ effectiveDate: z.string(), priceDimensions: z.record(z.string(), dimensionSchema) }),
      )
      .optional(),
  }),
})
type Product = z.infer<typeof productSchema>

export type ReadProduct =
  | { readonly kind: 'price'; readonly id: string; readonly isWindows: boolean; readonly perHour: number }
  /** It should have been a price, and cannot be one. */
  | { readonly kind: 'refused'; readonly id: string; readonly isWindows: boolean; readonly why: string }
  /** It is the price of something else. */
  | { readonly kind: 'other' }

interface Asked {
  readonly region: string
  /** A term that begins later does not count yet. */
  readonly today: string
}

/** `text` is one entry of PriceList. */
export function readProduct(text: string, { region, today }: Asked): ReadProduct {
  const product = parse(text)
  if (product === null)
    return { kind: 'refused', id: 'an entry', isWindows: false, why: 'it is no entry of a price list' }
  const { attributes } = product.product
  if (!isPlain(attributes) || (attributes.regionCode ?? region) !== region) return { kind: 'other' }
  const term = Object.values(product.terms.OnDemand ?? {})
    .filter((one) => one.effectiveDate.slice(0, 10) <= today)
    .sort((a, b) => compareText(b.effectiveDate, a.effectiveDate))[0]
  if (!term) return { kind: 'other' }
  const id = attributes.instanceType
  const isWindows = attributes.operatingSystem === 'Windows'
  const rate = rateOf(Object.values(term.priceDimensions))
  return typeof rate === 'number'
    ? { kind: 'price', id, isWindows, perHour: rate }
    : { kind: 'refused', id, isWindows, why: rate }
}

type Dimension = z.infer<typeof dimensionSchema>

/** USD an hour, or why it is none. */
function rateOf([dimension, ...more]: readonly Dimension[]): number | string {
  if (!dimension || more.length > 0) return 'they have several rates'
  const { unit, pricePerUnit } = dimension
  if (!/^(hrs|hours?)$/i.test(unit)) return `they are by the ${JSON.stringify(unit)}, not by the hour`
  const usd = pricePerUnit['USD']
  if (usd === undefined) return 'they are not in USD'
  const rate = Number(usd)
  return Number.isFinite(rate) && rate > 0 ? rate : 'they are not above zero'
}

function parse(text: string): Product | null {
  try {
    return productSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** On demand, on shared hosts, without other software, the licence of Windows included. */
const isPlain = (attributes: Product['product']['attributes']): boolean =>
  attributes.tenancy === 'Shared' &&
  attributes.preInstalledSw === 'NA' &&
  attributes.capacitystatus === 'Used' &&
  (attributes.operatingSystem === 'Linux' || attributes.operatingSystem === 'Windows') &&
  (attributes.marketoption ?? 'OnDemand') === 'OnDemand' &&
  attributes.licenseModel !== 'Bring your own license'
