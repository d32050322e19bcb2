/** The screen of `drplan forecast --vm`: every series that is asked for as a plot, its models, and the demand that follows. */
import type { MetricId } from '../../model/metric-series.ts'
import { needOf, sizingUnitOf } from '../../model/metric-units.ts'
import type { SeriesForecast, VmForecast } from '../../model/vm-forecast.ts'
import { harmless, paragraph, style } from '../text.ts'
import { demandSentence } from './forecast-demand-sentence.ts'
import { confidenceCell } from './forecast-figures.ts'
import { dayTable } from './forecast-days.ts'
import { peerTable } from './forecast-peers.ts'
import { modelTable } from './forecast-models.ts'
import { seriesPlot } from './forecast-plot.ts'
import { findingBlocks } from './findings.ts'

export interface VmForecastScreen {
  readonly width: number
  /** Every model; else those that count and some more. */
  readonly all: boolean
  /** Plots where the terminal can draw them, else tables of quantiles. */
  readonly canDraw: boolean
  /** Which series; none = CPU and memory. */
  readonly metrics: readonly MetricId[]
}

const SIZING: readonly MetricId[] = ['cpu', 'memory']

export function vmForecastScreen(vm: VmForecast, screen: VmForecastScreen): readonly string[] {
  const { width, metrics } = screen
  const wanted = metrics.length === 0 ? SIZING : metrics
  const shown = wanted.flatMap((metric) => vm.series.filter(({ forecast }) => forecast.metric === metric))
  const missing = wanted.filter((metric) => !shown.some(({ forecast }) => forecast.metric === metric))
  const { level } = vm.demand.confidence
  return [
    ...paragraph(
      `${style.bold(harmless(vm.name))}   ${harmless(vm.application)}, tier ${vm.tierId}, confidence ${confidenceCell(level)}`,
      width,
    ),
    '',
    ...shown.flatMap((series) => seriesBlock(vm, series, screen)),
    ...(missing.length > 0 ? [...paragraph(`Not measured: ${missing.join(', ')}.`, width), ''] : []),
    ...peerTable(vm, width),
    ...unshown(vm, wanted, width),
    ...findingBlocks(vm.findings, width),
  ]
}

function seriesBlock(
  { demand, series }: VmForecast,
  one: SeriesForecast,
  { width, all, canDraw }: VmForecastScreen,
): readonly string[] {
  const { metric } = one.forecast
  const measured = new Set(series.map(({ forecast }) => forecast.metric))
  const need = needOf(demand, metric, measured)
  return [
    `  ${style.bold(metric)}, ${sizingUnitOf(metric)}`,
    '',
    ...(canDraw ? seriesPlot(one, need, width) : dayTable(one, width)),
    '',
    ...modelTable(one.forecast, { width, all }),
    '',
    ...paragraph(demandSentence(demand, metric, measured), width),
    '',
  ]
}

/** What else is measured of the VM, and how to see it. */
function unshown({ series }: VmForecast, shown: readonly MetricId[], width: number): readonly string[] {
  const others = series.map(({ forecast }) => forecast.metric).filter((metric) => !shown.includes(metric))
  if (others.length === 0) return []
  return [...paragraph(`Also measured: ${others.join(', ')}. ${style.typed('--metric')} shows them.`, width), '']
}
