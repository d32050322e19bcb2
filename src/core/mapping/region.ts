/** The recovery region, checked against the catalogue. */
import { InputError } from '../../errors.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import { nearest } from '../../model/nearest.ts'

/** Throws InputError `config.region-unknown` when the catalogue has no prices of `region`. */
export function assertRegion(catalogue: Catalogue, region: string): void {
  if (catalogue.regions.includes(region)) return
  const known = [...catalogue.regions].sort()
  const near = nearest(region, known)
  throw new InputError('config.region-unknown', `The catalogue has no region "${region}" (target.region).`, {
    suggestions: [...(near ? [`Did you mean "${near}"?`] : []), `Known regions: ${known.join(', ')}.`],
  })
}
