import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { describe, expect, test } from 'vitest'
import { bytesOf, openArchive, packArchive } from '../../src/workspace/archive.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const packed = (texts: Readonly<Record<string, string>>): Uint8Array =>
  packArchive(new Map(Object.entries(texts).map(([path, text]) => [path, bytesOf(text)])))

async function aFile(bytes: Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), 'pack.zip')
  await writeFile(file, bytes)
  return file
}

const zipped = (entries: Zippable): Promise<string> => aFile(zipSync(entries, { mtime: '2026-01-31T08:00:00' }))

describe('packing', () => {
  test('what comes out is what went in, and the order of going in does not matter', async () => {
    const path = fc.stringMatching(/^[a-z]{1,5}(\/[a-z]{1,5}){0,2}\.txt$/)
    const texts = fc.dictionary(path, fc.string(), { maxKeys: 6, noNullPrototype: true })
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const bytes = packed(given)
        const { files, isCanonical } = await openArchive(await aFile(bytes))

        expect(isCanonical).toBe(true)
        expect([...files.keys()].sort()).toEqual(Object.keys(given).sort())
        for (const [name, text] of Object.entries(given)) expect(files.get(name)).toEqual(bytesOf(text))
        expect(packed(Object.fromEntries(Object.entries(given).toReversed()))).toEqual(bytes)
      }),
      { numRuns: 30 },
    )
  })

  test('its bytes are those of the format: stored, and of one time for all', () => {
    const hex = Buffer.from(packed({ 'a.txt': 'A' })).toString('hex')

    // Signature, version 2.0, no flags, stored, 12:00 of 1980-01-01, CRC-32 of "A", 1 byte, 1 byte, a name of 5, no extra.
    expect(hex.slice(0, 62)).toBe(
      [
        '504b0304',
        '1400',
        '0000',
        '0000',
        '0060',
        '2100',
        '8b9ed9d3',
        '01000000',
        '01000000',
        '0500',
        '0000',
        '61',
      ].join(''),
    )
  })
})

describe('reading what somebody else packed', () => {
  test('compressed files are read, and the archive is known not to be the one that was made', async () => {
    const { files, isCanonical } = await openArchive(
      await zipped({ 'a/b.txt': strToU8('A'.repeat(1000)), 'a/': new Uint8Array() }),
    )

    expect([...files.keys()]).toEqual(['a/b.txt'])
    expect(isCanonical).toBe(false)
  })

  test.each(['../out.txt', '/etc/passwd', 'a/../../b', 'C:x', String.raw`a\b`, 'a//b', './a', 'a\u0001'])(
    'the name %j is refused',
    async (name) => {
      await expect(openArchive(await zipped({ [name]: strToU8('x') }))).rejects.toMatchObject({
        code: 'evidence.damaged',
      })
    },
  )

  test('one name twice is refused', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8('one'), 'b.txt': strToU8('two') }, { level: 0 }))
    const twice = Buffer.from(bytes.toString('latin1').replaceAll('b.txt', 'a.txt'), 'latin1')

    await expect(openArchive(await aFile(twice))).rejects.toMatchObject({ code: 'evidence.damaged' })
  })

  test('a file that says it is larger than all that is read is not unpacked', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8('A'.repeat(100_000)) }))
    const entry = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt32LE(0xf000_0000, entry + 24)

    await expect(openArchive(await aFile(bytes))).rejects.toMatchObject({ code: 'evidence.too-large' })
  })

  test('a file that says it is smaller than it is gets no more room than it says', async () => {
    const bytes = Buffer.from(zipSync({ 'a.txt': strToU8('A'.repeat(100_000)) }))
    const entry = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt32LE(10, entry + 24)
    const { files, isCanonical } = await openArchive(await aFile(bytes))

    expect(files.get('a.txt')).toHaveLength(10)
    expect(isCanonical).toBe(false)
  })

  test('bytes that are no archive, cut ones, a folder and nothing at all are errors with a code', async () => {
    const folder = await temporaryFolder()
    const whole = packed({ 'a.txt': 'A', 'b.txt': 'B' })

    for (const length of [0, 1, 30, whole.length - 30, whole.length - 1])
      await expect(openArchive(await aFile(whole.slice(0, length)))).rejects.toMatchObject({ code: 'evidence.damaged' })
    await expect(openArchive(folder)).rejects.toMatchObject({ code: 'evidence.damaged' })
    await expect(openArchive(join(folder, 'none.zip'))).rejects.toMatchObject({ code: 'evidence.missing' })
  })

  test('no single changed byte goes unseen', async () => {
    const whole = packed({ 'a.txt': 'A', 'b.txt': 'B' })
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 1
      const opened = await openArchive(await aFile(changed)).catch(() => null)
      const same =
        opened &&
        ['a.txt', 'b.txt'].every((name) => opened.files.get(name)?.join() === (name === 'a.txt' ? '65' : '66'))

      expect(opened === null || !opened.isCanonical || same === false).toBe(true)
    }
  })
})
