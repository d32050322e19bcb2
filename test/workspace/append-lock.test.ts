import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { whileHolding } from '../../src/workspace/append-lock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const aFile = async (): Promise<string> => join(await temporaryFolder(), 'journal.jsonl')
const owner = (over: object = {}): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), began: null, ...over })

test('one holds it at a time, and every one has its turn', async () => {
  const file = await aFile()
  let [holding, most] = [0, 0]

  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      whileHolding(file, async () => {
        holding++
        most = Math.max(most, holding)
        await appendFile(file, `${index}\n`)
        await wait(1)
        holding--
      }),
    ),
  )

  expect(most).toBe(1)
  const lines = (await readFile(file, 'utf8')).trim().split('\n').map(Number)
  expect(lines.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index))
})

test('it is free again after work that throws, whose error is passed on', async () => {
  const file = await aFile()

  await expect(whileHolding(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')

  expect(await whileHolding(file, () => Promise.resolve('yes'))).toBe('yes')
})

test('a holder that died is overtaken, and its lock is not taken for that of a later one', async () => {
  const file = await aFile()
  // No process has this number: it is past the largest of Linux (PID_MAX_LIMIT, 2^22).
  await writeFile(`${file}.lock.7`, owner({ pid: 2 ** 22 + 1 }))

  await whileHolding(file, () => Promise.resolve())

  expect(await readdir(join(file, '..'))).toContain('journal.jsonl.lock.8.free')
})

test('one of another machine counts, and whoever waits for it in vain is told who it is', async () => {
  const file = await aFile()
  await writeFile(`${file}.lock.1`, owner({ host: 'elsewhere' }))

  const waiting = whileHolding(file, () => Promise.resolve(), 50)

  await expect(waiting).rejects.toMatchObject({
    code: 'workspace.locked',
    message: expect.stringContaining('elsewhere'),
  })
})

test('a lock that a power cut left half written holds nobody up', async () => {
  const file = await aFile()
  await writeFile(`${file}.lock.1`, '{"pid": 1')

  expect(await whileHolding(file, () => Promise.resolve('on'), 50)).toBe('on')
})
