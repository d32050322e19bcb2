/** The recovery region, checked against the catalogue. */
import { InputError } from '../../errors.ts'
import type { Catalogue } from '../../model/dr-component.ts'

/** Throws InputError `config.region-unknown` when the catalogue has no prices of `region`. */
export function assertRegion(catalogue: Catalogue, region: string): void {
  if (catalogue.regions.includes(region)) return
  const known = [...catalogue.regions].sort()
  const nearest = known.toSorted((a, b) => distance(region, a) - distance(region, b))[0]
  const suggestions = [`Known regions: ${known.join(', ')}.`]
  if (nearest !== undefined && distance(region, nearest) <= 3) suggestions.unshift(`Did you mean "${nearest}"?`)
  throw new InputError('config.region-unknown', `The catalogue has no region "${region}" (target.region).`, {
    suggestions,
  })
}

/** Levenshtein: how many letters must be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [row, letter] of a.split('').entries()) {
    const current = [row + 1]
    for (let column = 1; column <= b.length; column++) {
      const change = (previous[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1)
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}
