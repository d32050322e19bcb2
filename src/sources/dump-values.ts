/** Times and values in the answers of clouds, as JSON has them. */
import { readTime } from './parse-time.ts'

/** Epoch milliseconds UTC. Clouds write every time with its zone; one without has been through something else: null. */
export function instantOf(value: unknown): number | null {
  const read = readTime(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '')
  return read?.hasZone ? read.ms : null
}

/** Null where nothing was measured, NaN for what is no number or below zero. */
export function amountOf(value: unknown): number | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : Number.NaN
}
