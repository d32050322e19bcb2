import type { Catalogue } from '../../model/dr-component.ts'

/** The oldest day that a price of the catalogue was read on (Catalogue.asOf). */
export function oldestDate({ components, diskClasses, services, asOf }: Catalogue): string {
  const rows = [
    ...components.flatMap(({ prices }) => prices),
    ...diskClasses.flatMap(({ prices }) => prices),
    ...services,
  ]
  const [first = { asOf }, ...rest] = rows
  return rest.reduce((oldest, row) => (row.asOf < oldest ? row.asOf : oldest), first.asOf)
}
