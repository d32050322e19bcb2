/** Text for a terminal: colours with meaning, widths by cell, names of users made harmless. */
import { stripVTControlCharacters, styleText } from 'node:util'
import stringWidth from 'string-width'

type Style = (text: string) => string

const styleFor =
  (stream: NodeJS.WriteStream) =>
  (format: Parameters<typeof styleText>[0]): Style =>
  (text) =>
    styleText(format, text, { stream })

const onStdout = styleFor(process.stdout)
const onStderr = styleFor(process.stderr)

/** Sixteen colours only, so that the user's theme decides; none when piped or NO_COLOR is set (styleText looks). */
export const style = {
  bold: onStdout('bold'),
  dim: onStdout('dim'),
  broken: onStdout('red'),
  risk: onStdout('yellow'),
  kept: onStdout('green'),
  typed: onStdout('cyan'),
}

/** The same for errors and progress: one stream may be a terminal while the other is a file. */
export const errorStyle = {
  bold: onStderr('bold'),
  dim: onStderr('dim'),
  broken: onStderr('red'),
  kept: onStderr('green'),
  typed: onStderr('cyan'),
}

/** Control and direction characters of a name become visible escapes: nothing of it reaches the terminal as a command. */
export const harmless = (name: string): string =>
  name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)

/** In cells, without the escapes of `style`. */
export const widthOf = (text: string): number => stringWidth(stripVTControlCharacters(text))

/** Cut to `width` cells with an ellipsis; escapes of `style` take no room and are all kept. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const kept = fit(text, width - 1)
  return `${kept}…${(text.slice(kept.length).match(escapes) ?? []).join('')}`
}

// What styleText writes; escapes of names were made harmless before.
// oxlint-disable-next-line no-control-regex
const escapes = /\u001B\[\d+m/g

/** As many whole characters from the start as fit; an escape is never parted. */
function fit(text: string, width: number): string {
  let [kept, cells] = ['', 0]
  // oxlint-disable-next-line no-control-regex
  for (const part of text.split(/(\u001B\[\d+m)/)) {
    const characters = part.startsWith('\u001B') ? [part] : [...new Intl.Segmenter('en').segment(part)]
    for (const one of characters) {
      const character = typeof one === 'string' ? one : one.segment
      cells += widthOf(character)
      if (cells > width) return kept
      kept += character
    }
  }
  return kept
}

const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text

export interface Column {
  readonly head: string
  readonly right?: boolean
  /** Columns with the highest number are dropped first when the line is too narrow; 0 or none = never. */
  readonly drop?: number
  /** May be cut with an ellipsis (a name), down to this many cells, or to eight where it only says true. */
  readonly cut?: boolean | number
}

const MARGIN = 2
const GAP = 2
/** The narrowest a cut column becomes. */
const NARROWEST = 8

/**
 * Lines of a table that fit `width`: what may be cut is cut, and where that is not enough, columns are dropped in
 * their order; a row never wraps.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const full = columns.map(({ head }, index) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ''))),
  )
  const shown = shownColumns(columns, full, width)
  const widths = cutWidths(columns, full, { shown, width })
  const line = (cells: readonly string[]): string =>
    `${' '.repeat(MARGIN)}${shown.map((index) => cell(cells[index] ?? '', columns[index], widths[index] ?? 0)).join(' '.repeat(GAP))}`
      .replaceAll('\u00a0', ' ')
      .trimEnd()
  return [style.dim(line(columns.map(({ head }) => head))), ...rows.map(line)]
}

const lineWidth = (shown: readonly number[], widthAt: (index: number) => number): number =>
  MARGIN + shown.reduce((sum, index) => sum + widthAt(index) + GAP, -GAP)

/** The least a column takes: what cannot be cut takes all it has. */
function leastWidth(column: Column | undefined, full: number): number {
  if (!column?.cut) return full
  return Math.min(full, column.cut === true ? NARROWEST : column.cut)
}

/** Indexes of the columns that stay, when everything that may be cut is as narrow as it can be. */
function shownColumns(columns: readonly Column[], full: readonly number[], width: number): readonly number[] {
  let shown = columns.map((_, index) => index)
  const least = (index: number): number => leastWidth(columns[index], full[index] ?? 0)
  while (lineWidth(shown, least) > width) {
    const next = shown
      .filter((index) => (columns[index]?.drop ?? 0) > 0)
      .sort((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0))[0]
    if (next === undefined) break
    shown = shown.filter((index) => index !== next)
  }
  return shown
}

/** The last column that may be cut gives way first: names, which stand in front, stay whole for longer. */
function cutWidths(
  columns: readonly Column[],
  full: readonly number[],
  { shown, width }: { readonly shown: readonly number[]; readonly width: number },
): readonly number[] {
  const widths = [...full]
  for (const index of [...shown].reverse()) {
    const over = lineWidth(shown, (at) => widths[at] ?? 0) - width
    const own = widths[index] ?? 0
    if (over > 0) widths[index] = Math.max(leastWidth(columns[index], own), own - over)
  }
  return widths
}

function cell(text: string, column: Column | undefined, width: number): string {
  const fitted = column?.cut ? cut(text, width) : text
  return column?.right ? padStart(fitted, width) : padEnd(fitted, width)
}

/** Lines `label  value   note`, aligned; a note that does not fit goes on below itself, or below the value. */
export function facts(rows: readonly (readonly [string, string, string?])[], width: number): readonly string[] {
  const [label = 0, value = 0] = [0, 1].map((index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ''))))
  const left = MARGIN + label + GAP
  const beside = width - (left + value + 3) >= NARROWEST * 2
  return rows.flatMap(([name, text, note]) => {
    const first = `${' '.repeat(MARGIN)}${style.dim(padEnd(name, label))}  `
    const notes = note ? wrap(note, width - (beside ? left + value + 3 : left)).map(style.dim) : []
    const [head = '', ...rest] = beside ? notes : ['', ...notes]
    const gap = beside ? left + value + 3 : left
    const lines = [
      `${first}${padEnd(text, value)}${head && `   ${head}`}`,
      ...rest.map((line) => ' '.repeat(gap) + line),
    ]
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd())
  })
}

/** Words wrapped to `width` with the margin in front; never inside a number and its unit (no-break space). */
export const paragraph = (text: string, width: number): readonly string[] =>
  wrap(text, width - MARGIN).map((line) => ' '.repeat(MARGIN) + line.replaceAll('\u00a0', ' '))

/** Lines of at most `width` cells; a single word that is wider is broken. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((word) => pieces(word, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function pieces(word: string, width: number): readonly string[] {
  const found: string[] = []
  let rest = word
  while (widthOf(rest) > width) {
    const piece = fit(rest, width)
    if (piece === '') break
    found.push(piece)
    rest = rest.slice(piece.length)
  }
  return [...found, rest]
}
