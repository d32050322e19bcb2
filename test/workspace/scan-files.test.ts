import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findScanFiles, hashScanFile, MOST_BYTES, MOST_FILES, readScanFile } from '../../src/workspace/scan-files.ts'

async function aTree(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-scan-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

const shownOf = async (folder: string, path: string, without: readonly string[] = []): Promise<readonly string[]> =>
  (await findScanFiles(folder, path, without)).files.map(({ shown }) => shown)

test('a folder gives all files below it, in order, but those of git and of drplan', async () => {
  const folder = await aTree({
    'conf/b.ini': '',
    'conf/a/z.ini': '',
    'conf/.env': '',
    'conf/.git/config': '',
    'conf/.drplan/site.json': '',
    'other.ini': '',
  })

  expect(await shownOf(folder, 'conf/', [join(folder, 'conf/.drplan')])).toEqual([
    'conf/.env',
    'conf/a/z.ini',
    'conf/b.ini',
  ])
  expect(await shownOf(folder, 'conf/b.ini')).toEqual(['conf/b.ini'])
})

test('what is not there is an error that names the setting', async () => {
  await expect(findScanFiles(await aTree({}), 'conf')).rejects.toMatchObject({
    code: 'source.file-missing',
    suggestions: [expect.stringContaining('network.scan')],
  })
})

test('links are not followed, and those that lead out are counted', async () => {
  const folder = await aTree({ 'conf/a.ini': '', 'secret/key': 'x' })
  await symlink(join(folder, 'secret'), join(folder, 'conf/out'))
  await symlink('/etc/passwd', join(folder, 'conf/passwd'))
  await symlink('a.ini', join(folder, 'conf/inside'))
  await symlink('.', join(folder, 'conf/circle'))
  await symlink('nowhere', join(folder, 'conf/broken'))

  const { files, links } = await findScanFiles(folder, 'conf')

  expect(files.map(({ shown }) => shown)).toEqual(['conf/a.ini'])
  expect(links).toBe(2)
})

test('a folder that is named by a link is read all the same', async () => {
  const folder = await aTree({ 'real/a.ini': '' })
  await symlink('real', join(folder, 'link'))

  expect(await shownOf(folder, 'link')).toEqual(['link/a.ini'])
})

test('of too many files the first by name are taken, and that is told', async () => {
  const names = Array.from({ length: MOST_FILES + 2 }, (_, index) => String(index).padStart(6, '0'))
  const folder = await aTree({})
  for (const name of names) await writeFile(join(folder, name), '')

  const { files, isCut } = await findScanFiles(folder, '.')

  expect(isCut).toBe(true)
  expect(files).toHaveLength(MOST_FILES)
  expect(files.at(-1)?.shown).toBe(`./${names[MOST_FILES - 1]}`)
})

test('a file that is too large, or gone, is not read', async () => {
  const folder = await aTree({ small: 'text', large: '' })
  await truncate(join(folder, 'large'), MOST_BYTES + 1)
  const file = (name: string) => ({ path: join(folder, name), shown: name })

  expect(Buffer.from((await readScanFile(file('small'))) ?? []).toString()).toBe('text')
  expect(await readScanFile(file('large'))).toBeNull()
  expect(await readScanFile(file('gone'))).toBeNull()
  expect(await hashScanFile(file('small'))).toMatch(/^[0-9a-f]{64}$/)
  expect(await hashScanFile(file('large'))).toBe(`too large: ${MOST_BYTES + 1}`)
  expect(await hashScanFile(file('gone'))).toBe('unreadable')
})
