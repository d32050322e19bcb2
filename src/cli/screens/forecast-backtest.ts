/** The screen of `drplan forecast --backtest`: how good forecasts and sizes would have been over the own history. */
import { estimatorIds, skipReasons, type HistoryBacktest, type MetricBacktest } from '../../model/history-backtest.ts'
import type { MetricId } from '../../model/metric-series.ts'
import { count, fixed, percent } from '../../model/quantity.ts'
import { paragraph, style, table, type Column } from '../text.ts'
import { estimatorName, estimatorSentence, percentUp, shareCovered } from './forecast-backtest-sentence.ts'
import { daysOrHours, quantileName } from './forecast-figures.ts'

export interface BacktestScreen {
  readonly width: number
  /** Every model, and every metric in full. */
  readonly all: boolean
  /** Which metrics in full; none = CPU and memory. */
  readonly metrics: readonly MetricId[]
}

const MODELS_SHOWN = 5
const SIZING: readonly MetricId[] = ['cpu', 'memory']

export function backtestScreen(backtest: HistoryBacktest, screen: BacktestScreen): readonly string[] {
  const { metrics, settings } = backtest
  const { width } = screen
  if (metrics.length === 0)
    return [...paragraph('No series could be judged.', width), '', ...skippedLines(backtest, width)]
  const inFull = metrics.filter(({ metric }) => isInFull(metric, metrics, screen))
  const others = metrics.filter((one) => !inFull.includes(one)).map(({ metric }) => metric)
  return [
    ...paragraph(
      `${style.bold('Backtest')} over the own history: the last ${daysOrHours(settings.horizonHours)} of each series were held out, up to three times, and forecast from what lies before${settings.selection === 'combine' ? '' : ` by ${settings.selection}`}.`,
      width,
    ),
    '',
    ...table(metricColumns, metrics.map(metricRow), width),
    '',
    ...inFull.flatMap((metric) => metricBlock(metric, backtest, screen)),
    ...(others.length > 0
      ? [
          ...paragraph(
            `Also judged: ${others.join(', ')}. ${style.typed('--metric')} or ${style.typed('--all')} shows them.`,
            width,
          ),
          '',
        ]
      : []),
    ...skippedLines(backtest, width),
    ...meaning(backtest, width),
  ]
}

/** Where neither CPU nor memory was judged, what was. */
function isInFull(metric: MetricId, judged: readonly MetricBacktest[], { all, metrics }: BacktestScreen): boolean {
  const wanted = metrics.length === 0 ? SIZING : metrics
  return all || wanted.includes(metric) || !judged.some((one) => wanted.includes(one.metric))
}

/** Where the line is too narrow, the family goes. */
const metricColumns: readonly Column[] = [
  { head: 'metric', cut: 14 },
  { head: 'series', right: true },
  { head: 'cuts', right: true },
  { head: 'error', right: true },
  { head: 'better', right: true },
  { head: 'most often first', drop: 1 },
]

const metricRow = ({ metric, series, cuts, relativeError, betterShare, familyWins }: MetricBacktest): string[] => [
  metric,
  fixed(series, 0),
  fixed(cuts, 0),
  (relativeError < 1 ? style.kept : style.risk)(fixed(relativeError, 2)),
  percent(betterShare),
  familyWins
    .slice(0, 1)
    .map((win) => familyWords(win, cuts))
    .join(''),
]

const familyWords = ({ family, cuts: won }: MetricBacktest['familyWins'][number], cuts: number): string =>
  `${percent(won / cuts)} ${family}`

/** How often which family ranked first, and where none could be ranked. */
function families({ cuts, familyWins }: MetricBacktest): string {
  const untested = cuts - familyWins.reduce((sum, { cuts: won }) => sum + won, 0)
  const known = familyWins.map((win) => familyWords(win, cuts))
  const none = untested === 0 ? [] : [`${percent(untested / cuts)} too short to rank any`]
  return `Families: ${[...known, ...none].join(', ')}.`
}

function metricBlock(
  judged: MetricBacktest,
  { settings }: HistoryBacktest,
  { width, all }: BacktestScreen,
): readonly string[] {
  const { metric, cuts, modelWins, estimators } = judged
  const shown = all ? modelWins : modelWins.slice(0, MODELS_SHOWN)
  const hidden = modelWins.length - shown.length
  const { level } = settings
  return [
    `  ${style.bold(metric)}`,
    '',
    ...table(
      [{ head: 'ranked first' }, { head: 'cuts', right: true }, { head: 'share', right: true }],
      shown.map(({ model, cuts: won }) => [model, fixed(won, 0), percent(won / cuts)]),
      width,
    ),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more: --all`)] : []),
    ...paragraph(style.dim(families(judged)), width),
    '',
    ...table(
      estimatorColumns,
      estimatorIds
        .flatMap((id) => estimators.filter((one) => one.estimator === id))
        .map((one) => [
          estimatorName(one.estimator, level),
          one.coverage === null ? '–' : shareCovered(one.coverage),
          one.underCoveredShare === null ? '–' : percentUp(one.underCoveredShare),
          one.pinball === null ? '–' : fixed(one.pinball, 3),
          one.provision === null ? '–' : fixed(one.provision, 2),
        ]),
      width,
    ),
    '',
    ...paragraph(estimatorSentence(estimators, level), width),
    '',
  ]
}

const estimatorColumns: readonly Column[] = [
  { head: 'said to be needed', cut: 16 },
  { head: 'covered', right: true },
  { head: 'VMs short', right: true },
  { head: 'pinball', right: true },
  { head: 'provided', right: true },
]

function skippedLines({ skipped }: HistoryBacktest, width: number): readonly string[] {
  const reasons = Object.entries(skipReasons).map(([reason, words]) => ({
    words,
    number: skipped.filter((one) => one.reason === reason).length,
  }))
  const lines = reasons
    .filter(({ number }) => number > 0)
    .flatMap(({ words, number }) => paragraph(`${count(number, 'series', 'series')} left out: ${words}.`, width))
  return lines.length === 0 ? [] : [...lines, '']
}

function meaning({ settings }: HistoryBacktest, width: number): readonly string[] {
  const level = quantileName(settings.level)
  return paragraph(
    style.dim(
      `Error: that of the course over that of repeating the last day, geometric mean; better: share of series where it is below 1. Covered: share of the held-out hours at or below the figure, ${level} asks for ${percent(settings.level)}; VMs short: those of which more than 5 points less are covered. Pinball: loss at ${level} over the mean of the series, the lower the better. Provided: times the mean of the series, median. All see hourly means; peers bring their headroom, the others have none.`,
    ),
    width,
  )
}
