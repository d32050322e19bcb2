/** The plainest quantile: one of the values themselves, so that it never lies below what it promises to hold. */

/**
 * The smallest of `sorted` - which ascend, one value at least - that the share `level` of them, from 0 to 1, lies at or
 * below (nearest rank).
 */
export function nearestRank(sorted: Float64Array, level: number): number {
  const rank = Math.ceil(level * sorted.length - 1e-9)
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] as number
}

/** The same of values in any order, of which those that are not finite count as missing; null when all are. */
export function nearestRankOf(values: Float64Array, level: number): number | null {
  const sorted = values.filter(Number.isFinite).sort()
  return sorted.length === 0 ? null : nearestRank(sorted, level)
}
