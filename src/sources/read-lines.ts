/** The text of a CSV or gzipped CSV, a run of lines at a time, without ever holding the file. */
import { parse } from 'csv-parse/sync'
import { InputError } from '../errors.ts'
import { LEAST_ROOM, openBytes } from './read-bytes.ts'

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

/** Kept free before each chunk, for the line that the chunk before has the beginning of: nearly all are shorter. */
const FRONT_BYTES = 64 * 1024

/** Of a file that is large; one that is not shall not cost megabytes, for there may be thousands. */
const LARGE_ROOM = 1024 * 1024

/**
 * Yields the bytes of whole lines, with their ends; the last line may have none. They are good until the next are asked
 * for: two rooms are filled in turn, since a new buffer a chunk would keep the garbage collector busier than the reading.
 * Throws InputError `source.file-damaged`.
 */
export async function* readRuns(file: MetricFile): AsyncGenerator<Uint8Array> {
  const source = openBytes(file.path)
  const fill = async (room: Uint8Array): Promise<number> => {
    try {
      return await source.fill(room.subarray(FRONT_BYTES))
    } catch (cause) {
      throw damaged(file, cause)
    }
  }
  let [room, other] = [newRoom(LEAST_ROOM), newRoom(LEAST_ROOM)]
  let filling = fill(room)
  let rest: Uint8Array = new Uint8Array(0)
  try {
    for (let length = await filling; length > 0; length = await filling) {
      const bytes = withRest(rest, room, length)
      // While the caller is at work on these bytes. What is left over of the other room was just copied.
      filling = fill(other)
      // A failure is thrown where it is waited for.
      filling.catch(() => undefined)
      const end = bytes.lastIndexOf(LINE_END) + 1
      if (end > 0) yield bytes.subarray(0, end)
      rest = bytes.subarray(end)
      if (rest.length > LONGEST_LINE) throw damaged(file, new Error('it has a line of more than 64 MiB'))
      const isFilled = FRONT_BYTES + length === room.length
      ;[room, other] = [other, isFilled && length < LARGE_ROOM ? newRoom(LARGE_ROOM) : room]
    }
  } finally {
    await filling.catch(() => undefined)
    await source.close()
  }
  if (rest.length > 0) yield rest
}

const newRoom = (bytes: number): Uint8Array => new Uint8Array(FRONT_BYTES + bytes)

/** What was left over, and the bytes that `room` has after its front; where it fits, it is put into the front. */
function withRest(rest: Uint8Array, room: Uint8Array, length: number): Uint8Array {
  const bytes = room.subarray(FRONT_BYTES, FRONT_BYTES + length)
  if (rest.length > FRONT_BYTES) return Buffer.concat([rest, bytes])
  const start = FRONT_BYTES - rest.length
  room.set(rest, start)
  return room.subarray(start, FRONT_BYTES + length)
}

const damaged = (file: MetricFile, cause: unknown): InputError =>
  new InputError('source.file-damaged', `${file.shownPath} cannot be read: ${(cause as Error).message}.`, {
    suggestions: ['Export or copy the file again.'],
    place: { file: file.shownPath },
    cause,
  })

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
