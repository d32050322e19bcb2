/** One writer at a time. A lock names its owner, so that a stale one can be explained and taken over. */
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import { isMissing } from './files.ts'

interface Owner {
  readonly pid: number
  readonly host: string
}

/**
 * Runs `work` while this process holds the workspace. A lock of a process that is gone (same host, no such
 * pid) is taken over. Throws InputError `workspace.locked`.
 */
export async function withLock<T>(workspace: string, work: () => Promise<T>): Promise<T> {
  await mkdir(workspace, { recursive: true })
  const file = join(workspace, 'lock')
  await takeLock(file)
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

async function takeLock(file: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await createLock(file)) return
    const owner = await readOwner(file)
    if (owner && isAlive(owner)) {
      throw new InputError(
        'workspace.locked',
        `Another drplan (process ${owner.pid} on ${owner.host}) is writing to this workspace.`,
        {
          place: { file },
          suggestions: ['Wait for it to end.', 'If that machine is gone for good, delete the file.'],
        },
      )
    }
    await rm(file, { force: true })
  }
  throw new InputError('workspace.locked', `${file} is taken again and again by other processes.`, { place: { file } })
}

/** `wx` fails when the file is there: the check and the taking are one step. */
async function createLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx')
    await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner))
    await handle.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Null when the lock is gone again, or was never finished by a process that died. */
async function readOwner(file: string): Promise<Owner | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return null
    return { pid: Number(value.pid), host: String(value.host) }
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

/** Of another machine nothing can be known, so its lock counts. Signal 0 asks without touching. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true
  try {
    process.kill(owner.pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
