/** Distributions of recovery times: a strip a promise, and one histogram. The promise lies on the edge of a bar. */
import { duration, percent, promised } from '../../model/quantity.ts'
import type { GoalResult } from '../../model/simulation.ts'
import { binOnCells, columnsOf, sparkline } from '../bars.ts'
import { harmless, style, widthOf } from '../text.ts'

/** Cells from 0 to the promise, and beyond it. */
export interface StripSize {
  readonly within: number
  readonly beyond: number
}

export const stripSize = (width: number): StripSize =>
  width >= 96 ? { within: 16, beyond: 5 } : { within: 8, beyond: 3 }

export function stripHead({ within }: StripSize): string {
  const half = 'half'
  const line = within >= 16 ? `0${' '.repeat(within / 2 - 1)}${half}` : '0'
  return `${line.padEnd(within)}│promise`
}

/**
 * Scaled to the promise, so that 5 min and 24 h compare in one column; empty where nothing is promised. An arrow stands for
 * what leaves it.
 */
export function strip({ histogram, promisedMinutes }: GoalResult, { within, beyond }: StripSize): string {
  if (promisedMinutes === null || promisedMinutes === 0) return ''
  const shares = binOnCells(histogram, within + beyond, promisedMinutes / within)
  const bars = sparkline(shares.inside)
  const late = `${bars.slice(within).join('')}${shares.beyond > 0 ? '›' : ''}`
  return `${style.kept(bars.slice(0, within).join(''))}│${style.broken(late)}`
}

const ROWS = 6
const LABEL = 6

/** Bars of one bin each, two cells wide where there is room; a line stands at the promise. */
export function histogramPlot(goal: GoalResult, runs: number, width: number): readonly string[] {
  const { edges, counts } = goal.histogram
  if (counts.length === 0) return [`  ${harmless(goal.name)} never came back in any run.`]
  const wide = counts.length * 2 + LABEL + 6 <= width ? 2 : 1
  const top = Math.max(...counts)
  const late =
    goal.promisedMinutes === null ? -1 : edges.findIndex((edge) => edge >= (goal.promisedMinutes ?? 0) - 1e-9)
  const split = late < 0 ? counts.length : Math.min(late, counts.length)
  const lines = columnsOf(counts, ROWS, top).map((cells, row) => {
    const bars = cells.map((cell) => cell.repeat(wide))
    const label = row === 0 ? percent(top / runs) : row === ROWS - 1 ? '0' : ''
    const rule = late < 0 ? '' : '│'
    const drawn = `${style.kept(bars.slice(0, split).join(''))}${rule}${style.broken(bars.slice(split).join(''))}`
    return `  ${label.padStart(LABEL - 1)} ┤${drawn}`.replaceAll('\u00a0', ' ').trimEnd()
  })
  const title = `  ${style.bold(harmless(goal.name))}  RTO, share of runs`
  return [title, ...lines, axis(goal, { cells: counts.length * wide, at: late < 0 ? null : split * wide })]
}

/** First edge, the promise under its line, last edge; what would overlap is left out. */
function axis(
  { histogram: { edges }, promisedMinutes }: GoalResult,
  { cells, at }: { readonly cells: number; readonly at: number | null },
): string {
  const first = duration(edges[0] ?? 0)
  const last = duration(edges.at(-1) ?? 0)
  let line = first
  if (at !== null && at >= widthOf(first) + 2) line = `${line.padEnd(at)}│ ${promised(promisedMinutes)} promised`
  else if (at !== null) line = `${line}, promised ${promised(promisedMinutes)}`
  const room = cells + 1 - widthOf(last)
  if (room >= widthOf(line) + 2) line = `${line.padEnd(room)}${last}`
  return `  ${' '.repeat(LABEL)} ${style.dim(line)}`.replaceAll('\u00a0', ' ')
}
