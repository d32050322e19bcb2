/**
 * An item of the Azure Retail Prices API (Microsoft Learn, "Azure Retail Prices overview") -> the price of an hour. The
 * list has Windows, Spot, Low Priority, development, reserved and promotional prices beside the plain one, all by the
 * same name of a size, so they are told apart by type, product and meter.
 */
import { z } from 'zod'

const itemSchema = z.object({
  currencyCode: z.string(),
  tierMinimumUnits: z.number(),
  retailPrice: z.number(),
  armRegionName: z.string(),
  effectiveStartDate: z.string(),
  effectiveEndDate: z.string().nullish(),
  meterName: z.string(),
  productName: z.string(),
  skuName: z.string(),
  unitOfMeasure: z.string(),
  type: z.string(),
  armSkuName: z.string(),
  isPrimaryMeterRegion: z.boolean().nullish(),
})

export type ReadItem =
  | {
      readonly kind: 'price'
      readonly id: string
      readonly isWindows: boolean
      readonly perHour: number
      readonly since: string
    }
  /** It should have been a price, and cannot be one. */
  | { readonly kind: 'refused'; readonly id: string; readonly isWindows: boolean; readonly why: string }
  /** It is the price of something else. */
  | { readonly kind: 'other' }

interface Asked {
  readonly region: string
  /** A price that begins later, or ended, does not count. */
  readonly today: string
}

const other: ReadItem = { kind: 'other' }

export function readItem(sent: unknown, asked: Asked): ReadItem {
  const parsed = itemSchema.safeParse(sent)
  if (!parsed.success)
    return { kind: 'refused', id: 'an entry', isWindows: false, why: 'it is no entry of a price list' }
  const item = parsed.data
  if (!isPlain(item) || !isOf(item, asked)) return other
  const isWindows = /\bWindows\b/.test(item.productName)
  const why = faultOf(item)
  if (why !== null) return { kind: 'refused', id: item.armSkuName, isWindows, why }
  return { kind: 'price', id: item.armSkuName, isWindows, perHour: item.retailPrice, since: item.effectiveStartDate }
}

type Item = z.infer<typeof itemSchema>

/** Low-priority, Spot and expired meters have the word at the end of their name. */
const isPlain = ({ type, armSkuName, meterName, skuName, productName, isPrimaryMeterRegion }: Item): boolean =>
  type === 'Consumption' &&
  armSkuName !== '' &&
  isPrimaryMeterRegion !== false &&
  !/\b(Spot|Low Priority|Expired)$/.test(meterName) &&
  !/\b(Spot|Low Priority)$/.test(skuName) &&
  !/\b(CloudServices|Dedicated Host|Promo)\b/i.test(productName)

const isOf = (item: Item, { region, today }: Asked): boolean =>
  item.armRegionName === region &&
  item.tierMinimumUnits === 0 &&
  item.effectiveStartDate.slice(0, 10) <= today &&
  (item.effectiveEndDate ?? '9999').slice(0, 10) >= today

function faultOf({ unitOfMeasure, currencyCode, retailPrice }: Item): string | null {
  if (!/^1 hour$/i.test(unitOfMeasure)) return `they are by ${JSON.stringify(unitOfMeasure)}, not by the hour`
  if (currencyCode !== 'USD') return `they are in ${currencyCode}, not in USD`
  return retailPrice > 0 ? null : 'they are not above zero'
}
