/**
 * Whoever appends to a file that several processes share holds it meanwhile, for milliseconds. Others wait.
 *
 * A lock is a file `<file>.lock.<n>` whose number only grows: a holder that died is overtaken by number n + 1 and never
 * removed by somebody who could be late, so two that find the same dead holder cannot both go on. `link` fails where
 * the number is taken, on network file systems too. The lock that was held last stays behind as `.free`.
 */
import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { InputError } from '../errors.ts'
import { explainWriteFaults } from './durable-file.ts'
import { isMissing } from './files.ts'

interface Owner {
  readonly pid: number
  readonly host: string
  /** Tells a process from a later one with its number, where the system says when it began; else null. */
  readonly began: string | null
}

interface Found {
  readonly number: number
  readonly isFree: boolean
}

const PATIENCE_MS = 15_000

/** Throws InputError `workspace.locked` or `workspace.unwritable`, and what `work` throws. */
export async function whileHolding<T>(file: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const number = await explainWriteFaults(file, () => take(file, patienceMs))
  try {
    return await work()
  } finally {
    await rename(nameOf(file, number), `${nameOf(file, number)}.free`).catch((error: unknown) => {
      if (!isMissing(error)) throw error
    })
  }
}

const nameOf = (file: string, number: number): string => `${file}.lock.${number}`

async function take(file: string, patienceMs: number): Promise<number> {
  const until = Date.now() + patienceMs
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    const last = (await found(file)).at(-1) ?? { number: 0, isFree: true }
    const holder = await livingHolder(file, last)
    if (!holder) {
      const number = last.number + 1
      if ((await create(file, number)) && (await isLast(file, number))) return number
      continue
    }
    if (Date.now() > until) throw lockedBy(file, last.number, holder)
    await wait(pause * (0.5 + Math.random()))
  }
}

async function livingHolder(file: string, { number, isFree }: Found): Promise<Owner | null> {
  const owner = isFree ? null : await readOwner(nameOf(file, number))
  return owner && (await isAlive(owner)) ? owner : null
}

/** By number. */
async function found(file: string): Promise<readonly Found[]> {
  const prefix = `${basename(file)}.lock.`
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix))
  return names
    .map((name) => /^(\d+)(\.free)?$/.exec(name.slice(prefix.length)))
    .flatMap((match) => (match ? [{ number: Number(match[1]), isFree: match[2] !== undefined }] : []))
    .sort((a, b) => a.number - b.number || Number(b.isFree) - Number(a.isFree))
}

/** Made with its content as one step: nobody ever reads half an owner. False: the number is taken. */
async function create(file: string, number: number): Promise<boolean> {
  const beside = join(dirname(file), `.drplan-${randomUUID()}.tmp`)
  const owner: Owner = { pid: process.pid, host: hostname(), began: await beganOf(process.pid) }
  try {
    await writeFile(beside, JSON.stringify(owner), { flag: 'wx' })
    await link(beside, nameOf(file, number))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(beside, { force: true })
  }
}

/** Not where others went on while this process was about to create what they have removed since: they hold it. */
async function isLast(file: string, number: number): Promise<boolean> {
  const all = await found(file)
  if (all.some((one) => one.number > number || (one.number === number && one.isFree))) {
    await rm(nameOf(file, number), { force: true })
    return false
  }
  // The one before stays, so that nobody who is late by one finds its number free.
  const old = all.filter((one) => one.number < number - 1)
  for (const one of old) await rm(`${nameOf(file, one.number)}${one.isFree ? '.free' : ''}`, { force: true })
  return true
}

/** Null when the lock is gone or free by now, or was damaged by a power cut. */
async function readOwner(lock: string): Promise<Owner | null> {
  try {
    const value: unknown = JSON.parse(await readFile(lock, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return null
    return { pid: Number(value.pid), host: String(value.host), began: 'began' in value ? String(value.began) : null }
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

/** Of another machine nothing can be known, so its lock counts. Signal 0 asks without touching. */
async function isAlive({ pid, host, began }: Owner): Promise<boolean> {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const beganNow = await beganOf(pid)
  return beganNow === null || began === null || began === 'null' || beganNow === began
}

/** When a process began, in ticks since the machine did: field 22 of /proc/<pid>/stat (proc_pid_stat(5)). */
async function beganOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // The name in parentheses may hold anything, also parentheses; the fields after it are 3 and up.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

const lockedBy = (file: string, number: number, { pid, host }: Owner): InputError =>
  new InputError('workspace.locked', `Process ${pid} on ${host} has held ${basename(file)} for a long time.`, {
    place: { file: nameOf(file, number) },
    suggestions: ['Wait for it to end.', 'If no drplan runs there any more, delete the file that is named here.'],
  })
