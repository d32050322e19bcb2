/** Figures of forecasts, the same on all of their screens. */
import type { ConfidenceLevel } from '../../model/data-status.ts'
import { duration, trim } from '../../model/quantity.ts'
import { style } from '../text.ts'

/** Three digits or so, and never less than a thousandth: `0.123 vCPU`, `12.3 GiB`, `1,234 IOPS`. */
export function amount(value: number, unit: string): string {
  return `${figure(value)}\u00a0${unit}`
}

export function figure(value: number): string {
  const size = Math.abs(value)
  return trim(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

/** `P95`, `P99.9`. */
export const quantileName = (level: number | undefined): string =>
  level === undefined ? 'quantile' : `P${trim(level * 100, 2)}`

/** Horizons are spoken of in days: `28 d`; up to two of them, or where some hours are left over, as durations are. */
export const daysOrHours = (hours: number): string => duration(hours * 60)

const colours = { none: style.broken, low: style.risk, medium: String, high: style.kept } as const

export const confidenceCell = (level: ConfidenceLevel): string => colours[level](level)
