/** Distributions as bars of eighths of a cell (Unicode blocks U+2581 to U+2588). */

export interface Bins {
  /** Ascending; one more than there are counts. */
  readonly edges: readonly number[]
  readonly counts: readonly number[]
}

const eighths = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** One cell of `eighth` eighths, 0 to 8; nothing is a blank. */
const block = (eighth: number): string => eighths[Math.min(8, Math.max(0, eighth))] || ' '

/**
 * Counts of `bins` on `cells` of one width from 0 on, and how many lie beyond the last of them. Within a bin runs are spread
 * evenly, so an edge of both stays an edge.
 */
export function binOnCells(
  { edges, counts }: Bins,
  cells: number,
  width: number,
): { readonly inside: readonly number[]; readonly beyond: number } {
  const inside: number[] = Array.from({ length: cells }, () => 0)
  let beyond = 0
  for (const [index, count] of counts.entries()) {
    const [from, to] = [edges[index] ?? 0, edges[index + 1] ?? 0]
    const shareUpTo = (edge: number): number => (edge >= to ? 1 : Math.max(0, (edge - from) / (to - from)))
    for (let cell = 0; cell < cells; cell++)
      inside[cell] = (inside[cell] ?? 0) + count * (shareUpTo((cell + 1) * width) - shareUpTo(cell * width))
    beyond += count * (1 - shareUpTo(cells * width))
  }
  return { inside: inside.map((sum) => (sum < 1e-6 ? 0 : sum)), beyond: beyond < 1e-6 ? 0 : beyond }
}

/** One line, the highest bar a full cell; whatever is not 0 shows. */
export function sparkline(values: readonly number[]): readonly string[] {
  const most = Math.max(...values)
  return values.map((value) => block(value > 0 ? Math.max(1, Math.round((value / most) * 8)) : 0))
}

/** Lines from the top, `rows` of them, a cell for each value; the highest reaches `top`. */
export function columnsOf(values: readonly number[], rows: number, top: number): readonly (readonly string[])[] {
  const heights = values.map((value) => (value > 0 ? Math.max(1, Math.round((value / top) * rows * 8)) : 0))
  return Array.from({ length: rows }, (_, line) => heights.map((height) => block(height - (rows - 1 - line) * 8)))
}
