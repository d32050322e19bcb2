import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, test } from 'vitest'
import Diff from '../../commands/diff.ts'
import type { Plan } from '../../src/model/plan.ts'
import { planDiffSchemaId } from '../../src/model/plan-diff.ts'
import { saveArtifact } from '../../src/workspace/artifacts.ts'
import { aPromise, aSmallPlan } from '../builders-diff.ts'
import { planOf } from '../core/simulate/plans.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const plan = aSmallPlan()
const late: Plan = { ...plan, promises: [aPromise({ achieved: { rtoMinutes: 72, rpoMinutes: 30 } })] }

async function folderOf(content: Plan): Promise<string> {
  const folder = join(await temporaryFolder(), 'out')
  await mkdir(folder)
  await saveArtifact(join(folder, 'plan.json'), 'plan', { content, inputs: {}, madeBy: 'drplan 1.2.3' })
  return folder
}

async function diff(
  ...argv: readonly string[]
): Promise<{ stdout: string; stderr: string; exitCode: string | number }> {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => Diff.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
})

test('nothing changes between a plan and itself, whatever fails', async () => {
  const folder = await folderOf(plan)

  expect(await diff(folder, join(folder, 'plan.json'), '--fail-on', 'any')).toMatchObject({
    stdout: expect.stringContaining('Nothing changes.'),
    exitCode: 0,
  })
})

test('what gets worse fails where a pipeline asks for it', async () => {
  const [before, after] = [await folderOf(plan), await folderOf(late)]

  const worse = await diff(before, after, '--fail-on', 'worse')
  const better = await diff(after, before, '--fail-on', 'worse')

  expect(worse).toMatchObject({ stdout: expect.stringMatching(/■ worse \(1\)\n +shop {2}RTO \+12 min/), exitCode: 1 })
  expect(better.exitCode).toBe(0)
  expect((await diff(after, before, '--fail-on', 'any')).exitCode).toBe(1)
  for (const line of worse.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('JSON and Markdown go to a file or to the screen', async () => {
  const [before, after] = [await folderOf(plan), await folderOf(late)]
  const file = join(after, 'comment.md')

  const json = await diff(before, after, '--format', 'json')
  const written = await diff(before, after, '--format', 'markdown', '--output', file)

  expect(JSON.parse(json.stdout)).toMatchObject({ schema: planDiffSchemaId, same: false })
  expect(JSON.parse((await diff(before, after, '--json')).stdout)).toEqual(JSON.parse(json.stdout))
  expect(written.stdout).toBe('')
  expect(await readFile(file, 'utf8')).toMatch(/^## What the plan changes\n/)
})

test('simulated recoveries of both plans are compared with one seed', async () => {
  const rows = (strategy: 'backup-restore' | 'pilot-light') =>
    planOf([{ id: 'db', tier: '2', gib: 4000, strategy }]).plan
  const [before, after] = [await folderOf(rows('backup-restore')), await folderOf(rows('pilot-light'))]
  const options = ['--simulate', '--runs', '200', '--threads', '0', '--json']

  const { simulation } = JSON.parse((await diff(before, after, ...options)).stdout)
  const same = JSON.parse((await diff(before, before, ...options)).stdout)

  expect(simulation).toMatchObject({ runs: 200, seed: 1, applications: [{ application: 'db' }] })
  expect(same.simulation.applications).toEqual([])
})

test('a plan that is not there is an error with a code', async () => {
  const folder = await folderOf(plan)

  expect(await diff(folder, join(folder, 'none'))).toMatchObject({
    stderr: expect.stringContaining('plan.missing'),
    exitCode: 2,
  })
})
