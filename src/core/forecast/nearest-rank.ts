/** The plainest quantile: one of the values themselves, so that it never lies below what it promises to hold. */

/**
 * The smallest of `sorted` - which ascend, one value at least - that the share `level` of them, from 0 to 1, lies at or
 * below (nearest rank).
 */
export function nearestRank(sorted: Float64Array, level: number): number {
  const rank = Math.ceil(level * sorted.length - 1e-9)
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] as number
}

/** The finite ones of `values`, ascending. */
export function sortFinite(values: Float64Array): Float64Array {
  const finite = new Float64Array(values.length)
  let count = 0
  for (const value of values) if (Number.isFinite(value)) finite[count++] = value
  return finite.subarray(0, count).sort()
}

/** The nearest rank of values in any order, of which those that are not finite count as missing; null when all are. */
export function nearestRankOf(values: Float64Array, level: number): number | null {
  const sorted = sortFinite(values)
  return sorted.length === 0 ? null : nearestRank(sorted, level)
}
