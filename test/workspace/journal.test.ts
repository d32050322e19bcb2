import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/model/run.ts'
import { appendToJournal, createJournal, readJournal } from '../../src/workspace/journal.ts'
import { aStart } from '../builders-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const event = (reason: string): RunEvent => ({ kind: 'aborted', at: aStart().at, by: 'ana', user: 'operator', reason })

async function aJournal(...reasons: readonly string[]): Promise<string> {
  const file = join(await temporaryFolder(), 'drill-1.jsonl')
  await createJournal(file, aStart())
  for (const reason of reasons) await appendToJournal(file, () => [event(reason)])
  return file
}

const linesOf = async (file: string): Promise<string[]> => (await readFile(file, 'utf8')).split('\n').slice(0, -1)

describe('a journal', () => {
  test('gives back what was appended, and is made once', async () => {
    const file = await aJournal('one', 'two')

    expect(await readJournal(file)).toEqual({
      events: [aStart(), event('one'), event('two')],
      torn: 0,
      chain: expect.any(String),
      size: expect.any(Number),
    })
    expect(await createJournal(file, aStart())).toBe(false)
  })

  test('is cut back to what counts, wherever a crash tore its last line', async () => {
    const file = await aJournal('one')
    const whole = await readFile(file)
    const first = whole.indexOf('\n') + 1

    for (let length = first; length < whole.length; length += 7) {
      await writeFile(file, whole)
      await truncate(file, length)

      const read = await readJournal(file)
      await appendToJournal(file, () => [event('two')])

      expect(read).toMatchObject({ events: [aStart()], torn: length - first })
      expect((await readJournal(file))?.events).toEqual([aStart(), event('two')])
    }
  })

  test('ends where a power cut left zeros', async () => {
    const file = await aJournal('one')
    await appendFile(file, '\0'.repeat(100))

    expect(await readJournal(file)).toMatchObject({ events: [aStart(), event('one')], torn: 100 })
  })

  test.each<[string, (lines: string[]) => string[], number]>([
    ['a changed word', ([a = '', b = '', ...rest]) => [a, b.replace('one', 'eno'), ...rest], 2],
    ['a line that is gone', ([a = '', , ...rest]) => [a, ...rest], 2],
    ['lines that changed places', ([a = '', b = '', c = '']) => [a, c, b], 2],
    ['a line of something else', (lines) => [...lines, 'done'], 4],
  ])('is damaged by %s, and says in which line', async (_, alter, line) => {
    const file = await aJournal('one', 'two')
    await writeFile(file, `${alter(await linesOf(file)).join('\n')}\n`)

    await expect(readJournal(file)).rejects.toMatchObject({ code: 'run.damaged', place: { file, line } })
    await expect(appendToJournal(file, () => [event('three')])).rejects.toMatchObject({ code: 'run.damaged' })
  })

  test('loses nothing of what many append at once, and leaves one lock behind that is free', async () => {
    const file = await aJournal()

    await Promise.all(Array.from({ length: 20 }, (_, index) => appendToJournal(file, () => [event(`of ${index}`)])))

    const told = (await readJournal(file))?.events.flatMap((one) => (one.kind === 'aborted' ? [one.reason] : [])) ?? []
    expect(told.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `of ${index}`).sort())
    const names = await readdir(join(file, '..'))
    expect(names.filter((name) => /lock\.\d+$|tmp$/.test(name))).toEqual([])
  })

  test('is left as it was by a decision that is refused', async () => {
    const file = await aJournal('one')
    const before = await readFile(file, 'utf8')

    await expect(
      appendToJournal(file, () => {
        throw new Error('refused')
      }),
    ).rejects.toThrow('refused')

    expect(await readFile(file, 'utf8')).toBe(before)
  })

  test('is taken over from a process that is gone, and not from one of another machine', async () => {
    const file = await aJournal('one')
    await writeFile(
      `${file}.lock.900`,
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), began: null }),
    )

    await appendToJournal(file, () => [event('two')])

    expect((await readJournal(file))?.events).toHaveLength(3)
  })
})
