/** A series as a table of quantiles a day, for terminals that cannot draw. */
import { quantile } from 'simple-statistics'
import type { SeriesForecast } from '../../model/vm-forecast.ts'
import { inSizingUnit } from '../../model/metric-units.ts'
import { style, table, type Column } from '../text.ts'
import { figure, quantileName } from './forecast-figures.ts'

const MS_PER_DAY = 86_400_000
/** As many as the course is long. */
const DAYS_MEASURED = 7

interface DayRow {
  readonly day: string
  readonly kind: 'measured' | 'forecast'
  /** The median, then a figure for each level; null where no hour of the day has one. */
  readonly figures: readonly (number | null)[]
}

/** By day in UTC: of the hours measured their quantiles; of each quantile's course what that share of the day stays below. */
export function dayTable({ grid, forecast }: SeriesForecast, width: number): readonly string[] {
  const { levels, point, quantiles, metric } = forecast
  const startMs = Date.parse(forecast.start)
  const stepMs = forecast.stepSeconds * 1000
  const first = Math.max(0, Math.round((startMs - DAYS_MEASURED * MS_PER_DAY - grid.startMs) / stepMs))
  const measured = grid.mean.subarray(first, Math.round((startMs - grid.startMs) / stepMs))
  const begun = startMs - measured.length * stepMs
  const taken = [0.5, ...levels]
  const rows: readonly DayRow[] = [
    ...byDay(measured, begun, stepMs).map(({ day, from, to }) => ({
      day,
      kind: 'measured' as const,
      figures: taken.map((level) => quantileOf(measured.subarray(from, to), level)),
    })),
    ...byDay(point, startMs, stepMs).map(({ day, from, to }) => ({
      day,
      kind: 'forecast' as const,
      figures: taken.map((level, place) => {
        const path = place === 0 ? point : quantiles[place - 1]
        return path === undefined ? null : quantileOf(path.subarray(from, to), level)
      }),
    })),
  ]
  const cells = rows.map(({ day, kind, figures }) => [
    day,
    kind === 'forecast' ? style.typed(kind) : style.dim(kind),
    ...figures.map((value) => (value === null ? '–' : figure(inSizingUnit(metric, value)))),
  ])
  return table([{ head: 'day, UTC' }, { head: '' }, ...levelColumns(levels)], cells, width)
}

/** The band is the last to go where the line is too narrow. */
const levelColumns = (levels: readonly number[]): readonly Column[] => [
  { head: 'median', right: true },
  ...levels.map((level, place) => ({
    head: quantileName(level),
    right: true,
    drop: level === 0.05 || level === 0.95 ? 0 : place + 1,
  })),
]

interface DayRange {
  readonly day: string
  readonly from: number
  readonly to: number
}

function byDay(values: Float64Array, startMs: number, stepMs: number): readonly DayRange[] {
  const days: DayRange[] = []
  let from = 0
  while (from < values.length) {
    const day = Math.floor((startMs + from * stepMs) / MS_PER_DAY)
    const to = Math.min(values.length, Math.ceil(((day + 1) * MS_PER_DAY - startMs) / stepMs))
    days.push({ day: new Date(day * MS_PER_DAY).toISOString().slice(0, 10), from, to })
    from = to
  }
  return days
}

function quantileOf(values: Float64Array, level: number): number | null {
  const real = [...values].filter(Number.isFinite)
  return real.length === 0 ? null : quantile(real, level)
}
