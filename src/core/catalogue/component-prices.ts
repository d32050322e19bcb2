/** The prices of one component: those read today over those that were known. */
import { z } from 'zod'
import type { ReadPrice } from '../../model/catalogue-reading.ts'
import { catalogueSchema, type Catalogue, type DrComponent } from '../../model/dr-component.ts'

type PriceRow = DrComponent['prices'][number]

const priceSchema = z.object(catalogueSchema.shape.components.element.shape.prices.element.shape)

/** By region, then by the component's `sameId`. */
export type PricesByRegion = ReadonlyMap<string, ReadonlyMap<string, ReadPrice>>

/** Price lists and inventories of one vendor do not agree about capitals in names. */
export const sameId = (id: string): string => id.toLowerCase()

interface Reading {
  readonly base: Pick<Catalogue, 'regions'>
  readonly prices: PricesByRegion
  readonly today: string
}

/** In the order of the catalogue's regions; a region without a new price keeps what it has. */
export function pricesOf(component: DrComponent, { base, prices, today }: Reading): DrComponent {
  const rows = base.regions.flatMap((region): readonly PriceRow[] => {
    const old = component.prices.find((row) => row.region === region)
    const read = prices.get(region)?.get(sameId(component.id))
    if (read) return [newRow(read, { region, old, today })]
    return old ? [old] : []
  })
  return { ...component, prices: rows }
}

/** A licence whose price was not read keeps its old one. */
function newRow(
  { perHour, windowsPerHour }: ReadPrice,
  { region, old, today }: { readonly region: string; readonly old: PriceRow | undefined; readonly today: string },
): PriceRow {
  const windows = windowsPerHour === null ? {} : { windowsPerHour, windowsEstimated: false }
  return priceSchema.parse({
    windowsPerHour: null,
    windowsEstimated: false,
    ...old,
    region,
    perHour,
    asOf: today,
    estimated: false,
    ...windows,
  })
}
