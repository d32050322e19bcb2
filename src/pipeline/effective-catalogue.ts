/** The catalogue that counts: what drplan ships, what was refreshed over it, and the user's own prices over both. */
import { applyPrices } from '../core/catalogue/apply-prices.ts'
import { newestOf } from '../core/catalogue/newest.ts'
import type { Place } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import type { Catalogue } from '../model/dr-component.ts'
import type { Finding } from '../model/finding.ts'
import type { PriceChange } from '../model/price-list.ts'
import type { Target } from '../model/target.ts'
import { loadPrices } from '../workspace/price-list.ts'
import { loadRefreshed, type RefreshedCatalogue } from '../workspace/refreshed-catalogue.ts'

export interface EffectiveCatalogue {
  readonly catalogue: Catalogue
  /** The regions that were refreshed, each with the day; none = as drplan ships it. */
  readonly refreshed: RefreshedCatalogue['refreshed']
  readonly changes: readonly PriceChange[]
  readonly findings: readonly Finding[]
  /** Hash of the file of own prices by its name; none = there is no such file. */
  readonly inputs: InputHashes
}

/** The file of own prices, and where it is named. */
export interface NamedPrices {
  readonly path: string
  readonly folder: string
  readonly place: Place
}

/** Throws InputError `artifact.*` of a refreshed catalogue, or `catalogue.prices-*`. */
export async function effectiveCatalogue(
  target: Target,
  workspace: string,
  prices: NamedPrices | null,
): Promise<EffectiveCatalogue> {
  const { catalogue, refreshed } = await listedCatalogue(target, workspace)
  if (prices === null) return { catalogue, refreshed, changes: [], findings: [], inputs: {} }
  const { list, placeOf, hash } = await loadPrices(prices.path, prices)
  return { ...applyPrices(catalogue, list, placeOf), refreshed, inputs: { [`file ${prices.path}`]: hash } }
}

/** Without own prices. */
export async function listedCatalogue(
  target: Target,
  workspace: string,
): Promise<Pick<EffectiveCatalogue, 'catalogue' | 'refreshed'>> {
  const shipped = target.loadCatalogue()
  const stored = await loadRefreshed(workspace, target.id)
  if (stored === null) return { catalogue: shipped, refreshed: [] }
  return { catalogue: newestOf(shipped, stored.catalogue), refreshed: stored.refreshed }
}
