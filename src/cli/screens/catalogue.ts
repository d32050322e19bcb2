/** The screens of `drplan catalogue`. */
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { fixed, trim } from '../../model/quantity.ts'
import { facts, paragraph, style, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'component', cut: true },
  { head: 'vCPU', right: true },
  { head: 'GiB', right: true },
  { head: 'architecture', drop: 2 },
  { head: 'accelerators', drop: 1 },
  { head: 'network Mb/s', right: true, drop: 4 },
  { head: 'disk MiB/s', right: true, drop: 3 },
  { head: 'USD/h', right: true },
  { head: 'USD/month', right: true },
]

export const priceIn = (component: DrComponent, region: string): DrComponent['prices'][number] | undefined =>
  component.prices.find((price) => price.region === region)

const accelerators = ({ capacity }: DrComponent): string =>
  capacity.accelerators
    .map(
      ({ count, model, memoryGiB }) =>
        `${count} × ${model ?? 'unknown'}${memoryGiB === null ? '' : ` ${trim(memoryGiB, 1)} GiB`}`,
    )
    .join(', ') || '–'

const known = (value: number | null): string => (value === null ? '–' : trim(value, 0))

export function componentTable(components: readonly DrComponent[], region: string, width: number): readonly string[] {
  const rows = components.map((component) => {
    const { capacity } = component
    const price = priceIn(component, region)
    return [
      component.id,
      trim(capacity.vcpus, 0),
      trim(capacity.memoryGiB, 2),
      capacity.architecture,
      accelerators(component),
      known(capacity.networkMbps),
      known(capacity.diskMiBps),
      price ? `${fixed(price.perHour, 4)}${price.estimated ? ' *' : ''}` : '–',
      price ? fixed(price.perHour * 730, 2) : '–',
    ]
  })
  return table(columns, rows, width)
}

export const catalogueNotes = (catalogue: Catalogue, region: string, width: number): readonly string[] =>
  paragraph(
    style.dim(
      `On-demand Linux prices in ${region}, 730 h a month; oldest fact of ${catalogue.asOf}. * = estimated from another region or family.`,
    ),
    width,
  )

export function componentScreen(component: DrComponent, width: number): readonly string[] {
  const { capacity } = component
  return [
    `  ${style.bold(component.id)}  ${component.current ? 'current generation' : 'previous generation'}`,
    '',
    ...facts(
      [
        [
          'vCPU',
          trim(capacity.vcpus, 0),
          capacity.burstableBaseline === null
            ? ''
            : `burstable: ${trim(capacity.burstableBaseline * 100, 1)} % of each for ever`,
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
          `${known(capacity.diskMiBps)} MiB/s`,
          `${known(capacity.diskIops)} operations/s sustained; at most ${known(capacity.maxDisks)} disks`,
        ],
        ['Local disk', `${trim(capacity.localDiskGiB, 0)} GiB`, 'lost when the machine stops'],
        ['Accelerators', accelerators(component)],
        [
          'CoreMark',
          capacity.scorePerVcpu === null ? '–' : trim(capacity.scorePerVcpu, 0),
          'iterations a second of one vCPU',
        ],
      ],
      width,
    ),
    '',
    ...table(
      [
        { head: 'region' },
        { head: 'USD/h', right: true },
        { head: 'USD/month', right: true },
        { head: 'as of' },
        { head: '' },
      ],
      component.prices.map((price) => [
        price.region,
        fixed(price.perHour, 4),
        fixed(price.perHour * 730, 2),
        price.asOf,
        price.estimated ? 'estimated' : '',
      ]),
      width,
    ),
  ]
}
