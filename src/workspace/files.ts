/** Files that are whole or not there: written beside their place, flushed, then renamed. */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { explainWriteFaults, writeDurably } from './durable-file.ts'

/** Is it the error of a file, or of a folder above it, that is not there? */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** The text of a file, or null when it is not there. */
export async function readTextIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/**
 * Replaces a file as one step: a reader sees the old content or the new, and a crash leaves one of them.
 * Nothing is written when the content is the same already. Throws InputError `workspace.unwritable`.
 */
export const writeWhole = (path: string, contents: string): Promise<'written' | 'unchanged'> =>
  explainWriteFaults(path, async () => {
    if ((await readTextIfThere(path)) === contents) return 'unchanged'
    await mkdir(dirname(path), { recursive: true })
    const beside = join(dirname(path), `.drplan-${randomUUID()}.tmp`)
    try {
      await writeDurably(path, beside, contents)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
    return 'written'
  })

/** The same for bytes. Throws InputError `workspace.unwritable`. */
export const writeWholeBytes = (path: string, bytes: Uint8Array): Promise<void> =>
  explainWriteFaults(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    const beside = join(dirname(path), `.drplan-${randomUUID()}.tmp`)
    try {
      await writeDurably(path, beside, bytes)
    } catch (error) {
      await rm(beside, { force: true })
      throw error
    }
  })

/** Removes what a killed process left beside its files in `folder`; nothing of anybody else has such a name. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const leftovers = names.filter((name) => /^\.drplan-[0-9a-f-]{36}\.tmp$/.test(name))
  for (const name of leftovers) await rm(join(folder, name), { recursive: true, force: true })
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex')

/** SHA-256 of a file's bytes, streamed. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  // Each chunk waits for its turn among whatever else is done meanwhile, so there are few.
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
