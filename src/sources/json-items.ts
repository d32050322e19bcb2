/** JSON answers of any name in a folder, and the entries of their lists, read one by one so that a bad one loses no other. */
import type { z } from 'zod'
import { InputError } from '../errors.ts'
import { readText, type InputFile } from './files.ts'
import { parseJson } from './json-text.ts'
import type { Report } from './report.ts'

export interface Answer {
  readonly file: InputFile
  readonly value: unknown
}

/** One thing as it was sent, and where it stood. */
export interface Item<Value> {
  readonly value: Value
  readonly place: string
}

export type Fields = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Throws InputError `source.file-damaged`. */
export async function readAnswers(files: readonly InputFile[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const file of files) answers.push({ file, value: parseJson(await readText(file), file.shown) })
  return answers
}

/** The entries of a list with their places: `file#key[3]`. */
export const placed = (entries: readonly unknown[], where: string): readonly Item<unknown>[] =>
  entries.map((value, index) => ({ value, place: `${where}[${index}]` }))

/** Entries without the shape of `schema` are reported and left out. Values are never shown: they may be secrets. */
export function readItems<Schema extends z.ZodType>(
  items: readonly Item<unknown>[],
  schema: Schema,
  { report, suggestion }: { report: Report; suggestion: string },
): readonly Item<z.infer<Schema>>[] {
  return items.flatMap(({ value, place }) => {
    const parsed = schema.safeParse(value)
    if (parsed.success) return [{ value: parsed.data, place }]
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    report('site.row-unreadable', {
      subject: place,
      message: `The entry does not have the shape that is expected: ${why}. It is left out.`,
      suggestion,
      place,
    })
    return []
  })
}

/** The first of each id, sorted by id: two answers of one folder may both hold it. */
export function firstOfEach<Value>(
  items: readonly Item<Value>[],
  idOf: (value: Value) => string,
): readonly Item<Value>[] {
  const byId = new Map<string, Item<Value>>()
  for (const item of items) if (!byId.has(idOf(item.value))) byId.set(idOf(item.value), item)
  return [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

export function reportUnread(shown: string, report: Report): void {
  report('site.file-unread', {
    subject: shown,
    message: 'The file holds none of the answers that drplan reads.',
    suggestion: 'Remove it from the folder if it is something else.',
    place: shown,
  })
}

/** Readable JSON, and nothing of the format in it. */
export const unknownAnswer = (shown: string, format: string, suggestion: string): InputError =>
  new InputError('source.shape-unknown', `${shown} is not ${format}.`, {
    place: { file: shown },
    suggestions: [suggestion],
  })
