/** A level shift in words: when, from what to what, and what sizing (usage.ts) makes of it. */
import type { Grid } from '../../model/metric-series.ts'
import { DAYS_PER_WEEK, stepsPerDay } from './cycle.ts'
import { findLevelShift } from './level-shift.ts'
import { fillGaps, trimHistory } from './prepare.ts'

const units = { cpu: { amount: 1, name: 'vCPU' }, memory: { amount: 2 ** 30, name: 'GiB' } } as const

/** Null where the level did not shift. */
export function describeShift(metric: keyof typeof units, grid: Grid): string | null {
  const history = trimHistory(grid.p95)
  if (history === null) return null
  const perDay = stepsPerDay(grid.stepSeconds)
  const shift = findLevelShift(fillGaps(history.samples, perDay), perDay)
  if (shift === null) return null
  const { step, before, after } = shift
  const at = new Date(grid.startMs + (history.trimmed.leading + step) * grid.stepSeconds * 1000)
    .toISOString()
    .slice(0, 10)
  const { amount, name } = units[metric]
  const figures = `${(before / amount).toFixed(1)} to ${(after / amount).toFixed(1)} ${name}`
  const days = (history.samples.length - step) / perDay
  return `On ${at} its ${metric} ${after < before ? 'fell' : 'rose'} from ${figures} (median of a day). ${sizedBy(after < before, days)}`
}

function sizedBy(fell: boolean, days: number): string {
  if (!fell) return 'It is sized by the new level.'
  if (days >= DAYS_PER_WEEK) return 'It is sized by what came since.'
  return `It is sized by the old level until the new one has held for ${DAYS_PER_WEEK} days.`
}
