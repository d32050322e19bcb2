/** Sums of records, by where they were seen. */
import type { Observed } from '../model/dependency.ts'

/** What one record, or a few of one kind, add. */
export interface Seen {
  readonly records: number
  readonly bytes: number | null
  /** Epoch milliseconds UTC. */
  readonly firstMs: number | null
  readonly lastMs: number | null
}

export interface Totals {
  records: number
  bytes: number | null
  firstMs: number | null
  lastMs: number | null
}

export const noTotals = (): Totals => ({ records: 0, bytes: null, firstMs: null, lastMs: null })

export function addTotals(totals: Totals, { records, bytes, firstMs, lastMs }: Seen): void {
  totals.records += records
  if (bytes !== null) totals.bytes = (totals.bytes ?? 0) + bytes
  totals.firstMs = least(totals.firstMs, firstMs)
  totals.lastMs = most(totals.lastMs, lastMs)
}

const either =
  (choose: (a: number, b: number) => number) =>
  (a: number | null, b: number | null): number | null =>
    a === null ? b : b === null ? a : choose(a, b)

const least = either(Math.min)
const most = either(Math.max)

/** The interfaces at both ends, and those between, saw the same packets: the one that saw the most counts. */
export function mergeObservers(observers: readonly Totals[]): Observed {
  const merged = observers.reduce<Totals>((all, one) => {
    return {
      records: Math.max(all.records, one.records),
      bytes: most(all.bytes, one.bytes),
      firstMs: least(all.firstMs, one.firstMs),
      lastMs: most(all.lastMs, one.lastMs),
    }
  }, noTotals())
  return { records: merged.records, bytes: merged.bytes, first: isoOf(merged.firstMs), last: isoOf(merged.lastMs) }
}

const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
