/**
 * Nearly every row is like the row before: of the same series, its time as long. So it is compared with a template, four
 * bytes at once; but for the value and the digits of the time it has to be the same, and no cell has to be looked for.
 */
import { digitsOfTime, hasTimeForm, leadingNumber, type Cell, type QuickDay } from './quick-cells.ts'
import { LINE_END, namesOf, RETURN, type Row } from './quick-row.ts'
import { fits, stretchOf, type Stretch } from './quick-template.ts'
import type { LongShape, SingleShape } from './recognise-shape.ts'
import type { PendingSeries } from './sample-buffer.ts'

export interface Guessing {
  readonly shape: LongShape | SingleShape
  readonly row: Row
  readonly cell: Cell
  readonly day: QuickDay
  readonly add: (series: PendingSeries, ms: number, value: number) => void
}

export interface Guess {
  /** Adds the sample of the row and finds where the next one begins, if the row is as was guessed. */
  take(): boolean
  /** After each row that was not; two rows of one series make a guess. */
  learn(series: PendingSeries | null): void
}

interface Template {
  readonly beforeValue: Stretch
  readonly afterValue: Stretch
  /** Of the time, after where its stretch begins. */
  readonly timeAt: number
  readonly timeLength: number
  readonly isTimeFirst: boolean
}

export function createGuess({ shape, row, cell, day, add }: Guessing): Guess {
  // A column that means nothing may be different in every row.
  const isWhole = (shape.kind === 'long' ? namesOf(shape).length : 0) + 2 === row.starts.length
  let template: Template | null = null
  let before: PendingSeries | null | undefined
  return {
    take() {
      if (template === null || !findValue(template, row, cell)) return false
      const value = leadingNumber(cell)
      const afterValue = cell.end
      const end = afterValue + template.afterValue.length
      if (value !== value || !fits(template.afterValue, row.view, afterValue) || !isEnd(row.bytes, end)) return false
      cell.from = (template.isTimeFirst ? row.from : afterValue) + template.timeAt
      cell.to = cell.from + template.timeLength
      const ms = digitsOfTime(cell, day)
      if (ms !== ms) return false
      row.next = row.bytes[end] === RETURN ? end + 2 : end + 1
      if (before) add(before, ms, value)
      return true
    },
    learn(series) {
      if (series !== before || !isWhole) template = null
      else template = templateOf(shape, row)
      before = series
    },
  }
}

function findValue({ beforeValue }: Template, row: Row, cell: Cell): boolean {
  if (!fits(beforeValue, row.view, row.from)) return false
  cell.from = row.from + beforeValue.length
  cell.to = row.bytes.length
  return true
}

/** Null where the time is of another form than most are. */
function templateOf({ time, value }: LongShape | SingleShape, row: Row): Template | null {
  const cellAt = (column: number) => ({ from: row.starts[column] as number, to: row.ends[column] as number })
  const [timeCell, valueCell] = [cellAt(time), cellAt(value)]
  const hasMoreCells = row.ends.at(-1) !== row.to
  if (hasMoreCells || !hasTimeForm({ bytes: row.bytes, ...timeCell })) return null
  const isTimeFirst = timeCell.from < valueCell.from
  return {
    beforeValue: stretchOf(row.bytes, { from: row.from, to: valueCell.from }, timeCell),
    afterValue: stretchOf(row.bytes, { from: valueCell.to, to: row.to }, timeCell),
    timeAt: timeCell.from - (isTimeFirst ? row.from : valueCell.to),
    timeLength: timeCell.to - timeCell.from,
    isTimeFirst,
  }
}

/** Of a line: before its end, or where the bytes end. */
const isEnd = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === LINE_END || at === bytes.length || (bytes[at] === RETURN && bytes[at + 1] === LINE_END)
