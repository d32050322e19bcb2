/** What a failure would have lost at each time, as a plot. */
import { promised } from '../../model/quantity.ts'
import type { ReplicationReport, TierLag } from '../../model/replication.ts'
import { drawPlot, type PlotLine } from '../plot.ts'
import { harmless, paragraph, style } from '../text.ts'

const ROWS = 8
const MINUTES_PER_HOUR = 60
/** From so many minutes on the axis is in hours. */
const HOURS_FROM = 300
/** A promise this many times higher than all losses would press them flat; it is said instead. */
const MOST_ABOVE = 2

export function lossPlot(
  tier: TierLag,
  { start, stepSeconds, steps }: ReplicationReport,
  width: number,
): readonly string[] {
  const inHours = tier.worstLagMinutes >= HOURS_FROM
  const scaled = (minutes: number): number => (inHours ? minutes / MINUTES_PER_HOUR : minutes)
  const history = Float64Array.from(tier.course.lagMinutes, scaled)
  const none = new Float64Array(0)
  const { rpoMinutes } = tier
  const isShown = rpoMinutes !== null && rpoMinutes <= tier.worstLagMinutes * MOST_ABOVE
  const lines: readonly PlotLine[] = isShown
    ? [{ value: scaled(rpoMinutes), label: `RPO ${promised(rpoMinutes)}`.replaceAll('\u00a0', ' '), kind: 'dashed' }]
    : []
  const startMs = Date.parse(start) + steps * stepSeconds * 1000
  const paint = { history: style.typed, course: style.typed, band: style.dim, axis: style.dim, line: style.bold }
  const unit = inHours ? 'hours' : 'minutes'
  const above = rpoMinutes !== null && !isShown ? `; the RPO, ${promised(rpoMinutes)}, is above the plot` : ''
  return [
    ...paragraph(
      `${style.bold(`Tier ${harmless(tier.tierId)}`)}  ${style.dim(`what a failure loses at worst, in ${unit}, by the day in UTC${above}`)}`,
      width,
    ),
    ...drawPlot(
      { history, course: none, lower: none, upper: none, startMs, stepSeconds, lines },
      { width, rows: ROWS },
      paint,
    ),
  ]
}
