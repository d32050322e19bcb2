/** The files that drplan.yaml wants looked through: found, hashed and read within bounds, and never written. */
import type { Dirent } from 'node:fs'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { compareText } from '../model/text-order.ts'
import { hashFile } from './files.ts'

export interface ScannedFile {
  readonly path: string
  /** The path as drplan.yaml has it, and what is below it. */
  readonly shown: string
}

export interface FoundFiles {
  /** Sorted by `shown`. */
  readonly files: readonly ScannedFile[]
  /** Symbolic links that lead out of the folder; those inside lead to files that are found anyway. */
  readonly links: number
  /** Folders that may not be read. */
  readonly closed: readonly string[]
  /** There are more files than are looked through. */
  readonly isCut: boolean
}

/** A folder of configuration has hundreds; who names a whole disk by mistake shall be told, not kept waiting. */
export const MOST_FILES = 10_000
/** What is longer is data, not configuration. */
export const MOST_BYTES = 16 * 1024 * 1024

interface Walk {
  readonly root: string
  readonly shown: string
  readonly without: ReadonlySet<string>
  readonly files: ScannedFile[]
  readonly closed: string[]
  links: number
}

/**
 * `without`: absolute folders that are left out, such as drplan's own; .git always is. Throws InputError
 * `source.file-missing` when `shown` is not there.
 */
export async function findScanFiles(
  folder: string,
  shown: string,
  without: readonly string[] = [],
): Promise<FoundFiles> {
  const path = resolve(folder, shown)
  const found = await stat(path).catch((cause: unknown) => {
    throw new InputError('source.file-missing', `${shown} is not there or may not be read.`, {
      cause,
      place: { file: shown },
      suggestions: ['Check network.scan in drplan.yaml; its paths are relative to that file.'],
    })
  })
  if (!found.isDirectory())
    return { files: [{ path: await realpath(path), shown }], links: 0, closed: [], isCut: false }
  const root = await realpath(path)
  const left = await Promise.all(without.map((each) => realpath(each).catch(() => resolve(each))))
  const walk: Walk = {
    root,
    shown: shown.replace(/[\\/]+$/, ''),
    without: new Set(left),
    files: [],
    closed: [],
    links: 0,
  }
  await visit(root, walk)
  const files = walk.files.slice(0, MOST_FILES).toSorted((a, b) => compareText(a.shown, b.shown))
  return { files, links: walk.links, closed: walk.closed, isCut: walk.files.length > MOST_FILES }
}

/** Entries in their order, so that the same files are left out every time. */
async function visit(folder: string, walk: Walk): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (!entries) walk.closed.push(shownOf(folder, walk))
  for (const entry of (entries ?? []).toSorted((a, b) => compareText(a.name, b.name))) {
    if (walk.files.length > MOST_FILES) return
    await visitEntry(join(folder, entry.name), entry, walk)
  }
}

async function visitEntry(path: string, entry: Dirent, walk: Walk): Promise<void> {
  if (entry.isSymbolicLink()) walk.links += (await leadsOut(path, walk.root)) ? 1 : 0
  else if (entry.isFile()) walk.files.push({ path, shown: shownOf(path, walk) })
  else if (entry.isDirectory() && entry.name !== '.git' && !walk.without.has(path)) await visit(path, walk)
}

async function leadsOut(path: string, root: string): Promise<boolean> {
  const below = relative(root, await realpath(path).catch(() => root))
  return below.startsWith('..') || isAbsolute(below)
}

const shownOf = (path: string, { root, shown }: Walk): string =>
  [shown, ...relative(root, path).split(sep)].filter((part) => part !== '').join('/')

/** SHA-256 of the bytes; of what is not read, the reason. */
export async function hashScanFile({ path }: ScannedFile): Promise<string> {
  const size = await sizeOf(path)
  if (size === null) return 'unreadable'
  return size > MOST_BYTES ? `too large: ${size}` : hashFile(path).catch(() => 'unreadable')
}

/** Null where it is too large, or may not be read, or is no file any more. */
export async function readScanFile({ path }: ScannedFile): Promise<Uint8Array | null> {
  const size = await sizeOf(path)
  return size === null || size > MOST_BYTES ? null : readFile(path).catch(() => null)
}

/** Of regular files only: a pipe or a device may never end. */
async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true ? found.size : null
}
