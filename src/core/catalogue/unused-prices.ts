/** Rows of a user's prices that match nothing: a slip in a name must not pass for a discount. */
import type { Catalogue } from '../../model/dr-component.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { glob } from '../../model/glob.ts'
import { nearest } from '../../model/nearest.ts'
import {
  pricedKinds,
  type Discount,
  type PlaceOfRow,
  type PriceList,
  type PriceOverride,
} from '../../model/price-list.ts'

interface Unused {
  readonly list: PriceList
  readonly used: ReadonlySet<PriceOverride | Discount>
  readonly catalogue: Catalogue
  readonly placeOf: PlaceOfRow
}

export function unusedFindings({ list, used, catalogue, placeOf }: Unused): readonly Finding[] {
  const describe = (row: Described, rows: 'overrides' | 'discounts', index: number): Finding => {
    const { why, suggestion } = reasonOf(row, catalogue)
    const subject = `${rows}[${index}]`
    const message = `${subject} of the prices (${row.what}) changes no price: ${why}.`
    return createFinding('catalogue.price-unused', { subject, message, suggestion, place: placeOf(rows, index) })
  }
  return [
    ...list.overrides.flatMap((row, index) =>
      used.has(row) ? [] : [describe(describedOverride(row), 'overrides', index)],
    ),
    ...list.discounts.flatMap((row, index) =>
      used.has(row) ? [] : [describe(describedDiscount(row), 'discounts', index)],
    ),
  ]
}

interface Described {
  /** In the words of the row. */
  readonly what: string
  readonly names: readonly string[]
  readonly regions: readonly string[]
}

function describedOverride(row: PriceOverride): Described {
  const names = pricedKinds.flatMap((kind) => row[kind] ?? [])
  const regions = row.region === undefined ? [] : [row.region]
  return { what: [...names, ...regions].join(', '), names, regions }
}

function describedDiscount({ match, percent, reason }: Discount): Described {
  const names = [...(match.components ?? []), ...(match.diskClasses ?? []), ...(match.services ?? [])]
  return { what: `${percent} %, ${reason}`, names, regions: match.regions ?? [] }
}

function reasonOf(
  { names, regions }: Described,
  catalogue: Catalogue,
): { readonly why: string; readonly suggestion: string | null } {
  const ids = [...catalogue.components, ...catalogue.diskClasses, ...catalogue.services].map(({ id }) => id)
  const region = regions.find((name) => !catalogue.regions.some((one) => glob(name, one)))
  if (region !== undefined)
    return { why: `the catalogue has no region ${region}`, suggestion: didYouMean(region, catalogue.regions) }
  const name = names.find((pattern) => !ids.some((id) => glob(pattern, id)))
  if (name !== undefined) return { why: `the catalogue has no ${name}`, suggestion: didYouMean(name, ids) }
  return {
    why: 'the catalogue has no such price there, or an earlier row decides it',
    suggestion: 'Put the more special row first, or take this one out.',
  }
}

function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates)
  return near ? `Did you mean ${near}?` : 'drplan catalogue list   shows what there is; or take the row out.'
}
