/** Bins of one width, round figures, so placed that the promise is an edge. */
import { MS_A_MINUTE } from './step-times.ts'

const WANTED_BINS = 30
/** Of a long tail the last bin takes what is beyond. */
const MOST_BINS = 60

export interface Histogram {
  /** Minutes, ascending; one more than there are bins. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

/** `sorted`: milliseconds, finite. Bins are open below and closed above: what takes as long as promised keeps it. */
export function binTimes(sorted: Float64Array, promiseMs: number | null): Histogram {
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) return { edges: [], counts: [] }
  // The width goes by the bulk; one run in a thousand must not make all others one bar.
  const bulk = sorted[Math.ceil(sorted.length * 0.995) - 1] ?? most
  const shown = promiseMs === null ? [least, bulk] : [least, bulk, promiseMs]
  const width = roundWidth((Math.max(...shown) - Math.min(...shown)) / WANTED_BINS)
  const anchor = promiseMs ?? 0
  const binOf = (time: number): number => Math.ceil((time - anchor) / width) - 1
  const first = Math.min(...shown.map(binOf))
  const last = Math.max(...shown.map(binOf), binOf(most))
  const bins = Math.min(last - first + 1, MOST_BINS)
  const counts: number[] = Array.from({ length: bins }, () => 0)
  for (const time of sorted) {
    const bin = Math.min(bins - 1, binOf(time) - first)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const edges = Array.from({ length: bins + 1 }, (_, bin) => Math.max(0, anchor + (first + bin) * width) / MS_A_MINUTE)
  return { edges: last - first < bins ? edges : [...edges.slice(0, -1), most / MS_A_MINUTE], counts }
}

/** Up to 1, 2 or 5 times a power of ten, in milliseconds of a decimal minute; at least a hundredth of a minute. */
function roundWidth(ms: number): number {
  const least = Math.max(ms / MS_A_MINUTE, 0.01)
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9)
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10
  return Math.max(1, Math.round(factor * power * MS_A_MINUTE))
}
