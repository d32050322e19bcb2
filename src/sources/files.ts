/** Finding and reading the files that a source is pointed at: one file, or a folder (not its subfolders). */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { InputError } from '../errors.ts'
import type { SourceRequest } from '../model/source.ts'
import { compareText } from '../model/text-order.ts'

export interface InputFile {
  readonly path: string
  /** The path in the user's words, for messages. */
  readonly shown: string
}

/**
 * The file itself, or every file of the folder whose name is wanted, sorted by path.
 * Throws InputError `source.file-missing` or, for a folder without any wanted file, `source.nothing-readable`.
 */
export async function findFiles(
  request: SourceRequest,
  wanted: { readonly test: (name: string) => boolean; readonly meaning: string },
): Promise<readonly InputFile[]> {
  const found = await statOf(request)
  if (found.isFile()) return [{ path: request.path, shown: request.shownPath }]
  const entries = await readdir(request.path, { withFileTypes: true })
  const folder = request.shownPath.replace(/[\\/]+$/, '')
  const files = entries
    .filter((entry) => !entry.isDirectory() && !/^[.~]/.test(entry.name) && wanted.test(entry.name))
    .map((entry) => ({ path: join(request.path, entry.name), shown: `${folder}/${entry.name}` }))
    .toSorted((a, b) => compareText(a.path, b.path))
  if (files.length === 0)
    throw new InputError('source.nothing-readable', `${request.shownPath} holds no ${wanted.meaning}.`, {
      place: { file: request.shownPath },
      suggestions: [`Put the ${wanted.meaning} into this folder itself; subfolders are not read.`],
    })
  return files
}

async function statOf(request: SourceRequest): Promise<{ isFile(): boolean }> {
  try {
    return await stat(request.path)
  } catch (cause) {
    throw new InputError('source.file-missing', `${request.shownPath} is not there or may not be read.`, {
      cause,
      place: { file: request.shownPath },
      suggestions: ['Check the path under `sources` in drplan.yaml; it is relative to that file.'],
    })
  }
}

/**
 * The text of a file. Spreadsheets and PowerShell write UTF-16 with a byte-order mark, and Windows-1252;
 * what is not UTF-8 is read as the latter, in which every byte has a meaning.
 */
export async function readText(file: InputFile): Promise<string> {
  const bytes = await readFile(file.path)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** As findFiles, but with what lies in subfolders too: logs are kept in folders by day. */
export async function findFilesBelow(
  request: SourceRequest,
  wanted: { readonly test: (name: string) => boolean; readonly meaning: string },
): Promise<readonly InputFile[]> {
  const found = await statOf(request)
  if (found.isFile()) return [{ path: request.path, shown: request.shownPath }]
  const entries = await readdir(request.path, { recursive: true, withFileTypes: true })
  const folder = request.shownPath.replace(/[\\/]+$/, '')
  const files = entries
    .filter((entry) => !entry.isDirectory() && !/^[.~]/.test(entry.name) && wanted.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, shown: `${folder}/${relative(request.path, path).split(sep).join('/')}` }))
    .toSorted((a, b) => compareText(a.path, b.path))
  if (files.length > 0) return files
  throw new InputError('source.nothing-readable', `${request.shownPath} holds no ${wanted.meaning}.`, {
    place: { file: request.shownPath },
    suggestions: [`Put the ${wanted.meaning} there, or correct \`path\` in drplan.yaml.`],
  })
}
