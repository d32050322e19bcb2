/**
 * Files that are either there whole or not there at all: written beside their place, flushed to the disk,
 * renamed, and the folder flushed, so that the name outlives a power cut (fsync(2), rename(2)).
 */
import { open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DrplanError, InputError } from '../errors.ts'

/** Moves a finished file to its place in the same file system, as one step that survives a crash. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await flush(from, 'r+')
  await rename(from, to)
  await flushFolder(dirname(to))
}

/** Writes `contents` as the whole content of `file`, or leaves what was there. `temporary` is in the same file system. */
export async function writeDurably(file: string, temporary: string, contents: string | Uint8Array): Promise<void> {
  await writeFile(temporary, contents)
  await moveDurably(temporary, file)
}

async function flush(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder as a file; NTFS journals the rename by itself.
  if (process.platform !== 'win32') await flush(folder, 'r')
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error

/** Runs `write`; a failure of the file system becomes InputError `workspace.unwritable`, other errors pass. */
export async function explainWriteFaults<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const failed = isSystemError(error) || (error instanceof Error && error.message.startsWith('IO Error'))
    if (error instanceof DrplanError || !failed) throw error
    throw new InputError('workspace.unwritable', `${folder} could not be written: ${error.message}`, {
      suggestions: ['Check that the folder may be written and that its disk has room.'],
      place: { file: folder },
      cause: error,
    })
  }
}
