/** The traffic of a VM, to the network and to its disks, as one series where a source measures directions apart. */
import type { Grid, MetricId } from '../../model/metric-series.ts'

/**
 * `network-bytes` as measured, else received and sent added step by step: peaks of the two seldom meet,
 * so adding their quantiles would ask for a link that nobody uses. One direction alone stands for itself.
 * Undefined where nobody measures traffic.
 */
export function totalTraffic(grids: ReadonlyMap<MetricId, Grid>): Grid | undefined {
  const total = grids.get('network-bytes')
  const received = grids.get('network-received-bytes')
  const sent = grids.get('network-sent-bytes')
  if (total !== undefined) return total
  if (received === undefined || sent === undefined) return received ?? sent
  return addSteps(received, sent, 'network-bytes')
}

/**
 * `disk-bytes` as measured, else read and written added step by step. Undefined unless both are known: writes
 * alone are seldom half of what a disk does.
 */
export function totalDiskBytes(grids: ReadonlyMap<MetricId, Grid>): Grid | undefined {
  const read = grids.get('disk-read-bytes')
  const written = grids.get('disk-written-bytes')
  return grids.get('disk-bytes') ?? (read && written && addSteps(read, written, 'disk-bytes'))
}

/**
 * Adds the finer series to the coarser one. A step is known where both are: half a sum is no sum. Quantiles
 * and maxima inside a step are added, which is their upper bound.
 */
function addSteps(a: Grid, b: Grid, metric: MetricId): Grid {
  const [coarse, fine] = a.stepSeconds >= b.stepSeconds ? [a, b] : [b, a]
  const add = (pick: (grid: Grid) => Float64Array): Float64Array => {
    const other = pick(fine)
    return pick(coarse).map((value, step) => value + meanWithin(other, stepsOfFine(coarse, fine, step)))
  }
  return {
    ...coarse,
    metric,
    mean: add((grid) => grid.mean),
    p95: add((grid) => grid.p95),
    max: add((grid) => grid.max),
  }
}

/** Which steps of the finer series begin inside a step of the coarser one, to the nearest step. */
function stepsOfFine(coarse: Grid, fine: Grid, step: number): { from: number; to: number } {
  const offset = (coarse.startMs - fine.startMs) / 1000
  const at = (boundary: number): number => Math.round((offset + boundary * coarse.stepSeconds) / fine.stepSeconds)
  return { from: at(step), to: at(step + 1) }
}

function meanWithin(values: Float64Array, { from, to }: { from: number; to: number }): number {
  if (from < 0 || to > values.length || to <= from) return Number.NaN
  return values.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
}
