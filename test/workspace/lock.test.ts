import { spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withLock } from '../../src/workspace/lock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const lockOf = (folder: string, owner: object): Promise<void> => writeFile(join(folder, 'lock'), JSON.stringify(owner))

test('while one works, another is refused and told who it is', async () => {
  const folder = await temporaryFolder()

  const second = withLock(folder, () => withLock(folder, async () => 'never'))

  await expect(second).rejects.toMatchObject({
    code: 'workspace.locked',
    message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
  })
  expect(await readdir(folder)).toEqual([])
})

test('another process is refused, too', async () => {
  const folder = await temporaryFolder()
  const script = `
    import { withLock } from ${JSON.stringify(join(import.meta.dirname, '../../src/workspace/lock.ts'))}
    await withLock(${JSON.stringify(folder)}, async () => {}).catch((error) => process.stdout.write(error.code))`

  const other = await withLock(folder, async () =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
  )

  expect(other.stdout).toBe('workspace.locked')
})

test('of many at once, one works at a time', async () => {
  const folder = await temporaryFolder()
  let [inside, most] = [0, 0]
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 2))
    inside--
  }

  const results = await Promise.allSettled(Array.from({ length: 20 }, () => withLock(folder, work)))

  expect(most).toBe(1)
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
})

test('of many that find the same abandoned lock at once, one works at a time, and none loses its own', async () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  let [inside, most, lost] = [0, 0, 0]
  const work = (folder: string) => async (): Promise<void> => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 3))
    const owner = await readFile(join(folder, 'lock'), 'utf8').catch(() => null)
    lost += Number(owner === null)
    inside--
  }

  for (let round = 0; round < 8; round++) {
    const folder = await temporaryFolder()
    await lockOf(folder, { pid, host: hostname() })
    const results = await Promise.allSettled(
      Array.from({ length: 24 }, async (_, at) => {
        await new Promise((resolve) => setTimeout(resolve, at % 8))
        await withLock(folder, work(folder))
      }),
    )
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true)
  }

  expect([most, lost]).toEqual([1, 0])
})

test('a lock never exists without its owner, so that nobody takes it for an abandoned one', async () => {
  const folder = await temporaryFolder()

  await withLock(folder, async () => {
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toEqual({ pid: process.pid, host: hostname() })
    expect(await readdir(folder)).toEqual(['lock'])
  })
})

test('the lock of a process that is gone is taken over, and its half-written files are removed', async () => {
  const folder = await temporaryFolder()
  const { pid } = spawnSync(process.execPath, ['--version'])
  await lockOf(folder, { pid, host: hostname() })
  await writeFile(join(folder, '.drplan-0b9cdd47-6d8a-4c2e-8d94-7b6b2f1f0f00.tmp'), 'half')

  const result = await withLock(folder, () => readdir(folder))

  // The turn of whoever removed it stays behind, so that nobody who is late takes it again.
  const turn = 'lock.stale.lock.1.free'
  expect(result).toEqual(['lock', turn])
  expect(await readdir(folder)).toEqual([turn])
})

test('the lock of another machine is kept: nothing is known of its processes', async () => {
  const folder = await temporaryFolder()
  const owner = { pid: 1, host: `not-${hostname()}` }
  await lockOf(folder, owner)

  const taking = withLock(folder, async () => {})

  await expect(taking).rejects.toMatchObject({ code: 'workspace.locked', place: { file: join(folder, 'lock') } })
  expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toEqual(owner)
})

test('the lock is given back when the work fails', async () => {
  const folder = await temporaryFolder()

  const failing = withLock(folder, () => Promise.reject(new Error('no')))

  await expect(failing).rejects.toThrow('no')
  expect(await readdir(folder)).toEqual([])
})

test('a workspace that cannot be made is told as such', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, '')

  await expect(withLock(join(file, 'w'), async () => {})).rejects.toMatchObject({ code: 'workspace.unwritable' })
})
