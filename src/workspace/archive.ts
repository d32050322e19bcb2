/**
 * Archives of which every byte follows from the files in them: entries by name, stored and not compressed (so that the bytes
 * are those of the ZIP format, and not of one compressor's version), one time for all, no attributes, no comments. Reading is
 * bounded, and nothing is unpacked to the disk.
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { InputError } from '../errors.ts'
import { isMissing } from './files.ts'

/** Of all files together, packed or not. A plan of 10,000 VMs has about 100 MB. */
const MOST_BYTES = 1_000_000_000
/** What the format counts without extensions. */
const MOST_FILES = 65_535

/**
 * The oldest time that the format knows, at noon: its fields are local, so the same are written wherever this runs, and no
 * zone moved its clocks over that noon.
 */
const packedAt = (): Date => new Date(1980, 0, 1, 12)

export const hashBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Path → bytes. Throws InputError `evidence.too-large`. */
export function packArchive(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const total = [...files.values()].reduce((sum, { length }) => sum + length, 0)
  if (files.size > MOST_FILES || total > MOST_BYTES) throw tooLarge('The pack', `${files.size} files, ${total} bytes`)
  const sorted = [...files.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  // A file with a name of digits would come first in a plain object, so none is packed by such a name.
  const entries: Zippable = Object.fromEntries(sorted)
  return zipSync(entries, { level: 0, mtime: packedAt(), os: 0, attrs: 0 })
}

export const bytesOf = (text: string): Uint8Array => strToU8(text)

export interface OpenedArchive {
  readonly bytes: Uint8Array
  /** Path → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Is it, byte by byte, what drplan makes of these files? */
  readonly isCanonical: boolean
}

/** Throws InputError `evidence.missing`, `evidence.too-large` or `evidence.damaged`. */
export async function openArchive(file: string): Promise<OpenedArchive> {
  const bytes = await readBounded(file)
  const files = unpack(file, bytes)
  const again = packArchive(files)
  return { bytes, files, isCanonical: Buffer.compare(bytes, again) === 0 }
}

async function readBounded(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (!isMissing(error)) throw damaged(file, error)
    throw new InputError('evidence.missing', `There is no ${file}.`, {
      place: { file },
      suggestions: ['drplan report --evidence   makes an evidence pack.'],
    })
  })
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw damaged(file, new Error('it is not a file'))
    if (found.size > MOST_BYTES) throw tooLarge(file, `${found.size} bytes`)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** What an entry says of itself is not believed: its size bounds what is made room for, and more than that is cut off. */
function unpack(file: string, bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const names = new Set<string>()
  let total = 0
  const filter = ({ name, originalSize, size }: { name: string; originalSize: number; size: number }): boolean => {
    // Other programs write an entry for each folder: there is nothing in it, and the bytes are not ours any more.
    const path = name.replace(/\/$/, '')
    if (!isPackedPath(path)) throw damaged(file, new Error(`it has the name ${JSON.stringify(name.slice(0, 200))}`))
    if (names.has(name)) throw damaged(file, new Error(`it has ${JSON.stringify(name)} twice`))
    names.add(name)
    total += Math.max(originalSize, size)
    if (names.size > MOST_FILES || !(total <= MOST_BYTES)) throw tooLarge(file, 'more in it than drplan reads')
    return path === name
  }
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })))
  } catch (error) {
    throw error instanceof InputError ? error : damaged(file, error)
  }
}

/** Relative, with forward slashes, below the folder; no name that a program could read in another way. */
const isPackedPath = (path: string): boolean =>
  path.length <= 1000 &&
  !/[\\\0:]|^\/|\/$|\p{Cc}/u.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part !== '__proto__')

function damaged(file: string, cause: unknown): InputError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new InputError('evidence.damaged', `${file} is not an evidence pack that can be read: ${why}.`, {
    place: { file },
    suggestions: ['Get it again from whoever made it, or make it anew: drplan report --evidence'],
    cause,
  })
}

const tooLarge = (what: string, how: string): InputError =>
  new InputError('evidence.too-large', `${what} is larger than drplan packs or reads: ${how}.`, {
    suggestions: [`At most ${MOST_FILES} files and ${MOST_BYTES} bytes.`],
  })
