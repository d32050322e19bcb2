/** What `drplan catalogue refresh` did. */
import type { CatalogueChanges } from '../../model/catalogue-reading.ts'
import { listed } from '../../model/listed.ts'
import { trim } from '../../model/quantity.ts'
import { facts, harmless, paragraph } from '../text.ts'

interface Refreshed {
  readonly name: string
  readonly regions: readonly string[]
  readonly asOf: string
  readonly changes: CatalogueChanges
  readonly file: string
}

export function refreshScreen({ name, regions, asOf, changes, file }: Refreshed, width: number): readonly string[] {
  const { pricesRead, pricesChanged, pricesAdded, componentsChanged, componentsAdded, leftOut } = changes
  const same = pricesRead - pricesChanged - pricesAdded
  return [
    ...paragraph(`The catalogue of ${name} was refreshed in ${regions.join(', ')}.`, width),
    '',
    ...facts(
      [
        [
          'Prices',
          trim(pricesRead, 0),
          `${trim(same, 0)} as before, ${trim(pricesChanged, 0)} changed, ${trim(pricesAdded, 0)} new`,
        ],
        ['Components', trim(componentsChanged.length, 0), `with other facts${named(componentsChanged)}`],
        ['New ones', trim(componentsAdded.length, 0), harmless(listed(componentsAdded))],
        [
          'Left out',
          trim(leftOut.length, 0),
          leftOut.length > 0 ? 'not enough is known of them; the findings say what' : '',
        ],
        ['Gone', trim(new Set(changes.vanished.flatMap(({ ids }) => ids)).size, 0), 'kept with their old prices'],
      ],
      width,
    ),
    '',
    ...paragraph(
      `The oldest price is now of ${asOf}. Kept in ${file}; drplan catalogue refresh --clear takes it back.`,
      width,
    ),
  ]
}

const named = (ids: readonly string[]): string => (ids.length > 0 ? `: ${harmless(listed(ids))}` : '')

export const clearedScreen = (name: string, removed: boolean): readonly string[] => [
  removed
    ? `  The refreshed catalogue of ${name} was removed; the one that comes with drplan counts again.`
    : `  The catalogue of ${name} was not refreshed; there is nothing to remove.`,
]
