import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashFile, hashText, readTextIfThere, removeLeftovers, writeWhole } from '../../src/workspace/files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('a file is replaced, and nothing is left beside it', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'deep', 'a.json')
  await writeWhole(file, 'old')

  const done = await writeWhole(file, 'new')

  expect(done).toBe('written')
  expect(await readFile(file, 'utf8')).toBe('new')
  expect(await readdir(join(folder, 'deep'))).toEqual(['a.json'])
})

test('the same content is not written again', async () => {
  const file = join(await temporaryFolder(), 'a.json')
  await writeWhole(file, 'same')
  await utimes(file, 1, 1)

  const done = await writeWhole(file, 'same')

  expect(done).toBe('unchanged')
  expect((await stat(file)).mtimeMs).toBe(1000)
})

test('a failure between writing and renaming leaves what was there, and nothing else', async () => {
  const folder = await temporaryFolder()
  const place = join(folder, 'place')
  await mkdir(join(place, 'full'), { recursive: true })

  const writing = writeWhole(place, 'text')

  await expect(writing).rejects.toMatchObject({ code: 'workspace.unwritable', exitCode: 2 })
  expect(await readdir(folder)).toEqual(['place'])
  expect(await readdir(place)).toEqual(['full'])
})

test('a folder that cannot be made is told with the path', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')

  const writing = writeWhole(join(file, 'below', 'a.json'), 'text')

  await expect(writing).rejects.toMatchObject({ code: 'workspace.unwritable', message: expect.stringContaining(file) })
})

test('a file below a file is not there, which is no fault', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')

  expect(await readTextIfThere(join(file, 'plan.json'))).toBeNull()
})

test('only leftovers with a name of drplan are removed', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, '.drplan-0b9cdd47-6d8a-4c2e-8d94-7b6b2f1f0f00.tmp'), 'half')
  await writeFile(join(folder, '.drplan-notes.tmp'), 'mine')
  await writeFile(join(folder, 'x.tmp'), 'mine')

  await removeLeftovers(folder)

  expect((await readdir(folder)).sort()).toEqual(['.drplan-notes.tmp', 'x.tmp'])
})

test('a file and its text have one hash', async () => {
  const file = join(await temporaryFolder(), 'a')
  await writeFile(file, 'text')

  expect(await hashFile(file)).toBe(hashText('text'))
})
