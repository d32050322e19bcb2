/**
 * A user's prices over those of the catalogue. The first override that names a price decides it; after that all
 * discounts that match multiply, as an enterprise discount is granted on what a savings plan leaves.
 */
import type { Catalogue } from '../../model/dr-component.ts'
import type { Finding } from '../../model/finding.ts'
import { glob } from '../../model/glob.ts'
import {
  priceFields,
  type Discount,
  type PlaceOfRow,
  type PriceChange,
  type PricedKind,
  type PriceList,
  type PriceOverride,
} from '../../model/price-list.ts'
import { unusedFindings } from './unused-prices.ts'

export interface AppliedPrices {
  readonly catalogue: Catalogue
  /** In the order of the catalogue. */
  readonly changes: readonly PriceChange[]
  /** `catalogue.price-unused`: rows that match nothing. */
  readonly findings: readonly Finding[]
}

/** A price row of any kind: a region, some figures, and whatever else it says. */
type PriceRow = { readonly region: string; readonly asOf: string }

interface Target {
  readonly kind: PricedKind
  readonly id: string
}

/** Rows that nothing matches stay the very same objects. Prices are rounded to ten decimals. */
export function applyPrices(catalogue: Catalogue, list: PriceList, placeOf: PlaceOfRow): AppliedPrices {
  const used = new Set<PriceOverride | Discount>()
  const changes: PriceChange[] = []
  const apply = <Row extends PriceRow>(row: Row, target: Target): Row => {
    const { override, discounts } = matchedRows(list, target, row)
    for (const one of [override, ...discounts]) if (one) used.add(one)
    const counts = figuresOf(row, target.kind, { override, discounts })
    const listed = pick(row, priceFields[target.kind])
    const isSame = Object.entries(counts).every(([field, figure]) => listed[field] === figure)
    if (isSame && !override) return row
    changes.push({
      ...target,
      region: row.region,
      listed,
      counts,
      override: override?.source ?? null,
      discounts: discounts.map(({ percent, reason }) => ({ percent, reason })),
    })
    return { ...row, ...counts, ...(override && marks(row, { override, target, asOf: list.asOf })) }
  }
  const priced = {
    ...catalogue,
    components: mapSame(catalogue.components, (one) => withPrices(one, 'component', apply)),
    diskClasses: mapSame(catalogue.diskClasses, (one) => withPrices(one, 'diskClass', apply)),
    services: mapSame(catalogue.services, (one) => apply(one, { kind: 'service', id: one.id })),
  }
  return { catalogue: priced, changes, findings: unusedFindings({ list, used, catalogue, placeOf }) }
}

function withPrices<Row extends PriceRow, One extends { readonly id: string; readonly prices: readonly Row[] }>(
  one: One,
  kind: PricedKind,
  apply: (row: Row, target: Target) => Row,
): One {
  const prices = mapSame(one.prices, (row) => apply(row, { kind, id: one.id }))
  return prices === one.prices ? one : { ...one, prices }
}

/** The same list when nothing in it changed. */
function mapSame<Item>(items: readonly Item[], map: (item: Item) => Item): readonly Item[] {
  const mapped = items.map(map)
  return mapped.some((item, index) => item !== items[index]) ? mapped : items
}

interface Matched {
  readonly override: PriceOverride | undefined
  readonly discounts: readonly Discount[]
}

/** An override names a row when it also has a figure for it: of one class by the GiB, of another one by the disk. */
function matchedRows(list: PriceList, target: Target, row: PriceRow): Matched {
  const override = list.overrides.find(
    (one) =>
      glob(one[target.kind] ?? '', target.id) &&
      (one.region === undefined || glob(one.region, row.region)) &&
      Object.keys(overriding(one, target.kind, row)).length > 0,
  )
  return { override, discounts: list.discounts.filter(({ match }) => matches(match, target, row.region)) }
}

/** The figures of an override that this row has a place for. */
const overriding = (override: PriceOverride, kind: PricedKind, row: PriceRow): Readonly<Record<string, number>> =>
  pick(
    override,
    priceFields[kind].filter((field) => field in row),
  )

const listOf = { component: 'components', diskClass: 'diskClasses', service: 'services' } as const

function matches(match: Discount['match'], { kind, id }: Target, region: string): boolean {
  const names = match[listOf[kind]]
  const isOfAll = Object.values(listOf).every((list) => match[list] === undefined)
  const isNamed = isOfAll || (names ?? []).some((name) => glob(name, id))
  return isNamed && (match.regions === undefined || match.regions.some((name) => glob(name, region)))
}

function figuresOf(
  row: PriceRow,
  kind: PricedKind,
  { override, discounts }: Matched,
): Readonly<Record<string, number>> {
  const fields = priceFields[kind]
  const stated = { ...pick(row, fields), ...(override ? overriding(override, kind, row) : {}) }
  const factor = discounts.reduce((left, { percent }) => left * (1 - percent / 100), 1)
  if (factor === 1) return stated
  // A price that is not zero does not become zero by rounding.
  return mapValues(stated, (figure) => Number((figure * factor).toFixed(10)) || figure * factor)
}

/** The figures among `fields` that are there. */
function pick(row: object, fields: readonly string[]): Readonly<Record<string, number>> {
  const cells = row as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    fields.flatMap((field) => {
      const figure = cells[field]
      return typeof figure === 'number' ? [[field, figure]] : []
    }),
  )
}

const mapValues = (record: Readonly<Record<string, number>>, map: (value: number) => number): Record<string, number> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))

/**
 * What an override states is no estimate, and of its own day and source. Where it leaves figures as they are, the row is
 * as old as the older ones.
 */
function marks(
  row: PriceRow,
  { override, target, asOf }: { readonly override: PriceOverride; readonly target: Target; readonly asOf: string },
): object {
  const said = overriding(override, target.kind, row)
  const main = Object.keys(said).filter((field) => field !== 'windowsPerHour')
  const left = Object.entries(pick(row, priceFields[target.kind])).filter(
    ([field, figure]) => figure !== 0 && field !== 'windowsPerHour' && !(field in said),
  )
  return {
    asOf: left.length === 0 || row.asOf > asOf ? asOf : row.asOf,
    ...('estimated' in row && main.length > 0 ? { estimated: false } : {}),
    ...('windowsEstimated' in row && 'windowsPerHour' in said ? { windowsEstimated: false } : {}),
    ...('source' in row ? { source: override.source } : {}),
  }
}
