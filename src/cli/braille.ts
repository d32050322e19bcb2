/**
 * Columns of figures as dots, two by four a cell (Unicode block U+2800). Dot columns count from the left, dot rows from
 * the bottom.
 */

/** What lies between two dot rows, both included; null where there is nothing. */
export type DotRange = readonly [low: number, high: number] | null

const [DOTS_WIDE, DOTS_HIGH] = [2, 4]
const EMPTY_CELL = 0x28_00
/** The bits of a cell, column by column, from the bottom up. */
const bits = [
  [0x40, 0x04, 0x02, 0x01],
  [0x80, 0x20, 0x10, 0x08],
] as const

/** Cells by row, from the top; a cell without a dot is empty text. `filled`: which dots of a range are set. */
export function drawDots(
  ranges: readonly DotRange[],
  rows: number,
  filled: (column: number, row: number) => boolean = () => true,
): readonly (readonly string[])[] {
  const cells = Math.ceil(ranges.length / DOTS_WIDE)
  const masks = Array.from({ length: rows }, () => Array.from({ length: cells }, () => 0))
  for (const [column, range] of ranges.entries()) {
    if (range === null) continue
    for (let row = range[0]; row <= range[1]; row++) {
      if (!filled(column, row)) continue
      const line = masks[rows - 1 - Math.floor(row / DOTS_HIGH)]
      const cell = Math.floor(column / DOTS_WIDE)
      if (line) line[cell] = (line[cell] ?? 0) | (bits[column % 2 === 0 ? 0 : 1][row % DOTS_HIGH] ?? 0)
    }
  }
  return masks.map((line) => line.map((mask) => (mask === 0 ? '' : String.fromCodePoint(EMPTY_CELL + mask))))
}

/** How many dot rows and dot columns so many cells have. */
export const dotsHigh = (rows: number): number => rows * DOTS_HIGH
export const dotsWide = (cells: number): number => cells * DOTS_WIDE

/**
 * For each of `columns` the lowest and highest of the values that fall on it, NaN left out; a value is wider than a dot
 * where there are fewer values than columns. Neighbours are joined, so that a steep line has no holes.
 */
export function rangesOf(values: Float64Array, columns: number, rowOf: (value: number) => number): readonly DotRange[] {
  let before: DotRange = null
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns)
    const to = Math.max(from + 1, Math.ceil(((column + 1) * values.length) / columns))
    const rows = [...values.subarray(from, to)].filter(Number.isFinite).map(rowOf)
    const range = rows.length === 0 ? null : joined([Math.min(...rows), Math.max(...rows)], before)
    before = rows.length === 0 ? null : [Math.min(...rows), Math.max(...rows)]
    return range
  })
}

function joined([low, high]: NonNullable<DotRange>, before: DotRange): DotRange {
  if (before === null) return [low, high]
  if (before[1] < low) return [before[1] + 1, high]
  return before[0] > high ? [low, before[0] - 1] : [low, high]
}
