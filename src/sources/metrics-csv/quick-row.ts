/** A row of a long or single file as bytes, and where its cells are. */
import type { LongShape, SingleShape } from './recognise-shape.ts'

export const LINE_END = 10
export const RETURN = 13
const QUOTE = 34
const SPACE = 32

/** A row and where the cells of its wanted columns are; one object for all rows, so that none is made a row. */
export interface Row {
  bytes: Uint8Array
  /** Of the same bytes: four at once. */
  view: DataView
  from: number
  to: number
  /** Where the next row begins. */
  next: number
  readonly delimiter: number
  readonly starts: Int32Array
  readonly ends: Int32Array
}

export function openRow(shape: LongShape | SingleShape): Row {
  const columns = Math.max(shape.time, shape.value, ...(shape.kind === 'long' ? namesOf(shape) : [])) + 1
  return {
    bytes: new Uint8Array(0),
    view: new DataView(new ArrayBuffer(0)),
    from: 0,
    to: 0,
    next: 0,
    delimiter: shape.delimiter.charCodeAt(0),
    starts: new Int32Array(columns),
    ends: new Int32Array(columns),
  }
}

export const namesOf = ({ vm, metric, unit }: LongShape): readonly number[] =>
  [vm, metric, unit].filter((column) => column !== null)

export function findEnd(row: Row): void {
  const { bytes, from } = row
  const found = bytes.indexOf(LINE_END, from)
  const end = found < 0 ? bytes.length : found
  row.to = end > from && bytes[end - 1] === RETURN ? end - 1 : end
  row.next = end + 1
}

/** False for quotes, for spaces and control characters at the ends of cells, and for too few cells. */
export function splitRow({ bytes, from, to, delimiter, starts, ends }: Row): boolean {
  let column = 0
  let start = from
  for (let index = from; index <= to; index++) {
    const byte = index === to ? delimiter : (bytes[index] as number)
    if (byte === QUOTE) return false
    if (byte !== delimiter) continue
    if (column < starts.length) {
      if (isPadded(bytes, start, index)) return false
      starts[column] = start
      ends[column] = index
    }
    column++
    start = index + 1
  }
  return column >= starts.length
}

const isPadded = (bytes: Uint8Array, from: number, to: number): boolean =>
  to > from && ((bytes[from] as number) <= SPACE || (bytes[to - 1] as number) <= SPACE)
