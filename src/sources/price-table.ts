/** Prices of an hour as they come from a price list, Linux and Windows apart -> prices of components. */
import type { ReadPrice, RegionReading } from '../model/catalogue-reading.ts'
import { compareText } from '../model/text-order.ts'
import { listed, type Report } from './report.ts'

interface Listed {
  readonly id: string
  readonly isWindows: boolean
  readonly perHour: number
}

export interface PriceTable {
  add(price: Listed): void
  refuse(price: Pick<Listed, 'id' | 'isWindows'>, why: string): void
  /** Reports `catalogue.price-refused`. */
  result(
    region: string,
    report: Report,
  ): Pick<RegionReading, 'prices' | 'refused'> & { readonly prices: readonly ReadPrice[] }
}

/** A price that is there twice is one; two that differ are none. */
export function createPriceTable(): PriceTable {
  const plain = new Map<string, number>()
  const windows = new Map<string, number>()
  const refused = new Map<string, string>()
  const refuse: PriceTable['refuse'] = (price, why) => {
    refused.set(labelOf(price), refused.get(labelOf(price)) ?? why)
  }
  return {
    add(price) {
      const { id, isWindows, perHour } = price
      const table = isWindows ? windows : plain
      const before = table.get(id)
      if (before !== undefined && before !== perHour) refuse(price, 'there are two that differ')
      table.set(id, perHour)
    },
    refuse,
    result(region, report) {
      const isGood = (id: string, isWindows: boolean): boolean => !refused.has(labelOf({ id, isWindows }))
      const prices = [...plain].flatMap(([id, perHour]) => {
        if (!isGood(id, false)) return []
        const licence = isGood(id, true) ? licenceOf(perHour, windows.get(id)) : null
        if (licence === undefined) refuse({ id, isWindows: true }, 'they are below those of Linux')
        return [{ componentId: id, perHour, windowsPerHour: licence ?? null }]
      })
      reportRefused(refused, region, report)
      return {
        prices: prices.sort((a, b) => compareText(a.componentId, b.componentId)),
        refused: [...refused.keys()].sort(compareText),
      }
    },
  }
}

const labelOf = ({ id, isWindows }: Pick<Listed, 'id' | 'isWindows'>): string => (isWindows ? `${id} with Windows` : id)

/** What Windows costs on top; null = not offered, undefined = impossible. Ten decimals, as price lists have. */
function licenceOf(perHour: number, withWindows: number | undefined): number | null | undefined {
  if (withWindows === undefined) return null
  return withWindows < perHour ? undefined : Number((withWindows - perHour).toFixed(10))
}

/** One finding for each reason. */
function reportRefused(refused: ReadonlyMap<string, string>, region: string, report: Report): void {
  for (const why of [...new Set(refused.values())].sort(compareText)) {
    const ids = [...refused].flatMap(([id, own]) => (own === why ? [id] : [])).sort(compareText)
    report('catalogue.price-refused', {
      subject: region,
      message: `Prices in ${region} are not taken over, because ${why}: ${listed(ids)}.`,
      suggestion:
        'The prices of before are kept. Look these up with the vendor, or state them yourself (target.prices).',
      affected: ids,
    })
  }
}
