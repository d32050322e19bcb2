/** What the screens of `drplan catalogue` share: how a price and a fact are written. */
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { priceFields, type PriceChange, type PricedKind } from '../../model/price-list.ts'
import { fixed, trim } from '../../model/quantity.ts'
import { harmless, paragraph, style } from '../text.ts'

/** What a screen of a catalogue needs to know besides the rows. */
export interface CatalogueView {
  readonly catalogue: Catalogue
  /** The name people use, such as "AWS". */
  readonly name: string
  readonly refreshed: readonly { readonly region: string; readonly asOf: string }[]
  readonly changes: readonly PriceChange[]
  readonly hoursPerMonth: number
  readonly width: number
}

/** A price that is not a hundredth of a unit, or even less, needs its digits. */
export const price = (value: number): string => fixed(value, value !== 0 && value < 0.01 ? 6 : 4)

/** In front, so that the digits stay in line: `~` estimated; `*` not the list price, but the user's own. */
export const marked = (value: number, { estimated, isOwn }: { estimated: boolean; isOwn: boolean }): string =>
  `${estimated ? '~' : ''}${isOwn ? '*' : ''}${price(value)}`

export const known = (value: number | null, digits = 0): string => (value === null ? '–' : trim(value, digits))

export const accelerators = ({ capacity }: DrComponent): string =>
  capacity.accelerators
    .map(
      ({ count, model, memoryGiB }) =>
        `${count} × ${harmless(model ?? 'unknown')}${memoryGiB === null ? '' : ` ${trim(memoryGiB, 1)} GiB`}`,
    )
    .join(', ') || '–'

/** Whether a price is the user's own, by kind, id and region. */
export function ownPrices(changes: readonly PriceChange[]): (kind: PricedKind, id: string, region: string) => boolean {
  const keys = new Set(changes.map(({ kind, id, region }) => `${kind} ${id} ${region}`))
  return (kind, id, region) => keys.has(`${kind} ${id} ${region}`)
}

/** The figures of a price row by their field, as far as it has them. */
export function figuresOf(row: object, kind: PricedKind): ReadonlyMap<string, number> {
  const cells = row as Readonly<Record<string, unknown>>
  const fields: readonly string[] = priceFields[kind]
  return new Map(fields.flatMap((field) => (typeof cells[field] === 'number' ? [[field, cells[field]] as const] : [])))
}

/** What each figure of a price is, as the head of a column. */
export const figureHeads: Readonly<Record<string, string>> = {
  perHour: 'USD/h',
  windowsPerHour: 'Windows +USD/h',
  perDiskMonth: 'USD/disk-month',
  perGiBMonth: 'USD/GiB-month',
  perIopsMonth: 'USD/IOPS-month',
  perMiBpsMonth: 'USD/(MiB/s)-month',
  price: 'USD',
}

/** How old the catalogue is, and how much is in it. */
export function catalogueHead({ catalogue, name, refreshed, width }: CatalogueView, what: string): readonly string[] {
  const { asOf, components, regions } = catalogue
  const days = Map.groupBy(refreshed, (one) => one.asOf)
  const lines = [...days].map(([day, places]) => `${places.map(({ region }) => region).join(', ')} on ${day}`)
  return [
    ...paragraph(
      `Catalogue of ${name} as of ${asOf}, ${trim(components.length, 0)} components, ${what} (${regions.length} regions); estimated prices marked with ~.`,
      width,
    ),
    ...(lines.length > 0 ? paragraph(style.dim(`Refreshed: ${lines.join('; ')}.`), width) : []),
  ]
}

/** The legend of the marks that are used, and what the prices are. */
export const catalogueNotes = ({ catalogue, changes, hoursPerMonth, width }: CatalogueView): readonly string[] =>
  paragraph(
    style.dim(
      `On demand, Linux, ${catalogue.currency}, ${hoursPerMonth} h a month.${changes.length > 0 ? ' * = own price or discount (target.prices).' : ''}`,
    ),
    width,
  )
