/**
 * The runs of a plan, in `runs/` beside plan.json: of each the journal and the runbook that it walks, byte by byte as it was
 * when the run started. Making the plan anew, and deleting the workspace, leaves them alone.
 */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import type { RunEvent } from '../model/run.ts'
import type { RunbookName } from '../model/runbook-name.ts'
import { runbookSchema, type Runbook } from '../model/runbook.ts'
import { whileHolding } from './append-lock.ts'
import { explainWriteFaults } from './durable-file.ts'
import { hashText, isMissing, readTextIfThere, writeWhole } from './files.ts'
import { createJournal, readJournal } from './journal.ts'

export interface ReadRunbook {
  readonly runbook: Runbook
  readonly text: string
  readonly sha256: string
  /** SHA-256 of the plan.json that it was made from. */
  readonly planSha256: string
}

const fileSchema = z.strictObject({
  schema: z.literal('drplan/runbook@1'),
  plan: z.string().regex(/^[0-9a-f]{64}$/),
  ...runbookSchema.shape,
})

const runFolder = (out: string): string => join(out, 'runs')
export const journalFile = (out: string, run: string): string => join(runFolder(out), `${run}.jsonl`)
export const timesFile = (out: string, run: string): string => join(runFolder(out), `${run}.times.json`)
const runbookCopy = (out: string, run: string): string => join(runFolder(out), `${run}.runbook.json`)

/** Throws InputError `runbook.missing` or `runbook.damaged`. */
export const readRunbook = (out: string, name: RunbookName): Promise<ReadRunbook> =>
  readRunbookFile(join(out, 'runbooks', `${name}.json`))

async function readRunbookFile(file: string): Promise<ReadRunbook> {
  const text = await readTextIfThere(file)
  const suggestions = ['drplan plan   writes the runbooks.']
  if (text === null)
    throw new InputError('runbook.missing', `There is no runbook ${file}.`, { place: { file }, suggestions })
  const result = fileSchema.safeParse(parse(text))
  if (result.success) {
    const { schema: _schema, plan, ...runbook } = result.data
    return { runbook, text, sha256: hashText(text), planSha256: plan }
  }
  const [issue] = result.error.issues
  const why = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`
  throw new InputError('runbook.damaged', `${file} is no runbook of this drplan: ${why}.`, {
    place: { file },
    suggestions,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** SHA-256 of plan.json; null = there is none. */
export async function planHash(out: string): Promise<string | null> {
  const text = await readTextIfThere(join(out, 'plan.json'))
  return text === null ? null : hashText(text)
}

/** The runbook first, so that no journal is without it. False: there is such a run already. */
export async function createRun(
  out: string,
  { text }: Pick<ReadRunbook, 'text'>,
  first: RunEvent & { readonly kind: 'started' },
): Promise<boolean> {
  if ((await readTextIfThere(journalFile(out, first.run))) !== null) return false
  await writeWhole(runbookCopy(out, first.run), text)
  return createJournal(journalFile(out, first.run), first)
}

/** One start at a time. Throws what `whileHolding` and `start` throw. */
export async function whileStarting<T>(out: string, start: () => Promise<T>): Promise<T> {
  const folder = runFolder(out)
  await explainWriteFaults(folder, () => mkdir(folder, { recursive: true }))
  return whileHolding(join(folder, 'start'), start)
}

/** Ids of all runs, the oldest first by their names. */
export async function listRuns(out: string): Promise<readonly string[]> {
  try {
    const names = await readdir(runFolder(out))
    return names.flatMap((name) => (name.endsWith('.jsonl') ? [name.slice(0, -'.jsonl'.length)] : [])).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export interface StoredRun {
  readonly runbook: Runbook
  readonly events: readonly RunEvent[]
  readonly file: string
  /** Characters of a line that was written half and does not count; 0 = none. */
  readonly torn: number
}

/** Throws InputError `run.missing` or `run.damaged`. */
export async function readRun(out: string, run: string): Promise<StoredRun> {
  const file = journalFile(out, run)
  const journal = await readJournal(file)
  if (!journal)
    throw new InputError('run.missing', `There is no run ${run}.`, {
      place: { file },
      suggestions: ['drplan runbook status --runs   lists them.'],
    })
  return { runbook: await runbookOf(out, run, journal.events), events: journal.events, file, torn: journal.torn }
}

/** The bytes of a run as text: its journal, and the runbook that it walks. Throws InputError `run.missing` or `run.damaged`. */
export async function readRunTexts(
  out: string,
  run: string,
): Promise<{ readonly journal: string; readonly runbook: string }> {
  const [file, copy] = [journalFile(out, run), runbookCopy(out, run)]
  const [journal, runbook] = [await readTextIfThere(file), await readTextIfThere(copy)]
  if (journal === null) throw new InputError('run.missing', `There is no run ${run}.`, { place: { file } })
  if (runbook === null) throw altered(copy, undefined)
  return { journal, runbook }
}

async function runbookOf(out: string, run: string, [first]: readonly RunEvent[]): Promise<Runbook> {
  const file = runbookCopy(out, run)
  const { runbook, sha256 } = await readRunbookFile(file).catch((error: unknown) => {
    throw altered(file, error)
  })
  if (first?.kind !== 'started' || first.runbookSha256 !== sha256) throw altered(file, undefined)
  return runbook
}

const altered = (file: string, cause: unknown): InputError =>
  new InputError('run.damaged', `${file} is not the runbook that the run was started with.`, {
    place: { file },
    suggestions: ['Get it back from a backup or from version control: the run goes on with it only.'],
    cause,
  })
