/** One writer at a time. A lock names its owner, so that a stale one can be explained and taken over. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { whileHolding } from './append-lock.ts'
import { explainWriteFaults } from './durable-file.ts'
import { readTextIfThere, removeLeftovers } from './files.ts'

interface Owner {
  readonly pid: number
  readonly host: string
}

/**
 * Runs `work` while this process holds the workspace. A lock of a process that is gone (same host, no such
 * pid) is taken over, and what that process left half-written is removed. Throws InputError
 * `workspace.locked` or `workspace.unwritable`.
 */
export async function withLock<T>(workspace: string, work: () => Promise<T>): Promise<T> {
  const file = join(workspace, 'lock')
  await explainWriteFaults(workspace, async () => {
    await mkdir(workspace, { recursive: true })
    await takeLock(file)
  })
  try {
    await removeLeftovers(workspace)
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
          suggestions: ['Wait for it to end.', 'If no drplan runs there any more, delete the file.'],
        },
      )
    }
    await removeStale(file)
  }
  throw new InputError('workspace.locked', `${file} is taken again and again by other processes.`, { place: { file } })
}

/** `link` fails when the lock is there, and makes it with its content: nobody ever reads half an owner. */
async function createLock(file: string): Promise<boolean> {
  const beside = besideOf(file)
  try {
    await writeFile(beside, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner), { flag: 'wx' })
    await link(beside, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(beside, { force: true })
  }
}

/**
 * One at a time, and looked at again by whoever has its turn: of two processes that found the same stale lock, the slower one
 * finds the new lock of the faster one, and leaves it. Turns are taken by numbers that only grow (append-lock.ts), so that a
 * process that dies in its turn stops nobody; the last number stays behind as `lock.stale.lock.<n>.free`.
 */
async function removeStale(file: string): Promise<void> {
  await whileHolding(`${file}.stale`, async () => {
    const text = await readTextIfThere(file)
    // What is not there any more may be there again by now, and is somebody's.
    if (text === null) return
    const owner = ownerIn(text)
    if (!owner || !isAlive(owner)) await rm(file, { force: true })
  })
}

const besideOf = (file: string): string => join(dirname(file), `.drplan-${randomUUID()}.tmp`)

/** Null when the lock is gone again, or is no lock of drplan's. */
async function readOwner(file: string): Promise<Owner | null> {
  const text = await readTextIfThere(file)
  return text === null ? null : ownerIn(text)
}

function ownerIn(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return null
    return { pid: Number(value.pid), host: String(value.host) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
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
