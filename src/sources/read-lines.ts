/** The text of a CSV or gzipped CSV, a run of lines at a time, without ever holding the file. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { InputError } from '../errors.ts'

export interface MetricFile {
  /** Absolute. */
  readonly path: string
  /** As the user would write it, for messages. */
  readonly shownPath: string
}

/** No line of a metrics file is longer: a year of five-minute values is about 1 MB. */
const LONGEST_LINE = 64 * 1024 * 1024

/** Yields the lines of a file in runs, without their ends. Throws InputError `source.file-damaged`. */
export async function* readLines(file: MetricFile): AsyncGenerator<readonly string[]> {
  for await (const run of readRuns(file)) {
    const lines = new TextDecoder().decode(run).split('\n')
    if (lines.at(-1) === '') lines.pop()
    yield lines.map(withoutReturn)
  }
}

const LINE_END = 10

/** Yields the bytes of whole lines, with their ends; the last line may have none. Throws InputError `source.file-damaged`. */
export async function* readRuns(file: MetricFile): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0)
  try {
    for await (const chunk of openBytes(file.path)) {
      const bytes = chunk as Uint8Array
      const end = bytes.lastIndexOf(LINE_END) + 1
      if (end > 0) yield Buffer.concat([rest, bytes.subarray(0, end)])
      rest = end > 0 ? bytes.subarray(end) : Buffer.concat([rest, bytes])
      if (rest.length > LONGEST_LINE) throw new Error('it has a line of more than 64 MiB')
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause
    throw new InputError('source.file-damaged', `${file.shownPath} cannot be read: ${(cause as Error).message}.`, {
      suggestions: ['Export or copy the file again.'],
      place: { file: file.shownPath },
      cause,
    })
  }
  if (rest.length > 0) yield rest
}

function openBytes(path: string): AsyncIterable<unknown> {
  const bytes = createReadStream(path, { highWaterMark: 1024 * 1024 })
  if (!path.toLowerCase().endsWith('.gz')) return bytes
  // The consumer sees errors of both on the second stream; the callback is asked for and has nothing to do.
  return pipeline(bytes, createGunzip({ chunkSize: 256 * 1024 }), () => undefined)
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

/** The first line that is not blank; null when there is none. */
export async function readFirstLine(file: MetricFile): Promise<string | null> {
  for await (const lines of readLines(file)) {
    const line = lines.find((text) => text.trim() !== '')
    if (line !== undefined) return line
  }
  return null
}

/**
 * The cells of a line; null when its quotes are broken. Line by line, so that one stray quote costs one line
 * and not the rest of the file; names with line breaks inside are not read.
 */
export function splitCells(line: string, delimiter: string): readonly string[] | null {
  if (!line.includes('"')) return line.split(delimiter)
  try {
    return parse(line, { delimiter, relax_column_count: true })[0] ?? null
  } catch {
    return null
  }
}
