/** The screens of `drplan catalogue show`: every fact with its unit, every price with its day, and where all is from. */
import type { Catalogue, DiskClass, DrComponent } from '../../model/dr-component.ts'
import type { PriceChange, PricedKind } from '../../model/price-list.ts'
import { fixed, trim } from '../../model/quantity.ts'
import { facts, harmless, paragraph, style, table, type Column } from '../text.ts'
import { accelerators, figureHeads, figuresOf, known, marked, ownPrices, price } from './catalogue-parts.ts'

interface View {
  readonly catalogue: Pick<Catalogue, 'sources'>
  readonly changes: readonly PriceChange[]
  readonly hoursPerMonth: number
  readonly width: number
}

export const componentScreen = (component: DrComponent, view: View): readonly string[] => [
  title(component.id, `${component.current ? 'current' : 'previous'} generation, family ${component.family}`),
  ...(component.specialPurpose === null
    ? []
    : paragraph(`Chosen only for what runs on it already: ${component.specialPurpose}.`, view.width)),
  '',
  ...facts(componentFacts(component), view.width),
  '',
  ...priceTable(component, 'component', view),
  ...origins(component.id, view),
]

const title = (id: string, what: string): string => `  ${style.bold(harmless(id))}  ${harmless(what)}`

type Fact = readonly [string, string, string?]

function componentFacts(component: DrComponent): readonly Fact[] {
  const { capacity } = component
  const baseline = capacity.burstableBaseline
  return [
    [
      'vCPU',
      trim(capacity.vcpus, 0),
      baseline === null ? '' : `burstable: ${trim(baseline * 100, 1)} % of each for ever`,
    ],
    ['Memory', `${trim(capacity.memoryGiB, 2)} GiB`],
    [
      'Architecture',
      capacity.architecture,
      `boots ${capacity.bootModes.join(' and ')}${capacity.bareMetal ? '; bare metal' : ''}`,
    ],
    ['Network', `${known(capacity.networkMbps)} Mb/s`, `sustained; at most ${known(capacity.maxNics)} cards`],
    [
      'Disks',
      `${known(capacity.diskMiBps, 1)} MiB/s`,
      `${known(capacity.diskIops)} operations/s sustained; at most ${known(capacity.maxDisks)} disks`,
    ],
    ['Local disk', `${trim(capacity.localDiskGiB, 0)} GiB`, 'lost when the machine stops'],
    ['Accelerators', accelerators(component)],
    ['CoreMark', known(capacity.scorePerVcpu), 'iterations a second of one vCPU'],
  ]
}

export const diskClassScreen = (one: DiskClass, view: View): readonly string[] => [
  title(one.id, `disk class, ${one.current ? 'current' : 'previous'} generation`),
  '',
  ...facts(diskFacts(one), view.width),
  '',
  ...priceTable(one, 'diskClass', view),
  ...origins(one.id, view),
]

function diskFacts(one: DiskClass): readonly Fact[] {
  const ratio = one.maxIopsPerGiB === null ? '' : `; at most ${trim(one.maxIopsPerGiB, 0)} for each GiB`
  const width = one.maxMiBpsPerIops === null ? '' : `; at most ${trim(one.maxMiBpsPerIops, 3)} for each operation`
  return [
    ['Size', `${trim(one.minGiB, 0)} to ${trim(one.maxGiB, 0)} GiB`],
    [
      'Operations',
      `${trim(one.maxIops, 0)} /s`,
      `at most; ${trim(one.baseIops, 0)} and ${trim(one.iopsPerGiB, 3)} for each GiB are included${ratio}`,
    ],
    [
      'Throughput',
      `${trim(one.maxMiBps, 0)} MiB/s`,
      `at most; ${trim(one.baseMiBps, 0)} and ${trim(one.miBpsPerGiB, 3)} for each GiB are included${width}`,
    ],
    ['More of both', one.provisioned ? 'can be bought' : 'cannot be bought'],
    [
      'Medium',
      one.solidState ? 'solid state' : 'hard disk',
      one.bootable ? 'machines can boot from it' : 'machines cannot boot from it',
    ],
  ]
}

interface Priced {
  readonly id: string
  readonly prices: readonly { readonly region: string; readonly asOf: string }[]
}

/** The columns that any of the rows needs; a month only where a price is by the hour. */
function priceTable(
  { id, prices }: Priced,
  kind: PricedKind,
  { changes, hoursPerMonth, width }: View,
): readonly string[] {
  const isOwn = ownPrices(changes)
  const fields = [...new Set(prices.flatMap((row) => [...figuresOf(row, kind).keys()]))]
  const columns: readonly Column[] = [
    { head: 'region' },
    ...fields.map((field, index): Column => ({
      head: figureHeads[field] ?? field,
      right: true,
      drop: index && index + 3,
    })),
    ...(kind === 'component' ? [{ head: 'USD/month', right: true, drop: 2 }] : []),
    { head: 'as of' },
    { head: '', drop: 1 },
  ]
  const rows = prices.map((row) => {
    const figures = figuresOf(row, kind)
    const estimated = 'estimated' in row && row.estimated === true
    const marks = { estimated, isOwn: isOwn(kind, id, row.region) }
    const perHour = figures.get('perHour')
    return [
      row.region,
      ...fields.map((field) => cell(figures.get(field), field === fields[0] ? marks : null)),
      ...(perHour === undefined ? [] : [fixed(perHour * hoursPerMonth, 2)]),
      row.asOf,
      estimated ? 'estimated' : marks.isOwn ? 'own price' : '',
    ]
  })
  return table(columns, rows, width)
}

const cell = (value: number | undefined, marks: { estimated: boolean; isOwn: boolean } | null): string =>
  value === undefined ? '–' : marks ? marked(value, marks) : price(value)

/** The user's own prices of it, and where the catalogue is from. */
function origins(id: string, { catalogue, changes, width }: View): readonly string[] {
  const own = changes.filter((change) => change.id === id).map((change) => harmless(changeLine(change)))
  const sources = catalogue.sources.map(({ id: name, what, asOf }): Fact => [
    harmless(name),
    harmless(asOf),
    harmless(what),
  ])
  return [
    ...(own.length > 0 ? ['', ...own.flatMap((line) => paragraph(line, width))] : []),
    '',
    `  ${style.dim('Where it is from')}`,
    ...facts(sources, width),
  ]
}

function changeLine({ region, listed, counts, override, discounts }: PriceChange): string {
  const parts = Object.entries(counts)
    .filter(([field, figure]) => listed[field] !== figure)
    .map(
      ([field, figure]) =>
        `${figureHeads[field] ?? field} ${listed[field] === undefined ? '–' : price(listed[field])} → ${price(figure)}`,
    )
  const why = [
    ...(override === null ? [] : [override]),
    ...discounts.map(({ percent, reason }) => `less ${trim(percent, 2)} % (${reason})`),
  ]
  return `${region}: ${parts.join(', ') || 'as listed'}; ${why.join('; ')}`
}
