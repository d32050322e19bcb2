/** What a vendor says today, over the catalogue as it was: nothing is lost, and whatever is missing is said. */
import type { CatalogueChanges, CatalogueReading } from '../../model/catalogue-reading.ts'
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import { compareText } from '../../model/text-order.ts'
import { addedComponent, updatedFacts } from './component-facts.ts'
import { pricesOf, sameId, type PricesByRegion } from './component-prices.ts'
import { oldestDate } from './oldest-date.ts'

export interface MergedReading {
  readonly catalogue: Catalogue
  readonly changes: CatalogueChanges
  readonly findings: readonly Finding[]
}

/** `today` is the date that prices which were read get. */
export function mergeReading(base: Catalogue, reading: CatalogueReading, today: string): MergedReading {
  const prices: PricesByRegion = new Map(
    reading.regions.map(({ region, prices }) => [
      region,
      new Map((prices ?? []).map((one) => [sameId(one.componentId), one])),
    ]),
  )
  const facts = new Map(reading.components.map((one) => [sameId(one.id), one]))
  const kept = base.components.map((component) =>
    pricesOf(updatedFacts(component, facts.get(sameId(component.id))), { base, prices, today }),
  )
  const { added, leftOut } = additions(base, reading, { prices, today })
  const components = [...kept, ...added].sort((a, b) => compareText(a.id, b.id))
  const vanished = vanishedIn(base, reading, prices)
  const merged = {
    ...base,
    components,
    sources: [...base.sources.filter(({ id }) => id !== refreshId), sourceOf(reading, today)],
  }
  return {
    catalogue: { ...merged, asOf: oldestDate(merged) },
    changes: {
      ...countPrices(base, [...kept, ...added], prices),
      componentsChanged: changedIds(base, kept),
      componentsAdded: added.map(({ id }) => id),
      leftOut,
      vanished,
    },
    findings: [...vanished.map(vanishedFinding), ...leftOutFindings(leftOut)],
  }
}

const refreshId = 'refreshed'

const sourceOf = ({ what, regions }: CatalogueReading, today: string): Catalogue['sources'][number] => ({
  id: refreshId,
  what: `${what}: ${regions.map(({ region }) => region).join(', ')}`,
  asOf: today,
})

interface Priced {
  readonly prices: PricesByRegion
  readonly today: string
}

type LeftOut = CatalogueChanges['leftOut']

/** Components that the catalogue lacks: taken in when all is known of them, a price among it. */
function additions(
  base: Catalogue,
  { components }: CatalogueReading,
  { prices, today }: Priced,
): { readonly added: readonly DrComponent[]; readonly leftOut: LeftOut } {
  const known = new Set(base.components.map(({ id }) => sameId(id)))
  const added: DrComponent[] = []
  const leftOut: { id: string; why: string }[] = []
  const unknown = components.filter(({ id }) => !known.has(sameId(id))).sort((a, b) => compareText(a.id, b.id))
  for (const read of unknown) {
    const made = addedComponent(read, base)
    if (typeof made === 'string') {
      leftOut.push({ id: read.id, why: made })
      continue
    }
    const priced = pricesOf(made, { base, prices, today })
    if (priced.prices.length > 0) added.push(priced)
    else leftOut.push({ id: read.id, why: 'no price in the regions that were read' })
  }
  return { added, leftOut }
}

/** Rows of the catalogue in regions that were read wholly, of which the vendor says nothing any more. */
function vanishedIn(base: Catalogue, reading: CatalogueReading, prices: PricesByRegion): CatalogueChanges['vanished'] {
  return reading.regions.flatMap(({ region, offered, prices: read, refused }) => {
    const isOffered = offered && new Set(offered.map(sameId))
    const isRefused = new Set(refused.map(sameId))
    const ids = base.components
      .filter((one) => one.prices.some((price) => price.region === region))
      .map(({ id }) => id)
      .filter(
        (id) =>
          (isOffered && !isOffered.has(sameId(id))) ||
          (read !== null && !prices.get(region)?.has(sameId(id)) && !isRefused.has(sameId(id))),
      )
    return ids.length === 0 ? [] : [{ region, ids }]
  })
}

function countPrices(
  base: Catalogue,
  after: readonly DrComponent[],
  prices: PricesByRegion,
): Pick<CatalogueChanges, 'pricesRead' | 'pricesChanged' | 'pricesAdded'> {
  const before = new Map(base.components.map((one) => [one.id, new Map(one.prices.map((row) => [row.region, row]))]))
  const rows = after.flatMap(({ id, prices: own }) =>
    own
      .filter(({ region }) => prices.get(region)?.has(sameId(id)))
      .map((row) => ({ row, old: before.get(id)?.get(row.region) })),
  )
  return {
    pricesRead: rows.length,
    pricesChanged: rows.filter(({ row, old }) => old !== undefined && old.perHour !== row.perHour).length,
    pricesAdded: rows.filter(({ old }) => old === undefined).length,
  }
}

/** Whose facts, and not only prices, are others now. */
const changedIds = (base: Catalogue, kept: readonly DrComponent[]): readonly string[] =>
  kept
    .filter((one, index) => {
      const old = base.components[index]
      return old !== undefined && factsOf(one) !== factsOf(old)
    })
    .map(({ id }) => id)

const factsOf = (component: DrComponent): string => JSON.stringify({ ...component, prices: [] })

const vanishedFinding = ({ region, ids }: CatalogueChanges['vanished'][number]): Finding =>
  createFinding('catalogue.row-vanished', {
    subject: region,
    message: `The vendor does not offer or price in ${region} any more, or not to this account: ${listed(ids)}. The old prices are kept.`,
    suggestion: 'Do not rely on these in a new plan; drplan catalogue list says how old each price is.',
    affected: ids,
  })

function leftOutFindings(leftOut: LeftOut): readonly Finding[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))].sort()
  return reasons.map((why) => {
    const ids = leftOut.filter((one) => one.why === why).map(({ id }) => id)
    return createFinding('catalogue.row-left-out', {
      subject: why,
      message: `Not taken into the catalogue, for ${why}: ${listed(ids)}.`,
      affected: ids,
    })
  })
}
