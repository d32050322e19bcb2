/** The screen of `drplan forecast --pool`: how probable it is that a pool is too small for all VMs together. */
import type { PoolSizing, Shortage } from '../../model/fleet-demand.ts'
import { inSizingUnit, sizingUnitOf } from '../../model/metric-units.ts'
import { count, fixed, percent, trim } from '../../model/quantity.ts'
import { facts, harmless, paragraph, style, table } from '../text.ts'
import { amount, figure } from './forecast-figures.ts'
import { unmeasured } from './forecast-together.ts'

export interface PoolScreen {
  /** Names of VMs by their ids. */
  readonly names: ReadonlyMap<string, string>
  readonly width: number
  /** Every VM that nothing is known of. */
  readonly all: boolean
}

/** More would push the figures off the screen. */
const UNKNOWN_SHOWN = 5

/** One in twenty: the largest shortage of the table. */
const MUCH = 0.05

export function poolScreen({ fleet, drawn, shortage, pools }: PoolSizing, screen: PoolScreen): readonly string[] {
  const { width } = screen
  const { metric } = fleet
  const unit = sizingUnitOf(metric)
  const shown = (value: number): string => figure(inSizingUnit(metric, value))
  return [
    ...paragraph(`${verdict(shortage, drawn)} ${drawnWords(drawn)}`, width),
    '',
    ...table(
      [{ head: 'short with at most' }, { head: `pool, ${unit}`, right: true }],
      pools.map(({ probability, pool }) => [chance(probability), shown(pool)]),
      width,
    ),
    '',
    ...facts(
      [
        ['At peak', amount(inSizingUnit(metric, fleet.peakOfSums), unit), 'what all VMs needed at the same time'],
        ['Sum of peaks', amount(inSizingUnit(metric, fleet.sumOfPeaks), unit), 'no pool has to be larger'],
        ['Largest VM', amount(inSizingUnit(metric, fleet.largestPeak), unit), 'no pool may be smaller'],
      ],
      width,
    ),
    '',
    ...paragraph(style.dim(recordWords(drawn)), width),
    ...notMeasured(`${unmeasured([fleet])} ${unknownNames(fleet.unknown, screen)}`.trim(), width),
  ]
}

const notMeasured = (words: string, width: number): readonly string[] =>
  words === '' ? [] : paragraph(style.dim(words), width)

function verdict(
  { pool, probability, lower, upper, halfWidth }: Shortage,
  { horizonDays, draws }: PoolSizing['drawn'],
): string {
  const said = `${amount(pool, 'vCPU')} for all VMs together over ${count(horizonDays, 'day')}`
  if (probability === 0)
    return `${style.kept(`Not short in any of ${fixed(draws, 0)} draws`)} (at most ${chance(upper)} with 95\u00a0% confidence): ${said}.`
  if (probability === 1)
    return `${style.broken(`Short in every one of ${fixed(draws, 0)} draws`)} (at least ${trim(lower * 100, 2)}\u00a0% with 95\u00a0% confidence): ${said}.`
  const paint = probability > MUCH ? style.broken : style.risk
  return `${paint(`Short with a probability of ${chance(probability)}`)} (±\u00a0${trim(halfWidth * 100, 2)}\u00a0points): ${said}.`
}

/** How it was drawn: the same seed draws the same days. */
function drawnWords({ draws, seed, blockDays }: PoolSizing['drawn']): string {
  const blocks = blockDays === 1 ? 'single days' : `runs of ${blockDays} days`
  return `${fixed(draws, 0)} draws of ${blocks} of the history, seed ${seed}.`
}

/** Two digits, so that one in a thousand is seen; what is almost sure does not read as sure. */
function chance(probability: number): string {
  const digits = probability < 0.01 ? 2 : probability < 0.1 ? 1 : 0
  const rounded = trim(probability * 100, digits)
  if (rounded === '100' && probability < 1) return `> ${probability > 0.999 ? '99.9' : '99'}\u00a0%`
  return `${rounded}\u00a0%`
}

/** Draws only repeat days that were seen. */
function recordWords({ historyDays, horizonDays, recordProbability }: PoolSizing['drawn']): string {
  const odds =
    recordProbability === 0.5
      ? 'is as likely as not'
      : `has a probability of ${percent(recordProbability)}, if all days are alike,`
  return `History cannot show a peak higher than it has seen: with ${count(historyDays, 'day')} of history a peak above all seen ${odds} within ${count(horizonDays, 'day')}. No figure here has growth or headroom.`
}

function unknownNames(unknown: readonly string[], { names, all }: PoolScreen): string {
  if (unknown.length === 0) return ''
  const shown = (all ? unknown : unknown.slice(0, UNKNOWN_SHOWN)).map((id) => harmless(names.get(id) ?? id))
  const hidden = unknown.length - shown.length
  return `They are ${shown.join(', ')}${hidden > 0 ? ` … ${fixed(hidden, 0)} more: --all` : ''}.`
}
