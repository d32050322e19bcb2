/**
 * Numbers and times straight from bytes, for the forms that nearly every file has. What is written in another way is
 * NaN here and left to the readers of text, which know every form and every fault: this file only saves their time.
 */

const ZERO = 48
const NINE = 57
const POINT = 46

/** More digits may not fit a double exactly, and a quotient of two exact numbers is rounded right (Clinger 1990). */
const MOST_DIGITS = 15
const powersOfTen = Array.from({ length: MOST_DIGITS + 1 }, (_, power) => 10 ** power)

/** A stretch of bytes; one object for all cells, so that none is made a row. */
export interface Cell {
  bytes: Uint8Array
  /** Of the same bytes: four at once. */
  view: DataView
  from: number
  to: number
  /** Up to where the last number went. */
  end: number
}

export const openCell = (bytes: Uint8Array): Cell => ({ bytes, view: viewOf(bytes), from: 0, to: bytes.length, end: 0 })

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** `123`, `1.5`; NaN for anything else. */
export function quickNumber(cell: Cell): number {
  const value = leadingNumber(cell)
  return cell.end === cell.to ? value : NaN
}

/** The number that a cell begins with, and `end` where it ends; NaN for none. */
export function leadingNumber(cell: Cell): number {
  const { bytes, from, to } = cell
  let digits = 0
  let point = -1
  let index = from
  for (; index < to; index++) {
    const byte = bytes[index] as number
    if (byte >= ZERO && byte <= NINE) digits = digits * 10 + byte - ZERO
    else if (byte === POINT && point < 0) point = index
    else break
  }
  cell.end = index
  const written = index - from - (point < 0 ? 0 : 1)
  if (written < 1 || written > MOST_DIGITS) return NaN
  return point < 0 ? digits : digits / (powersOfTen[index - point - 1] as number)
}

/** The day that was read last: rows of one day follow one another. */
export interface QuickDay {
  /** Its ten bytes. */
  readonly text: [number, number, number]
  ms: number
}

export const noDay = (): QuickDay => ({ text: [0, 0, 0], ms: NaN })

/** `2026-10-12T00:05:00Z`, also with a space, also with milliseconds, as epoch milliseconds; else NaN. */
export const quickTime = (cell: Cell, day: QuickDay): number => (hasTimeForm(cell) ? digitsOfTime(cell, day) : NaN)

/** Is all as in such a time but the digits? */
export function hasTimeForm({ bytes, from, to }: Pick<Cell, 'bytes' | 'from' | 'to'>): boolean {
  const length = to - from
  const separator = bytes[from + 10]
  return (
    (length === 20 || (length === 24 && bytes[from + 19] === POINT)) &&
    bytes[to - 1] === 90 &&
    bytes[from + 4] === 45 &&
    bytes[from + 7] === 45 &&
    (separator === 84 || separator === 32) &&
    bytes[from + 13] === 58 &&
    bytes[from + 16] === 58
  )
}

/** As `quickTime`, of a cell of which only the digits are not known to be right. */
export function digitsOfTime({ bytes, view, from, to }: Cell, day: QuickDay): number {
  const start = isOfDay(view, from, day) ? day.ms : readDay(bytes, view, { from, day })
  const milliseconds = to - from === 20 ? 0 : threeDigits(bytes, from + 20)
  return start + timeOfDay(bytes, from + 11) + (milliseconds < 0 ? NaN : milliseconds)
}

const isOfDay = (view: DataView, from: number, { text }: QuickDay): boolean =>
  view.getUint32(from, true) === text[0] &&
  view.getUint32(from + 4, true) === text[1] &&
  view.getUint16(from + 8, true) === text[2]

function readDay(
  bytes: Uint8Array,
  view: DataView,
  { from, day }: { readonly from: number; readonly day: QuickDay },
): number {
  const [century, years] = [twoDigits(bytes, from), twoDigits(bytes, from + 2)]
  const [month, date] = [twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)]
  const year = century * 100 + years
  const ms = Date.UTC(year, month - 1, date)
  // Date.UTC rolls 30 February over; years outside these are slips (parse-time.ts).
  const isReal = year >= 1990 && year < 2200 && new Date(ms).getUTCDate() === date && month >= 1 && month <= 12
  if (!isReal || years < 0) return NaN
  day.text[0] = view.getUint32(from, true)
  day.text[1] = view.getUint32(from + 4, true)
  day.text[2] = view.getUint16(from + 8, true)
  day.ms = ms
  return ms
}

function timeOfDay(bytes: Uint8Array, from: number): number {
  const hour = twoDigits(bytes, from)
  const minute = twoDigits(bytes, from + 3)
  const second = twoDigits(bytes, from + 6)
  const isReal = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
  return isReal ? ((hour * 60 + minute) * 60 + second) * 1000 : NaN
}

/** Below 0 where a byte is no digit. Whole numbers all along: NaN would make every sum one of doubles. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [(bytes[at] as number) - ZERO, (bytes[at + 1] as number) - ZERO]
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones
}

function threeDigits(bytes: Uint8Array, at: number): number {
  const hundreds = (bytes[at] as number) - ZERO
  const rest = twoDigits(bytes, at + 1)
  return hundreds < 0 || hundreds > 9 || rest < 0 ? -1 : hundreds * 100 + rest
}
