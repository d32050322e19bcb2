/** The catalogue that drplan ships and the one that was refreshed: of every price the newer one. */
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { compareText } from '../../model/text-order.ts'
import { oldestDate } from './oldest-date.ts'

/**
 * A newer drplan may ship prices that are newer than the refresh, and components that it did not know. Facts of a
 * component are those of the refresh; disk classes and services, which no refresh reads, are those that ship.
 */
export function newestOf(shipped: Catalogue, refreshed: Catalogue): Catalogue {
  const read = new Map(refreshed.components.map((one) => [one.id, one]))
  const known = new Set(shipped.components.map(({ id }) => id))
  const components = [
    ...shipped.components.map((one) => newestComponent(one, read.get(one.id), shipped.regions)),
    ...refreshed.components.filter(({ id }) => !known.has(id)),
  ].sort((a, b) => compareText(a.id, b.id))
  const ids = new Set(shipped.sources.map(({ id }) => id))
  const sources = [...shipped.sources, ...refreshed.sources.filter(({ id }) => !ids.has(id))]
  const merged = { ...shipped, components, sources }
  return { ...merged, asOf: oldestDate(merged) }
}

function newestComponent(
  shipped: DrComponent,
  refreshed: DrComponent | undefined,
  regions: readonly string[],
): DrComponent {
  if (!refreshed) return shipped
  const prices = regions.flatMap((region) => {
    const [a, b] = [refreshed, shipped].map((one) => one.prices.find((row) => row.region === region))
    return (a && b ? (b.asOf > a.asOf ? b : a) : (a ?? b)) ?? []
  })
  return { ...refreshed, prices }
}
