/** The screens of `drplan catalogue list`. */
import type { DrComponent } from '../../model/dr-component.ts'
import { fixed, trim } from '../../model/quantity.ts'
import { harmless, table, type Column } from '../text.ts'
import {
  accelerators,
  figureHeads,
  figuresOf,
  known,
  marked,
  ownPrices,
  type CatalogueView,
} from './catalogue-parts.ts'

const componentColumns: readonly Column[] = [
  { head: 'component', cut: 18 },
  { head: 'vCPU', right: true },
  { head: 'GiB', right: true },
  { head: 'architecture', drop: 3 },
  { head: 'accelerators', drop: 2, cut: 12 },
  { head: 'network Mb/s', right: true, drop: 5 },
  { head: 'disk MiB/s', right: true, drop: 4 },
  { head: 'USD/h', right: true },
  { head: 'USD/month', right: true, drop: 1 },
]

export interface ListedComponent {
  readonly component: DrComponent
  readonly price: DrComponent['prices'][number]
}

/** With `region` null each row says which region its price is of. */
export function componentTable(
  rows: readonly ListedComponent[],
  { changes, hoursPerMonth, width }: Pick<CatalogueView, 'changes' | 'hoursPerMonth' | 'width'>,
  region: string | null,
): readonly string[] {
  const isOwn = ownPrices(changes)
  const columns = region === null ? [...componentColumns, { head: 'cheapest in', cut: 9 }] : componentColumns
  const cells = rows.map(({ component, price: { perHour, estimated, region: where } }) => [
    harmless(component.id),
    trim(component.capacity.vcpus, 0),
    trim(component.capacity.memoryGiB, 2),
    component.capacity.architecture,
    accelerators(component),
    known(component.capacity.networkMbps),
    known(component.capacity.diskMiBps),
    marked(perHour, { estimated, isOwn: isOwn('component', component.id, where) }),
    fixed(perHour * hoursPerMonth, 2),
    ...(region === null ? [where] : []),
  ])
  return table(columns, cells, width)
}

const sizeHeads: readonly Column[] = [
  { head: 'disk class', cut: 12 },
  { head: 'GiB', right: true },
  { head: 'IOPS at most', right: true, drop: 3 },
  { head: 'MiB/s at most', right: true, drop: 4 },
  { head: 'kind', drop: 5 },
]

/** One row a class and region; prices have the columns that any row needs. */
export function diskTable(
  { catalogue, changes, width }: Pick<CatalogueView, 'catalogue' | 'changes' | 'width'>,
  region: string | null,
): readonly string[] {
  const isOwn = ownPrices(changes)
  const rows = catalogue.diskClasses.flatMap((one) =>
    one.prices.filter((row) => region === null || row.region === region).map((row) => ({ one, row })),
  )
  const fields = [...new Set(rows.flatMap(({ row }) => [...figuresOf(row, 'diskClass').keys()]))]
  const priceColumns = fields.map((field, index): Column => ({
    head: figureHeads[field] ?? field,
    right: true,
    drop: index,
  }))
  const columns = [
    ...sizeHeads,
    ...priceColumns,
    ...(region === null ? [{ head: 'region' }] : []),
    { head: 'as of', drop: 6 },
  ]
  const cells = rows.map(({ one, row }) => {
    const figures = figuresOf(row, 'diskClass')
    const own = isOwn('diskClass', one.id, row.region)
    return [
      one.id,
      `${trim(one.minGiB, 0)}–${trim(one.maxGiB, 0)}`,
      trim(one.maxIops, 0),
      trim(one.maxMiBps, 0),
      `${one.solidState ? 'solid state' : 'hard disk'}${one.bootable ? '' : ', not to boot from'}`,
      ...fields.map((field) => priceCell(figures.get(field), own)),
      ...(region === null ? [row.region] : []),
      row.asOf,
    ]
  })
  return table(columns, cells, width)
}

const priceCell = (value: number | undefined, isOwn: boolean): string =>
  value === undefined ? '–' : marked(value, { estimated: false, isOwn })

export function serviceTable(
  { catalogue, changes, width }: Pick<CatalogueView, 'catalogue' | 'changes' | 'width'>,
  region: string | null,
): readonly string[] {
  const isOwn = ownPrices(changes)
  const columns: readonly Column[] = [
    { head: 'service' },
    { head: 'region', drop: 2 },
    { head: 'USD', right: true },
    { head: 'as of', drop: 3 },
    { head: 'source', cut: 12, drop: 4 },
  ]
  const cells = catalogue.services
    .filter((row) => region === null || row.region === region)
    .map((row) => {
      const estimated = 'estimated' in row && row.estimated
      return [
        row.to === undefined ? row.id : `${row.id} to ${harmless(row.to)}`,
        row.region,
        marked(row.price, { estimated, isOwn: isOwn('service', row.id, row.region) }),
        row.asOf,
        harmless(row.source),
      ]
    })
  return table(columns, cells, width)
}

/** How many components have a price in each region, how many of them are estimates, and how old the oldest is. */
export function regionTable({ catalogue, refreshed, width }: CatalogueView): readonly string[] {
  const rows = catalogue.regions.map((region) => {
    const prices = catalogue.components.flatMap((one) => one.prices.filter((row) => row.region === region))
    const disks = catalogue.diskClasses.filter((one) => one.prices.some((row) => row.region === region))
    const dates = prices.map(({ asOf }) => asOf).sort()
    return [
      region,
      trim(prices.length, 0),
      trim(prices.filter(({ estimated }) => estimated).length, 0),
      trim(disks.length, 0),
      dates[0] ?? '–',
      dates.at(-1) ?? '–',
      refreshed.find((one) => one.region === region)?.asOf ?? '–',
    ]
  })
  const columns: readonly Column[] = [
    { head: 'region' },
    { head: 'components', right: true },
    { head: 'estimated', right: true },
    { head: 'disk classes', right: true, drop: 2 },
    { head: 'oldest price' },
    { head: 'newest', drop: 1 },
    { head: 'refreshed', drop: 3 },
  ]
  return table(columns, rows, width)
}
