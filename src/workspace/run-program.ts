/** Runs the program of a step: no shell, its own process group, an end after its time. */
import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { explainWriteFaults, moveDurably } from './durable-file.ts'

export interface Program {
  readonly argv: readonly string[]
  /** The folder it runs in. */
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
  /** What its standard output replaces once it ended well, as a path; null = nothing. */
  readonly outputTo: string | null
  readonly timeoutMs: number
  /** Ends it early, as a person does with Ctrl-C. */
  readonly signal: AbortSignal
  /** Everything it prints, as it comes; what goes to `outputTo` is not told. */
  readonly onOutput: (text: string) => void
}

export interface ProgramEnd {
  /** Null: it was killed, or did not start. */
  readonly exitCode: number | null
  /** Why it did not end well, in a sentence without a point; null = it ended with 0. */
  readonly failure: string | null
  /** The last that it printed. */
  readonly output: string
}

const KEPT_CHARACTERS = 64 * 1024
/** After SIGTERM, before SIGKILL. */
const MERCY_MS = 10_000
/** A timer counts in 32 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Throws InputError `workspace.unwritable` only; a program that fails is an answer. */
export async function runProgram(program: Program): Promise<ProgramEnd> {
  if (program.outputTo === null) return run(program, null)
  const { outputTo } = program
  const beside = join(dirname(outputTo), `.drplan-${randomUUID()}.tmp`)
  try {
    return await explainWriteFaults(outputTo, async () => {
      await mkdir(dirname(outputTo), { recursive: true })
      const end = await run(program, beside)
      if (end.failure === null) await moveDurably(beside, outputTo)
      return end
    })
  } finally {
    await rm(beside, { force: true })
  }
}

async function run(program: Program, file: string | null): Promise<ProgramEnd> {
  const [command = '', ...rest] = program.argv
  const grouped = process.platform !== 'win32'
  const child = spawn(command, rest, {
    cwd: program.cwd,
    env: { ...process.env, ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: grouped,
  })
  let output = ''
  const hear = (text: string): void => {
    output = (output + text).slice(-KEPT_CHARACTERS)
    program.onOutput(text)
  }
  child.stderr.setEncoding('utf8').on('data', hear)
  const sink = file === null ? null : createWriteStream(file)
  if (sink) child.stdout.pipe(sink)
  else child.stdout.setEncoding('utf8').on('data', hear)
  const watch = watchOver(program, (signal) => {
    if (child.pid === undefined) return
    // The whole group: what the program started ends with it.
    killQuietly(grouped ? -child.pid : child.pid, signal)
  })
  try {
    const { exitCode, signal, error } = await endOf(child)
    if (error) sink?.destroy()
    else if (sink) await finished(sink)
    return { exitCode, failure: failureOf({ exitCode, signal, error, stopped: watch.why() }), output }
  } finally {
    watch.end()
  }
}

interface Ended {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly error: Error | null
}

const endOf = (child: ReturnType<typeof spawn>): Promise<Ended> =>
  new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: null, signal: null, error }))
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, error: null }))
  })

function failureOf({ exitCode, signal, error, stopped }: Ended & { readonly stopped: string | null }): string | null {
  if (stopped !== null) return stopped
  if (error) return `it did not start: ${error.message}`
  if (signal !== null) return `it was ended by ${signal}`
  return exitCode === 0 ? null : `it ended with exit code ${exitCode ?? 'none'}`
}

/** Ends the program when its time is over or somebody stops it; first it is asked, then it is made to. */
function watchOver(
  { timeoutMs, signal }: Program,
  kill: (signal: NodeJS.Signals) => void,
): { readonly why: () => string | null; readonly end: () => void } {
  let why: string | null = null
  let mercy: NodeJS.Timeout | undefined
  const stop = (reason: string, first: NodeJS.Signals): void => {
    why ??= reason
    kill(first)
    mercy ??= setTimeout(() => kill('SIGKILL'), MERCY_MS)
  }
  const timer = setTimeout(
    () => stop('it took longer than its timeout and was ended', 'SIGTERM'),
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  )
  const onAbort = (): void => stop('a person stopped it', 'SIGINT')
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  const end = (): void => {
    clearTimeout(timer)
    clearTimeout(mercy)
    signal.removeEventListener('abort', onAbort)
  }
  return { why: () => why, end }
}

function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
