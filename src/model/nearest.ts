/** "Did you mean …?" */

/**
 * The candidate that is nearest to `text`, if it is near enough to be a slip of the fingers; else null. The first of
 * several that are equally near.
 */
export function nearest(text: string, candidates: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(text.length / 3))
  let best: { name: string; distance: number } | null = null
  for (const name of candidates) {
    if (Math.abs(text.length - name.length) > limit) continue
    const distance = editDistance(text.toLowerCase(), name.toLowerCase())
    // A word of which nothing is left was not meant.
    if (distance <= limit && distance < text.length && (best === null || distance < best.distance))
      best = { name, distance }
  }
  return best?.name ?? null
}

/** The fewest insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity
  const isSwap = (row: number, column: number): boolean =>
    row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    rows.push(current)
    for (let column = 1; column <= b.length; column++) {
      const replace = at(row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const swap = isSwap(row, column) ? at(row - 2, column - 2) + 1 : Infinity
      current.push(Math.min(replace, swap, at(row - 1, column) + 1, at(row, column - 1) + 1))
    }
  }
  return at(a.length, b.length)
}
