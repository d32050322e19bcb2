/** Nearly every row is like the row before: of the same series, its time as long. Then no cell has to be looked for. */
import { LINE_END, namesOf, RETURN, type Row } from './quick-row.ts'
import type { LongShape, SingleShape } from './recognise-shape.ts'
import type { PendingSeries } from './sample-buffer.ts'

export interface Guess {
  fits(): boolean
  series(): PendingSeries | null
  /** After each row that was not guessed; two rows of one series make a guess. */
  learn(series: PendingSeries | null): void
}

export function createGuess(shape: LongShape | SingleShape, row: Row): Guess {
  const names = shape.kind === 'long' ? namesOf(shape) : []
  const isWhole = names.length + 2 === row.starts.length
  const texts: (Uint8Array | null)[] = Array.from(row.starts, () => null)
  let [isReady, timeLength, before] = [false, 0, undefined as PendingSeries | null | undefined]
  /** Where the cell ends if it is as in the row before; -1 if it is not. */
  const endOf = (column: number, from: number): number => {
    const text = texts[column] ?? null
    if (text !== null) return startsWith(row.bytes, from, text) ? from + text.length : -1
    return column === shape.time ? from + timeLength : endOfCell(row, from)
  }
  return {
    fits() {
      if (!isReady) return false
      let at = row.from
      for (let column = 0; column < row.starts.length; column++) {
        const end = endOf(column, at)
        const isLast = column === row.starts.length - 1
        if (end < 0 || (isLast ? !isEnd(row.bytes, end) : row.bytes[end] !== row.delimiter)) return (isReady = false)
        row.starts[column] = at
        row.ends[column] = end
        at = end + 1
      }
      row.to = at - 1
      row.next = row.bytes[row.to] === RETURN ? at + 1 : at
      return true
    },
    series: () => before ?? null,
    learn(series) {
      isReady = isWhole && series === before
      if (isReady) timeLength = (row.ends[shape.time] as number) - (row.starts[shape.time] as number)
      if (isReady) for (const column of names) texts[column] = row.bytes.slice(row.starts[column], row.ends[column])
      before = series
    },
  }
}

function startsWith(bytes: Uint8Array, from: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[from + index] !== text[index]) return false
  return true
}

function endOfCell({ bytes, delimiter }: Row, from: number): number {
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === delimiter || byte === LINE_END || byte === RETURN) break
  }
  return at
}

/** Of a line: before its end, or where the bytes end. */
const isEnd = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === LINE_END || at === bytes.length || (bytes[at] === RETURN && bytes[at + 1] === LINE_END)
