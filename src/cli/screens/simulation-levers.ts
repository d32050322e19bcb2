/** What one change each would buy, on the same random numbers. */
import { trim } from '../../model/quantity.ts'
import type { SimulationReport } from '../../model/simulation-report.ts'
import type { LeverResult } from '../../model/simulation.ts'
import { harmless, style, table } from '../text.ts'

const MOST_LEVERS = 5

/** Only those that help, and by more than chance explains. */
export function leverTable({ levers, allKept }: SimulationReport, width: number): readonly string[] {
  const helping = levers.filter(helps)
  if (levers.length === 0 || allKept === null) return []
  if (helping.length === 0)
    return [style.dim('  None of the single changes that were tried helps by more than chance explains.'), '']
  const rows = helping
    .slice(0, MOST_LEVERS)
    .map((lever) => [harmless(lever.what), signed(lever.gain, lever.halfWidth), together(lever, allKept.share)])
  const columns = [
    { head: 'change', cut: 34 },
    { head: 'a promise on average', right: true, drop: 1 },
    { head: 'what it buys: all promises in time', right: true },
  ]
  return [...table(columns, rows, width), '']
}

const helps = ({ gain, halfWidth, allKeptGain, allKeptHalfWidth }: LeverResult): boolean =>
  gain > halfWidth || allKeptGain > allKeptHalfWidth

const points = (share: number): string => trim(share * 100, 1)
const signed = (gain: number, halfWidth: number): string =>
  `${gain < 0 ? '' : '+'}${points(gain)} ± ${points(halfWidth)} points`

function together({ allKeptGain, allKeptHalfWidth }: LeverResult, before: number): string {
  const after = Math.min(1, before + allKeptGain)
  return `${points(before)} → ${points(after)} % ± ${points(allKeptHalfWidth)}`
}
