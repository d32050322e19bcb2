/**
 * A plot of what was measured and what is expected, as lines of text: time along the bottom in UTC, the amount upwards from 0.
 * Missing samples break the line; they are never bridged.
 */
import { drawDots, dotsHigh, dotsWide, rangesOf, type DotRange } from './braille.ts'
import { dayAxis, scaleTo, type Stretch } from './plot-axes.ts'

type Paint = (text: string) => string

/** How each part is coloured. */
export interface PlotPaint {
  readonly history: Paint
  readonly course: Paint
  readonly band: Paint
  readonly axis: Paint
  /** Of levels that are drawn through. */
  readonly line: Paint
}

/** A level across the plot, with its words at the right. */
export interface PlotLine {
  readonly value: number
  readonly label: string
  /** Dashed all the way, or drawn through where the forecast is. */
  readonly kind: 'dashed' | 'ahead'
}

export interface Plot {
  /** Columns of one step each, in the unit that is shown; NaN = missing. The forecast begins where the history ends. */
  readonly history: Float64Array
  readonly course: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Epoch milliseconds UTC of the first step of the forecast. */
  readonly startMs: number
  readonly stepSeconds: number
  readonly lines: readonly PlotLine[]
}

export interface PlotSize {
  /** Of the whole, with margin, axis and words. */
  readonly width: number
  /** Rows above the axis of time. */
  readonly rows: number
}

const MARGIN = 2
/** With less, words at the right are left to the legend. */
const CELLS_FOR_LABELS = 56

/** A cell is a character and who painted it; nothing painted is a blank. */
interface Cell {
  readonly text: string
  readonly paint: Paint
}

const blank: Cell = { text: ' ', paint: (text) => text }

export function drawPlot(plot: Plot, { width, rows }: PlotSize, paint: PlotPaint): readonly string[] {
  const { history, course, upper, lines } = plot
  const scale = scaleTo(highestOf([history, course, upper, Float64Array.from(lines, ({ value }) => value)]))
  const rowOf = (value: number): number =>
    Math.round((Math.min(scale.top, Math.max(0, value)) / scale.top) * (dotsHigh(rows) - 1))
  const lineOf = (value: number): number => rows - 1 - Math.floor(rowOf(value) / 4)
  const gutter = Math.max(...scale.ticks.map(({ label }) => label.length))
  const room = width - MARGIN - gutter - 2
  const words = wordsAt(lines, lineOf)
  const wordCells = 1 + Math.max(0, ...lines.map(({ label }) => label.length))
  const cells = room - wordCells >= CELLS_FOR_LABELS ? room - wordCells : room
  const past = Math.round((history.length / (history.length + course.length)) * (cells - 1))
  const panel = { rows, rowOf, lineOf, lines, paint }
  const left = pastPanel(plot, past, panel)
  const right = aheadPanel(plot, cells - 1 - past, panel)
  // Of two on one row the lower one is named.
  const ticks = new Map(scale.ticks.toReversed().map(({ value, label }) => [lineOf(value), label]))
  const drawn = left.map((cellsOfRow, row) => {
    const axis = ` ${(ticks.get(row) ?? '').padStart(gutter)} ${row === rows - 1 ? '┴' : '┤'}`
    const label = cells < room ? words.get(row) : undefined
    const inner = painted([...cellsOfRow, { text: '┆', paint: paint.axis }, ...(right[row] ?? [])])
    return ` ${paint.axis(axis)}${inner}${label ? paintOf(label, paint)(` ${label.label}`) : ''}`.trimEnd()
  })
  const days = dayAxis(stretchesOf(plot, past, cells), cells)
  return [...drawn, paint.axis(`${' '.repeat(MARGIN + gutter + 2)}${days}`)]
}

const highestOf = (columns: readonly Float64Array[]): number => {
  let highest = 0
  for (const column of columns) for (const value of column) if (value > highest) highest = value
  return highest
}

/** Words of two levels on one row stand below one another. */
function wordsAt(lines: readonly PlotLine[], lineOf: (value: number) => number): ReadonlyMap<number, PlotLine> {
  const words = new Map<number, PlotLine>()
  for (const line of [...lines].sort((a, b) => b.value - a.value)) {
    let row = lineOf(line.value)
    while (words.has(row)) row++
    words.set(row, line)
  }
  return words
}

function stretchesOf({ history, course, startMs, stepSeconds }: Plot, past: number, cells: number): Stretch[] {
  const stepMs = stepSeconds * 1000
  const begun = startMs - history.length * stepMs
  const end = startMs + course.length * stepMs
  return [
    { startMs: begun, endMs: startMs, offset: 0, cells: past },
    { startMs, endMs: end, offset: past + 1, cells: cells - 1 - past },
  ].filter((stretch) => stretch.endMs > stretch.startMs)
}

interface Panel {
  readonly rows: number
  readonly rowOf: (value: number) => number
  /** The row of text, from the top, that an amount is on. */
  readonly lineOf: (value: number) => number
  readonly lines: readonly PlotLine[]
  readonly paint: PlotPaint
}

function pastPanel({ history }: Plot, cells: number, panel: Panel): readonly (readonly Cell[])[] {
  const dots = drawDots(rangesOf(history, dotsWide(cells), panel.rowOf), panel.rows)
  const levels = levelRows(
    panel,
    panel.lines.filter(({ kind }) => kind === 'dashed'),
  )
  return dots.map((line, row) =>
    line.map((text) => (text === '' ? (levels.get(row) ?? blank) : { text, paint: panel.paint.history })),
  )
}

function aheadPanel(
  { course, lower, upper }: Plot,
  cells: number,
  { paint, ...panel }: Panel,
): readonly (readonly Cell[])[] {
  const columns = dotsWide(cells)
  const median = drawDots(rangesOf(course, columns, panel.rowOf), panel.rows)
  const band = drawDots(between(lower, upper, { columns, rowOf: panel.rowOf }), panel.rows, isShade)
  const levels = levelRows({ paint, ...panel }, panel.lines)
  return median.map((line, row) =>
    line.map((text, cell) => {
      if (text !== '') return { text, paint: paint.course }
      const shade = band[row]?.[cell] ?? ''
      return levels.get(row) ?? (shade === '' ? blank : { text: shade, paint: paint.band })
    }),
  )
}

/** Every other dot, shifted from row to row: a tint that a line stands out of. */
const isShade = (column: number, row: number): boolean => (column + row) % 2 === 0

function between(
  lower: Float64Array,
  upper: Float64Array,
  { columns, rowOf }: { readonly columns: number; readonly rowOf: (value: number) => number },
): readonly DotRange[] {
  const tops = rangesOf(upper, columns, rowOf)
  return rangesOf(lower, columns, rowOf).map((low, column) => {
    const top = tops[column]
    return low && top ? [low[0], top[1]] : null
  })
}

const levelRows = ({ lineOf, paint }: Panel, lines: readonly PlotLine[]): ReadonlyMap<number, Cell> =>
  new Map(
    lines.map((line) => [
      lineOf(line.value),
      { text: line.kind === 'dashed' ? '╌' : '─', paint: paintOf(line, paint) },
    ]),
  )

const paintOf = ({ kind }: PlotLine, { axis, line }: PlotPaint): Paint => (kind === 'dashed' ? axis : line)

/** Neighbours of one colour are painted together. */
function painted(cells: readonly Cell[]): string {
  let [text, run, paint] = ['', '', blank.paint]
  for (const cell of cells) {
    if (cell.paint !== paint) {
      text += run && paint(run)
      ;[run, paint] = ['', cell.paint]
    }
    run += cell.text
  }
  return text + (run && paint(run))
}
