/**
 * Rows of a long or single file, straight from bytes: ten times as fast as through text. A row of any other form than
 * the usual one (quotes, spaces, a local time, an exponent, a fault) is handed on as text.
 */
import type { LongShape, SingleShape } from './recognise-shape.ts'
import { quickNumber, quickTime, type Cell, type QuickDay } from './quick-cells.ts'
import type { PendingSeries } from './sample-buffer.ts'

export interface QuickRows {
  readonly shape: LongShape | SingleShape
  readonly seriesOf: (cells: readonly string[]) => PendingSeries | null
  readonly add: (series: PendingSeries, ms: number, value: number) => void
  /** A row that is not of the usual form. */
  readonly addText: (text: string, line: number) => void
}

const LINE_END = 10
const RETURN = 13
const QUOTE = 34
const SPACE = 32

/** A row and where the cells of its wanted columns are; one object for all rows, so that none is made a row. */
interface Row {
  bytes: Uint8Array
  from: number
  to: number
  /** Where the next row begins. */
  next: number
  readonly delimiter: number
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Reads the lines of `bytes`, which are whole; the first has the number `line`. Gives the number of the next line. */
export type RunReader = (bytes: Uint8Array, line: number) => number

export function createRunReader(rows: QuickRows): RunReader {
  const row = openRow(rows.shape)
  const readRow = createRowReader(rows, row)
  const decoder = new TextDecoder()
  return (bytes, firstLine) => {
    row.bytes = bytes
    let line = firstLine
    for (row.from = 0; row.from < bytes.length; row.from = row.next) {
      if (!readRow()) rows.addText(decoder.decode(bytes.subarray(row.from, row.to)), line)
      line++
    }
    return line
  }
}

function openRow(shape: LongShape | SingleShape): Row {
  const columns = Math.max(shape.time, shape.value, ...(shape.kind === 'long' ? namesOf(shape) : [])) + 1
  return {
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    next: 0,
    delimiter: shape.delimiter.charCodeAt(0),
    starts: new Int32Array(columns),
    ends: new Int32Array(columns),
  }
}

const namesOf = ({ vm, metric, unit }: LongShape): readonly number[] =>
  [vm, metric, unit].filter((column) => column !== null)

/** Answers false when the row is not of the usual form. */
function createRowReader({ shape, seriesOf, add }: QuickRows, row: Row): () => boolean {
  const day: QuickDay = { key: 0, ms: 0 }
  const cell: Cell = { bytes: row.bytes, from: 0, to: 0 }
  const findSeries = createSeriesFinder(shape, seriesOf, row)
  const guess = createGuess(shape, row)
  const take = (column: number): Cell => {
    cell.bytes = row.bytes
    cell.from = row.starts[column] as number
    cell.to = row.ends[column] as number
    return cell
  }
  return () => {
    const isGuessed = guess.fits()
    if (!isGuessed) findEnd(row)
    if (!isGuessed && !splitRow(row)) return false
    const series = isGuessed ? guess.series() : findSeries()
    if (!isGuessed) guess.learn(series)
    if (series === null) return true
    if (row.starts[shape.value] === row.ends[shape.value]) return true
    const value = quickNumber(take(shape.value))
    const ms = quickTime(take(shape.time), day)
    // NaN is the only number that is not itself.
    if (value !== value || ms !== ms) return false
    add(series, ms, value)
    return true
  }
}

function findEnd(row: Row): void {
  const { bytes, from } = row
  const found = bytes.indexOf(LINE_END, from)
  const end = found < 0 ? bytes.length : found
  row.to = end > from && bytes[end - 1] === RETURN ? end - 1 : end
  row.next = end + 1
}

/** That a row is of the series of the row before, and its time as long: then its cells need not be looked for. */
interface Guess {
  fits(): boolean
  series(): PendingSeries | null
  /** After each row that was not guessed; two rows of one series make a guess. */
  learn(series: PendingSeries | null): void
}

function createGuess(shape: LongShape | SingleShape, row: Row): Guess {
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

/** False for quotes, for spaces and control characters at the ends of cells, and for too few cells. */
function splitRow({ bytes, from, to, delimiter, starts, ends }: Row): boolean {
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

interface KnownSeries {
  /** The cells that name it, each followed by a line end. */
  readonly name: Uint8Array
  readonly series: PendingSeries | null
}

/** The series of a row, found by the bytes that name it: no text a row. */
function createSeriesFinder(
  shape: LongShape | SingleShape,
  seriesOf: QuickRows['seriesOf'],
  row: Row,
): () => PendingSeries | null {
  if (shape.kind === 'single') return () => seriesOf([])
  const names = Int32Array.from(namesOf(shape))
  const known = new Map<number, KnownSeries>()
  return () => {
    const hash = hashOf(row, names)
    const found = known.get(hash)
    if (found !== undefined && isNamed(row, names, found.name)) return found.series
    const cells = Array.from(row.starts, (start, column) =>
      names.includes(column) ? Buffer.from(row.bytes.subarray(start, row.ends[column])).toString('utf8') : '',
    )
    const series = seriesOf(cells)
    const name = Buffer.from([...names].map((column) => `${cells[column] ?? ''}\n`).join(''))
    known.set(hash, { name, series })
    return series
  }
}

/** FNV-1a, 32 bits. */
function hashOf({ bytes, starts, ends }: Row, names: Int32Array): number {
  let hash = 0x811c9dc5
  for (let place = 0; place < names.length; place++) {
    const column = names[place] as number
    const end = ends[column] as number
    for (let index = starts[column] as number; index < end; index++) {
      hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193)
    }
    hash = Math.imul(hash ^ LINE_END, 0x01000193)
  }
  return hash
}

function isNamed({ bytes, starts, ends }: Row, names: Int32Array, name: Uint8Array): boolean {
  let at = 0
  for (let place = 0; place < names.length; place++) {
    const column = names[place] as number
    const end = ends[column] as number
    for (let index = starts[column] as number; index < end; index++) if (bytes[index] !== name[at++]) return false
    if (name[at++] !== LINE_END) return false
  }
  return at === name.length
}
