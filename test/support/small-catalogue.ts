/** A few rows of a shipped catalogue: whatever the model has in a row, these have it, too. */
import type { Catalogue, DrComponent } from '../../src/model/dr-component.ts'
import { loadAwsCatalogue } from '../../src/targets/aws/catalogue.ts'

const regions = ['eu-central-1', 'eu-west-1']
const ids = new Set(['c6g.xlarge', 'g4dn.xlarge', 'm7i.large', 'm7i.xlarge', 't3.large'])

const inRegions = <Row extends { readonly region: string }>(rows: readonly Row[]): Row[] =>
  rows.filter(({ region }) => regions.includes(region))

export const smallCatalogue = (): Catalogue => {
  const shipped = loadAwsCatalogue()
  return {
    ...shipped,
    regions,
    components: shipped.components
      .filter(({ id }) => ids.has(id))
      .map((one) => ({ ...one, prices: inRegions(one.prices) })),
    diskClasses: shipped.diskClasses
      .filter(({ id }) => id === 'gp3' || id === 'st1')
      .map((one) => ({ ...one, prices: inRegions(one.prices) })),
    services: inRegions(shipped.services),
  }
}

export function componentOf(catalogue: Catalogue, id: string): DrComponent {
  const found = catalogue.components.find((one) => one.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

export const perHourOf = (catalogue: Catalogue, id: string, region: string): number | undefined =>
  componentOf(catalogue, id).prices.find((row) => row.region === region)?.perHour
