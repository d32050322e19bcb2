/** A series as a plot: what was measured, the course that is expected, its band, and what the VM has and needs. */
import type { Need } from '../../model/forecast.ts'
import { inSizingUnit, sizingUnitOf } from '../../model/metric-units.ts'
import type { SeriesForecast } from '../../model/vm-forecast.ts'
import { drawPlot, type PlotLine } from '../plot.ts'
import { paragraph, style } from '../text.ts'
import { amount, daysOrHours, figure } from './forecast-figures.ts'

const SECONDS_PER_DAY = 86_400
const DAYS_SHOWN = 14
const ROWS = 12
/** A day needs this many cells to show its shape; what is narrower shows fewer days. */
const CELLS_PER_DAY = 2
/** What margin and axis take. */
const CELLS_BESIDE = 8
/** A level this many times higher than everything else would press the rest flat. */
const MOST_ABOVE = 2

/** `need`: of the resource that the metric stands for; null where there is none. */
export function seriesPlot({ grid, forecast }: SeriesForecast, need: Need | null, width: number): readonly string[] {
  const { metric, stepSeconds, point } = forecast
  const shown = (values: Float64Array): Float64Array => values.map((value) => inSizingUnit(metric, value))
  const startMs = Date.parse(forecast.start)
  const end = Math.round((startMs - grid.startMs) / (stepSeconds * 1000))
  const days = historyDays((point.length * stepSeconds) / SECONDS_PER_DAY, width)
  const history = shown(grid.mean.slice(Math.max(0, end - (days * SECONDS_PER_DAY) / stepSeconds), end))
  const [lower = point, upper = point] = [0.05, 0.95].map((level) => forecast.quantiles[forecast.levels.indexOf(level)])
  const columns = { history, course: shown(point), lower: shown(lower), upper: shown(upper) }
  const highest = Math.max(0, ...[...history, ...columns.course, ...columns.upper].filter(Number.isFinite))
  const lines = linesOf(need, highest)
  const paint = { history: style.dim, course: style.typed, band: style.dim, axis: style.dim, line: style.bold }
  const spanHours = (history.length * stepSeconds) / 3600
  return [
    ...drawPlot({ ...columns, startMs, stepSeconds, lines }, { width, rows: ROWS }, paint),
    ...paragraph(legend({ need, lines, spanHours, unit: sizingUnitOf(metric) }), width),
  ]
}

const historyDays = (ahead: number, width: number): number =>
  Math.round(Math.min(DAYS_SHOWN, Math.max(1, (width - CELLS_BESIDE) / CELLS_PER_DAY - ahead)))

function linesOf(need: Need | null, highest: number): readonly PlotLine[] {
  if (need === null) return []
  const { allocated, expected, required } = need
  const all: readonly PlotLine[] = [
    ...(allocated === null
      ? []
      : [{ value: allocated, label: `allocated ${figure(allocated)}`, kind: 'dashed' as const }]),
    ...(expected === null ? [] : [{ value: required, label: `needed ${figure(required)}`, kind: 'ahead' as const }]),
  ]
  return all.filter(({ value }) => value <= highest * MOST_ABOVE)
}

interface Legend {
  readonly need: Need | null
  readonly lines: readonly PlotLine[]
  readonly spanHours: number
  readonly unit: string
}

function legend({ need, lines, spanHours, unit }: Legend): string {
  const parts = [
    style.dim(`measured ${daysOrHours(spanHours)}`),
    style.typed('course (median)'),
    style.dim('P5 to P95'),
    ...(need?.expected === undefined || need.expected === null ? [] : [`needed ${amount(need.required, unit)}`]),
    ...(need?.allocated === undefined || need.allocated === null
      ? []
      : [allocatedWords(need.allocated, { lines, unit })]),
    style.dim('days in UTC'),
  ]
  return parts.map((part) => part.replaceAll(' ', '\u00a0')).join('   ')
}

const allocatedWords = (allocated: number, { lines, unit }: Pick<Legend, 'lines' | 'unit'>): string =>
  `allocated ${amount(allocated, unit)}${lines.some(({ kind }) => kind === 'dashed') ? '' : ' (above the plot)'}`
