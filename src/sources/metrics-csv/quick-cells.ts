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
  from: number
  to: number
}

/** `123`, `1.5`; NaN for anything else. */
export function quickNumber({ bytes, from, to }: Cell): number {
  let digits = 0
  let point = -1
  for (let index = from; index < to; index++) {
    const byte = bytes[index] as number
    if (byte >= ZERO && byte <= NINE) digits = digits * 10 + byte - ZERO
    else if (byte === POINT && point < 0) point = index
    else return NaN
  }
  const written = to - from - (point < 0 ? 0 : 1)
  if (written < 1 || written > MOST_DIGITS) return NaN
  return point < 0 ? digits : digits / (powersOfTen[to - point - 1] as number)
}

/** The day that was read last: rows of one day follow one another. */
export interface QuickDay {
  /** Year, month, day as one number. */
  key: number
  ms: number
}

/** `2026-10-12T00:05:00Z`, also with a space, also with milliseconds, as epoch milliseconds; else NaN. */
export function quickTime(cell: Cell, day: QuickDay): number {
  const { bytes, from, to } = cell
  const length = to - from
  if ((length !== 20 && length !== 24) || bytes[to - 1] !== 90 || !isShaped(bytes, from)) return NaN
  return dayMs(bytes, from, day) + timeOfDay(bytes, from + 11) + milliseconds(bytes, from + 19, length)
}

function isShaped(bytes: Uint8Array, from: number): boolean {
  const separator = bytes[from + 10]
  return (
    bytes[from + 4] === 45 &&
    bytes[from + 7] === 45 &&
    (separator === 84 || separator === 32) &&
    bytes[from + 13] === 58 &&
    bytes[from + 16] === 58
  )
}

function dayMs(bytes: Uint8Array, from: number, day: QuickDay): number {
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2)
  const month = twoDigits(bytes, from + 5)
  const date = twoDigits(bytes, from + 8)
  const key = year * 10_000 + month * 100 + date
  if (key === day.key) return day.ms
  const ms = Date.UTC(year, month - 1, date)
  // Date.UTC rolls 30 February over; years outside these are slips (parse-time.ts).
  const isReal = year >= 1990 && year < 2200 && new Date(ms).getUTCDate() === date && month >= 1 && month <= 12
  if (!isReal) return NaN
  day.key = key
  day.ms = ms
  return ms
}

function timeOfDay(bytes: Uint8Array, from: number): number {
  const hour = twoDigits(bytes, from)
  const minute = twoDigits(bytes, from + 3)
  const second = twoDigits(bytes, from + 6)
  return hour < 24 && minute < 60 && second < 60 ? ((hour * 60 + minute) * 60 + second) * 1000 : NaN
}

function milliseconds(bytes: Uint8Array, from: number, length: number): number {
  if (length === 20) return 0
  return bytes[from] === POINT ? digit(bytes, from + 1) * 100 + twoDigits(bytes, from + 2) : NaN
}

const twoDigits = (bytes: Uint8Array, at: number): number => digit(bytes, at) * 10 + digit(bytes, at + 1)

function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] as number) - ZERO
  return value >= 0 && value <= 9 ? value : NaN
}
