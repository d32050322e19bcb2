/** Times and values in the answers of clouds, as JSON has them. */
import { createTimeReader } from './parse-time.ts'
import type { Report } from './report.ts'

/** Epoch milliseconds UTC of a time as it was sent; null when it is none, or has no zone. */
export type InstantReader = (value: unknown) => number | null

/**
 * Clouds write every time with its zone; one without has been through something else, and is not read. With a memory:
 * all machines have samples at the same times.
 */
export function createInstantReader(): InstantReader {
  const readTime = createTimeReader()
  return (value) => {
    const read = readTime(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '')
    return read?.hasZone ? read.ms : null
  }
}

/** Null where nothing was measured, NaN for what is no number or below zero. */
export function amountOf(value: unknown): number | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : Number.NaN
}

/** How the answers of a folder are read. */
export interface AnswerReading {
  readonly report: Report
  readonly instantOf: InstantReader
}
