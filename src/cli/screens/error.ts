/** An error: what happened and to which thing, where, what to type, what was kept. */
import { readFile } from 'node:fs/promises'
import type { DrplanError, Place } from '../../errors.ts'
import { errorStyle as style, harmless } from '../text.ts'

export async function errorScreen(error: DrplanError, withStack: boolean): Promise<readonly string[]> {
  const [head = '', ...rest] = error.message.split('\n')
  return [
    `${style.broken(style.bold('Error'))}  ${harmless(head)}   ${style.dim(error.code)}`,
    ...rest.map((line) => `       ${harmless(line)}`),
    '',
    ...(error.place ? [...(await excerpt(error.place)), ''] : []),
    ...error.suggestions.map((suggestion) => `  ${harmless(suggestion)}`),
    ...(error.suggestions.length > 0 ? [''] : []),
    style.dim(`  Exit ${error.exitCode}.`),
    ...(withStack ? stack(error) : []),
  ]
}

/** The line of the file with a caret under what is meant, and the line before it. */
async function excerpt(place: Place): Promise<readonly string[]> {
  const { file, line, column, length = 1 } = place
  const where = style.typed([harmless(file), line, column].filter((part) => part !== undefined).join(':'))
  if (line === undefined || column === undefined) return [`  ${where}`]
  const lines = await readLines(file)
  const text = lines[line - 1]
  if (text === undefined) return [`  ${where}`]
  const gutter = String(line).length
  const before =
    line > 1 ? [style.dim(`  ${String(line - 1).padStart(gutter)} │ ${harmless(lines[line - 2] ?? '')}`)] : []
  const marked = Math.max(1, Math.min(length, text.length - column + 1))
  return [
    `  ${where}`,
    ...before,
    `  ${style.dim(`${line} │`)} ${harmless(text)}`,
    `  ${' '.repeat(gutter)} ${style.dim('│')} ${' '.repeat(column - 1)}${style.broken('^'.repeat(marked))}`,
  ]
}

/** The excerpt is a help, not the message: a file that cannot be read again is shown by its name only. */
async function readLines(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n')
  } catch (error) {
    if (error instanceof Error) return []
    throw error
  }
}

function stack(error: DrplanError): readonly string[] {
  const lines: string[] = ['']
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    lines.push(...(one.stack ?? one.message).split('\n').map((line) => style.dim(harmless(line))))
  }
  return lines
}
