/**
 * The journal of a run: one line an event, with its number and a checksum that is chained to the line before. A line
 * counts once it was flushed to the disk. A crash may leave the last line half: it did not count, and is cut off by who
 * appends next. Anything else that does not check was altered or lost, and nobody goes on from it.
 */
import { createHash } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { runEventSchema, type RunEvent } from '../model/run.ts'
import { whileHolding } from './append-lock.ts'
import { explainWriteFaults, writeDurably } from './durable-file.ts'
import { isMissing } from './files.ts'

export interface Journal {
  readonly events: readonly RunEvent[]
  /** Characters of a last line that was written half; 0 = none. */
  readonly torn: number
}

interface Read extends Journal {
  readonly chain: string
  /** Bytes that count. */
  readonly size: number
}

const line = /^\{"n":(\d+),"chain":"([0-9a-f]{64})","event":(\{.*\})\}$/
const noChain = '0'.repeat(64)

const chained = (chain: string, number: number, event: string): string =>
  createHash('sha256').update(`${chain} ${number} ${event}`).digest('hex')

/** False: there is such a journal already. Throws InputError `workspace.unwritable`. */
export async function createJournal(file: string, first: RunEvent): Promise<boolean> {
  const { text } = linesOf([first], { events: [], chain: noChain })
  const folder = dirname(file)
  const [beside, copy] = [randomUUID(), randomUUID()].map((id) => join(folder, `.drplan-${id}.tmp`))
  if (beside === undefined || copy === undefined) return false
  return explainWriteFaults(file, async () => {
    await mkdir(folder, { recursive: true })
    try {
      await writeDurably(copy, beside, text)
      await link(copy, file)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    } finally {
      for (const path of [beside, copy]) await rm(path, { force: true })
    }
    return true
  })
}

/** Null: there is no such journal. Throws InputError `run.damaged` with the line. */
export async function readJournal(file: string): Promise<Journal | null> {
  return readLines(file)
}

/**
 * Appends what `decide` makes of all events so far, while nobody else can; answers all events. Throws what `decide` throws,
 * and InputError `run.damaged`, `run.missing`, `workspace.locked`, `workspace.unwritable`.
 */
export const appendToJournal = (
  file: string,
  decide: (events: readonly RunEvent[]) => readonly RunEvent[],
): Promise<Journal> =>
  whileHolding(file, async () => {
    const read = await readLines(file)
    if (!read) throw new InputError('run.missing', `${file} is not there.`, { place: { file } })
    const added = decide(read.events)
    if (added.length > 0 || read.torn > 0) await append(file, read, linesOf(added, read).text)
    return { events: [...read.events, ...added], torn: read.torn }
  })

/** In place of what does not count, in one write, and flushed before anybody is told. */
const append = (file: string, { size }: Read, text: string): Promise<void> =>
  explainWriteFaults(file, async () => {
    const handle = await open(file, 'r+')
    try {
      await handle.truncate(size)
      await handle.write(text, size)
      await handle.sync()
    } finally {
      await handle.close()
    }
  })

function linesOf(
  added: readonly RunEvent[],
  { events, chain }: Pick<Read, 'events' | 'chain'>,
): { readonly text: string } {
  let [text, last] = ['', chain]
  added.forEach((event, index) => {
    const json = JSON.stringify(runEventSchema.parse(event))
    const number = events.length + index + 1
    last = chained(last, number, json)
    text += `{"n":${number},"chain":"${last}","event":${json}}\n`
  })
  return { text }
}

async function readLines(file: string): Promise<Read | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (text === null) return null
  const end = text.lastIndexOf('\n') + 1
  const events: RunEvent[] = []
  let chain = noChain
  for (const one of text.slice(0, end).split('\n').slice(0, -1)) {
    const [, number, sum, json] = line.exec(one) ?? []
    if (json === undefined || sum === undefined) throw damaged(file, events.length + 1, 'it is no line of a journal')
    if (Number(number) !== events.length + 1) throw damaged(file, events.length + 1, `its number is ${number ?? ''}`)
    chain = chained(chain, events.length + 1, json)
    if (chain !== sum)
      throw damaged(
        file,
        events.length + 1,
        'its checksum is of another text, or lines before it are not those it was written after',
      )
    events.push(eventOf(file, events.length + 1, json))
  }
  return { events, chain, size: Buffer.byteLength(text.slice(0, end)), torn: text.length - end }
}

function eventOf(file: string, number: number, json: string): RunEvent {
  const result = runEventSchema.safeParse(JSON.parse(json))
  if (result.success) return result.data
  throw damaged(file, number, 'it holds an event that this drplan does not know; a newer one may have written it')
}

const damaged = (file: string, number: number, why: string): InputError =>
  new InputError('run.damaged', `The journal of the run is damaged in line ${number}: ${why}.`, {
    place: { file, line: number },
    suggestions: [
      'Keep a copy of the file: it says who did what.',
      'Get it back from a backup. If there is none: find out how far the run is, move its files away, start another run, and skip what is done already with the reason.',
    ],
  })
