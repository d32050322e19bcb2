import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFirstLine, readLines, readRuns } from '../../src/sources/read-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const KIB = 1024

async function aFile(name: string, contents: string | Buffer) {
  const path = join(await temporaryFolder(), name)
  await writeFile(path, contents)
  return { path, shownPath: name }
}

const linesOf = async (file: Awaited<ReturnType<typeof aFile>>): Promise<string[]> => {
  const lines: string[] = []
  for await (const run of readLines(file)) lines.push(...run)
  return lines
}

describe('the lines of a file', () => {
  it('are all there, however long and wherever a chunk ends, plain and gzipped', async () => {
    const length = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 100 * KIB }) },
      { weight: 1, arbitrary: fc.integer({ min: 1000 * KIB, max: 3000 * KIB }) },
    )

    await fc.assert(
      fc.asyncProperty(fc.array(length, { minLength: 1, maxLength: 60 }), fc.boolean(), async (lengths, ends) => {
        const lines = lengths.map((each, line) => `${line}:`.padEnd(each, 'abcdefghijklm'))
        const text = lines.join('\n') + (ends ? '\n' : '')

        expect(await linesOf(await aFile('m.csv', text))).toEqual(lines)
        expect(await linesOf(await aFile('m.csv.gz', gzipSync(text, { level: 1 })))).toEqual(lines)
      }),
      { numRuns: 15 },
    )
  })

  it('come in runs that end with a line, and are not changed before the next is asked for', async () => {
    const text = Array.from({ length: 300_000 }, (_, line) => `row ${line}\n`).join('')
    const file = await aFile('m.csv', text)

    let read = ''
    for await (const run of readRuns(file)) {
      const before = Buffer.from(run).toString('utf8')
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(Buffer.from(run).toString('utf8') === before).toBe(true)
      expect(before.endsWith('\n')).toBe(true)
      read += before
    }

    expect(read === text).toBe(true)
  })

  it('of an empty file are none', async () => {
    const file = await aFile('m.csv', '')

    expect(await linesOf(file)).toEqual([])
    expect(await readFirstLine(file)).toBeNull()
  })

  it.each([
    ['is not there', 'm.csv', null],
    ['is not there, gzipped', 'm.csv.gz', null],
    ['is cut off', 'm.csv.gz', gzipSync('a,b\n'.repeat(1000)).subarray(0, 30)],
    ['is not what it is called', 'm.csv.gz', Buffer.from('a,b\n')],
  ])('of a file that %s are an error that names it', async (_, name, contents) => {
    const file = contents ? await aFile(name, contents) : { path: join(await temporaryFolder(), name), shownPath: name }

    await expect(linesOf(file)).rejects.toMatchObject({ code: 'source.file-damaged', place: { file: name } })
  })
})
