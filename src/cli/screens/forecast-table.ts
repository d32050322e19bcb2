/** The screen of `drplan forecast`: what was measured and which model ranked first, a row a series. */
import type { ArtifactOf } from '../../model/artifact.ts'
import type { Demand, ForecastSummary } from '../../model/forecast.ts'
import type { Immutable } from '../../model/immutable.ts'
import { expectedOf, inSizingUnit, sizingUnitOf, type Measured } from '../../model/metric-units.ts'
import { count, fixed } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'
import { facts, harmless, paragraph, style, table, type Column } from '../text.ts'
import { amount, confidenceCell, daysOrHours, quantileName } from './forecast-figures.ts'

export type Demands = Immutable<ArtifactOf<'demands'>>

export interface ForecastScreen {
  /** Names of VMs by their ids. */
  readonly names: ReadonlyMap<string, string>
  readonly width: number
  /** Every row; else as many as a screen holds, and the rest is counted. */
  readonly all: boolean
}

export const ROWS_SHOWN = 20

/** Names of one application begin alike: cut to less, they would all look the same. */
export const NAME_CELLS = 16

/** Where the line is too narrow: MAE goes first, then the family, the confidence, the model. */
const columnsOf = (quantile: string): readonly Column[] => [
  { head: 'VM', cut: NAME_CELLS },
  { head: 'metric', cut: 14 },
  { head: 'family', drop: 3 },
  { head: 'model', cut: 21, drop: 1 },
  { head: 'MASE', right: true },
  { head: 'MAE', right: true, drop: 4 },
  { head: quantile, right: true },
  { head: 'confidence', drop: 2 },
]

/** By the name of the VM, then metric. */
export function seriesTable({ forecasts, demands }: Demands, screen: ForecastScreen): readonly string[] {
  if (forecasts.length === 0) return ['  No series.']
  const demandOf = new Map(demands.map((demand) => [demand.vmId, demand]))
  const ofVms = Map.groupBy(forecasts, ({ vmId }) => vmId)
  const measuredOf = new Map(
    [...ofVms].map(([vmId, own]): [string, Measured] => [vmId, new Set(own.map(({ metric }) => metric))]),
  )
  const sorted = [...forecasts].sort(byNameOf(screen))
  const shown = screen.all ? sorted : sorted.slice(0, ROWS_SHOWN)
  const rows = shown.map((one) => [
    harmless(screen.names.get(one.vmId) ?? one.vmId),
    one.metric,
    ...rankedCells(one),
    ...demandCells(one, demandOf.get(one.vmId), measuredOf.get(one.vmId) ?? none),
  ])
  const hidden = sorted.length - shown.length
  return [
    ...table(columnsOf(quantileName(demands[0]?.level)), rows, screen.width),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more: --all`)] : []),
  ]
}

const rankedCells = ({ metric, family, model, mase, mae }: ForecastSummary): readonly string[] => [
  family ?? '–',
  model ?? style.dim('too short to compare'),
  mase === null ? '–' : fixed(mase, 2),
  mae === null ? '–' : amount(inSizingUnit(metric, mae), sizingUnitOf(metric)),
]

function demandCells({ metric }: ForecastSummary, demand: Demand | undefined, measured: Measured): readonly string[] {
  if (!demand) return ['–', '–']
  const expected = expectedOf(demand, metric, measured)
  return [expected === null ? '–' : amount(expected, sizingUnitOf(metric)), confidenceCell(demand.confidence.level)]
}

const none: Measured = new Set()

const byNameOf =
  ({ names }: ForecastScreen) =>
  (a: ForecastSummary, b: ForecastSummary): number => {
    const [nameA, nameB] = [a, b].map(({ vmId }) => names.get(vmId) ?? vmId)
    return compareText(nameA ?? '', nameB ?? '') || compareText(a.vmId, b.vmId) || compareText(a.metric, b.metric)
  }

/** All rows in figures, shown or not, and what the columns mean. */
export function seriesTotals({ forecasts, demands }: Demands, width: number): readonly string[] {
  if (forecasts.length === 0) return []
  const errors = forecasts.flatMap(({ mase }) => mase ?? []).sort((a, b) => a - b)
  const median = errors[Math.floor((errors.length - 1) / 2)]
  const worse = errors.filter((mase) => mase >= 1).length
  const ofVms = new Set(forecasts.map(({ vmId }) => vmId)).size
  const [demand] = demands
  return [
    ...facts(
      [
        ['Series', `${fixed(forecasts.length, 0)} of ${count(ofVms, 'VM')}`],
        ['First ranked', familyCounts(forecasts)],
        [
          'Error',
          median === undefined ? 'not tested' : `median MASE ${fixed(median, 2)}`,
          worse === 0 ? '' : `${count(worse, 'series', 'series')} at 1 or above`,
        ],
        ['Next', style.typed('drplan forecast --vm NAME'), 'its course, models and demand'],
      ],
      width,
    ),
    '',
    ...(demand ? meaning(demand, width) : []),
  ]
}

function familyCounts(forecasts: readonly ForecastSummary[]): string {
  const families = [...Map.groupBy(forecasts, ({ family }) => family ?? 'untested')]
  families.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || compareText(a, b))
  return families.map(([family, own]) => `${fixed(own.length, 0)}\u00a0${family}`).join(', ')
}

const meaning = ({ level, horizonHours }: Demand, width: number): readonly string[] =>
  paragraph(
    style.dim(
      `MASE: the error in backtests of the model that ranked first, in units of the change from one day to the next; below 1 is better than repeating the last day. ${quantileName(level)}: what the next ${daysOrHours(horizonHours)} stay below for that share of their hours, before headroom.`,
    ),
    width,
  )
