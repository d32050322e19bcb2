/**
 * Rows of a long or single file, straight from bytes: ten times as fast as through text. A row of any other form than
 * the usual one (quotes, spaces, a local time, an exponent, a fault) is handed on as text.
 */
import type { LongShape, SingleShape } from './recognise-shape.ts'
import { noDay, openCell, quickNumber, quickTime, viewOf, type Cell } from './quick-cells.ts'
import { createGuess } from './quick-guess.ts'
import { findEnd, openRow, splitRow, type Row } from './quick-row.ts'
import { createSeriesFinder, type SeriesOfRow } from './quick-series.ts'
import type { PendingSeries } from './sample-buffer.ts'

export interface QuickRows {
  readonly shape: LongShape | SingleShape
  readonly seriesOf: SeriesOfRow
  readonly add: (series: PendingSeries, ms: number, value: number) => void
  /** A row that is not of the usual form. */
  readonly addText: (text: string, line: number) => void
}

/** Reads the lines of `bytes`, which are whole; the first has the number `line`. Gives the number of the next line. */
export type RunReader = (bytes: Uint8Array, line: number) => number

export function createRunReader(rows: QuickRows): RunReader {
  const row = openRow(rows.shape)
  const cell = openCell(row.bytes)
  const readRow = createRowReader(rows, row, cell)
  const decoder = new TextDecoder()
  return (bytes, firstLine) => {
    row.bytes = cell.bytes = bytes
    row.view = cell.view = viewOf(bytes)
    let line = firstLine
    for (row.from = 0; row.from < bytes.length; row.from = row.next) {
      if (!readRow()) rows.addText(decoder.decode(bytes.subarray(row.from, row.to)), line)
      line++
    }
    return line
  }
}

/** Answers false when the row is not of the usual form. */
function createRowReader({ shape, seriesOf, add }: QuickRows, row: Row, cell: Cell): () => boolean {
  const day = noDay()
  const findSeries = createSeriesFinder(shape, seriesOf, row)
  const guess = createGuess({ shape, row, cell, day, add })
  const cellAt = (column: number): Cell => {
    cell.from = row.starts[column] as number
    cell.to = row.ends[column] as number
    return cell
  }
  return () => {
    if (guess.take()) return true
    findEnd(row)
    if (!splitRow(row)) return false
    const series = findSeries()
    if (row.starts[shape.value] === row.ends[shape.value]) return true
    guess.learn(series)
    if (series === null) return true
    const value = quickNumber(cellAt(shape.value))
    const ms = quickTime(cellAt(shape.time), day)
    // NaN is the only number that is not itself.
    if (value !== value || ms !== ms) return false
    add(series, ms, value)
    return true
  }
}
