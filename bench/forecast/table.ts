/** Comparisons as text for a terminal. */
import { levels, sizingLevel } from './contender.ts'
import type { Comparison, Row } from './compare.ts'
import type { QuantileFigures } from './measures.ts'

interface Column {
  readonly title: string
  readonly cell: (row: Row) => string
}

const NONE = '-'
const figure = (value: number | undefined, digits: number): string =>
  value === undefined ? NONE : value.toFixed(digits)

const quantileCell = (one: QuantileFigures | null | undefined): string =>
  one ? `${one.pinball.toFixed(4)} (${one.coverage.toFixed(3)})` : NONE

const percent = (level: number): string => `P${Math.round(level * 100)}`

const columnsFor = (kind: Comparison['kind']): readonly Column[] => [
  { title: 'contender', cell: ({ contender }) => contender },
  { title: 'cases', cell: ({ cases }) => `${cases.near} / ${cases.far}` },
  { title: 'sMAPE', cell: ({ point }) => figure(point?.smape, 3) },
  { title: 'MASE', cell: ({ point }) => figure(point?.mase, 4) },
  ...(kind === 'm4' ? [{ title: 'OWA', cell: ({ point }: Row) => figure(point?.owa, 4) }] : []),
  { title: 'rel. MAE', cell: ({ point }) => figure(point?.relative, 4) },
  ...levels.map((level) => ({
    title: `${percent(level)} 48 h`,
    cell: ({ near }: Row) => quantileCell(near[level]),
  })),
  { title: `${percent(sizingLevel)} 168 h`, cell: ({ far }) => quantileCell(far) },
  { title: 'ms', cell: ({ milliseconds }) => milliseconds.toFixed(3) },
]

/** Said once, above all tables. */
export const legend = `cases: 48 h / 168 h ahead. rel. MAE: against seasonal naive, geometric mean over cases.
P90, P95, P99: pinball loss / mean |y| (coverage). ms: CPU a case, 48 h with all three quantiles.`

/** A row a contender; a dash where it says nothing. */
export function formatComparison({ set, kind, tag, series, rows }: Comparison): string {
  const columns = columnsFor(kind)
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))]
  return `${set}, ${tag}: ${series} series\n${align(lines)}`
}

/** Columns of the width of their widest cell; the first to the left, the others to the right. */
export function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, place) => Math.max(...lines.map((cells) => cells[place]?.length ?? 0)))
  const pad = (cell: string, place: number): string =>
    place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n')
}
