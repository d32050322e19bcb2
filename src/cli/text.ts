/** Text for a terminal: colours with meaning, widths by cell, names of users made harmless. */
import { stripVTControlCharacters, styleText } from 'node:util'
import stringWidth from 'string-width'

/** Sixteen colours only, so that the user's theme decides; none when piped or NO_COLOR is set (styleText looks). */
export const style = {
  bold: (text: string): string => styleText('bold', text),
  dim: (text: string): string => styleText('dim', text),
  broken: (text: string): string => styleText('red', text),
  risk: (text: string): string => styleText('yellow', text),
  kept: (text: string): string => styleText('green', text),
  typed: (text: string): string => styleText('cyan', text),
}

/** Control and direction characters of a name become visible escapes: nothing of it reaches the terminal as a command. */
export const harmless = (name: string): string =>
  name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)

export const widthOf = (text: string): number => stringWidth(stripVTControlCharacters(text))

/** Cut to `width` cells with an ellipsis; styled text is not cut, style it afterwards. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (widthOf(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}

const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))
const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text

export interface Column {
  readonly head: string
  readonly right?: boolean
  /** Columns with the highest number are dropped first when the line is too narrow; 0 or none = never. */
  readonly drop?: number
  /** May be cut with an ellipsis (a name). */
  readonly cut?: boolean
}

const MARGIN = 2
const GAP = 2
/** The narrowest a cut column becomes. */
const NARROWEST = 8

/** Lines of a table that fit `width`: columns dropped in order, then names cut; a row never wraps. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  let shown = columns.map((_, index) => index)
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.head), ...rows.map((row) => widthOf(row[index] ?? ''))),
  )
  const total = (): number => MARGIN + shown.reduce((sum, index) => sum + (widths[index] ?? 0) + GAP, -GAP)
  while (total() > width) {
    const next = shown
      .filter((index) => (columns[index]?.drop ?? 0) > 0)
      .sort((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0))[0]
    if (next === undefined) break
    shown = shown.filter((index) => index !== next)
  }
  for (const index of shown) {
    const over = total() - width
    if (over > 0 && columns[index]?.cut) widths[index] = Math.max(NARROWEST, (widths[index] ?? 0) - over)
  }
  const line = (cells: readonly string[]): string =>
    `${' '.repeat(MARGIN)}${shown.map((index) => cell(cells[index] ?? '', columns[index], widths[index] ?? 0)).join(' '.repeat(GAP))}`.trimEnd()
  return [style.dim(line(columns.map(({ head }) => head))), ...rows.map(line)]
}

function cell(text: string, column: Column | undefined, width: number): string {
  const fitted = column?.cut ? cut(text, width) : text
  return column?.right ? padStart(fitted, width) : padEnd(fitted, width)
}

/** Lines `label  value   note`, aligned. */
export function facts(rows: readonly (readonly [string, string, string?])[]): readonly string[] {
  const [label, value] = [0, 1].map((index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ''))))
  return rows.map(([name, text, note]) =>
    `${' '.repeat(MARGIN)}${style.dim(padEnd(name, label ?? 0))}  ${padEnd(text, value ?? 0)}${note ? `   ${style.dim(note)}` : ''}`.trimEnd(),
  )
}

/** Words wrapped to `width` with the margin in front; never inside a number and its unit (no-break space). */
export function paragraph(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width - MARGIN) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((one) => ' '.repeat(MARGIN) + one.replaceAll('\u00a0', ' '))
}
