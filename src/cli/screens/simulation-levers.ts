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
  // What has a price is shown in any case: it is what can be bought today.
  const shown = helping.filter((lever, place) => place < MOST_LEVERS || lever.price !== undefined)
  const priced = shown.some(({ price }) => price !== undefined)
  const rows = shown.map((lever) => [
    harmless(lever.what),
    ...(priced ? [costOf(lever)] : []),
    signed(lever.gain, lever.halfWidth),
    together(lever, allKept.share),
  ])
  const columns = [
    { head: 'change', cut: 24 },
    ...(priced ? [{ head: 'costs', right: true }] : []),
    { head: 'a promise on average', right: true, drop: 1 },
    { head: priced ? 'all promises in time' : 'what it buys: all promises in time', right: true },
  ]
  return [...table(columns, rows, width), '']
}

const helps = ({ gain, halfWidth, allKeptGain, allKeptHalfWidth }: LeverResult): boolean =>
  gain > halfWidth || allKeptGain > allKeptHalfWidth

/** More a month while standing by, and where it differs an hour of recovery. */
function costOf({ price }: LeverResult): string {
  if (!price) return ''
  const { standbyPerMonth, recoveredPerHour, currency } = price
  const month = `${more(standbyPerMonth, 0)} ${currency} a month`
  return recoveredPerHour === 0 ? month : `${month}, ${more(recoveredPerHour, 2)} an hour`
}

const more = (amount: number, digits: number): string => `${amount < 0 ? '−' : '+'}${trim(Math.abs(amount), digits)}`

const points = (share: number): string => trim(share * 100, 1)
const signed = (gain: number, halfWidth: number): string =>
  `${gain < 0 ? '' : '+'}${points(gain)} ± ${points(halfWidth)} points`

function together({ allKeptGain, allKeptHalfWidth }: LeverResult, before: number): string {
  const after = Math.min(1, before + allKeptGain)
  return `${points(before)} → ${points(after)} % ± ${points(allKeptHalfWidth)}`
}
