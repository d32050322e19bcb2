import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, test } from 'vitest'
import Report from '../../commands/report.ts'
import { controlFileSchema } from '../../src/model/control.ts'
import { loadControls } from '../../src/workspace/control-file.ts'
import { runPlan } from '../support/run-plan.ts'
import { shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

async function run(argv: readonly string[]) {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => Report.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
})

test('report lists, packs and verifies; a changed archive ends with 1', async () => {
  const folder = await temporaryFolder()
  await shortHarbourFoods(folder)
  await runPlan(folder)
  const [at, file] = [['--config', join(folder, 'drplan.yaml')], join(folder, 'out/drplan-evidence-harbour-foods.zip')]

  const listed = await run(at)
  const made = await run([...at, '--evidence', '--today', '2026-11-21'])
  const verified = await run(['--verify', file, '--json'])
  const bytes = await readFile(file)
  bytes.write('harbour-goods', bytes.indexOf('harbour-foods', bytes.indexOf('"site"')))
  await writeFile(file, bytes)
  const changed = await run(['--verify', file])

  expect(listed.stdout).toMatch(/summary\.md +promises/)
  expect(made.stdout).toMatch(/SHA-256 [0-9a-f]{64}[^]*NIST SP 800-53[^]*Not in it: Nobody has walked/)
  expect(made.stdout).not.toContain('\u001B')
  expect(await readdir(join(folder, 'out'))).toContain('drplan-evidence-harbour-foods.zip.sha256')
  expect(JSON.parse(verified.stdout)).toMatchObject({ schema: 'drplan/evidence-verdict@1', problems: [] })
  expect(changed.stdout).toMatch(/altered|manifest/)
  expect([listed, made, verified, changed].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 1])
})

test.each([
  [['--verify', 'none.zip'], 'evidence.missing'],
  [['--today', '2026-11-21'], 'cli.usage'],
  [['--evidence', '--today', 'soon', '--config', 'fixtures/scenarios/harbour-foods/drplan.yaml'], 'cli.usage'],
  [['--evidence', '--verify', 'a.zip'], 'cli.usage'],
])('%j ends with 2 and %s', async (argv, code) => {
  const { stderr, exitCode } = await run(argv)

  expect(exitCode).toBe(2)
  expect(stderr).toContain(code)
})

test('every control has an edition, a source and a day, once', async () => {
  const files = await loadControls()
  const ids = files.flatMap(({ framework, controls }) => controls.map(({ id }) => `${framework} ${id}`))

  expect(new Set(ids).size).toBe(ids.length)
  expect(files.map(({ framework }) => framework)).toEqual(['iso-22301', 'iso-27001', 'nist-800-53', 'soc-2'])
  for (const file of files) expect(controlFileSchema.safeParse(file).success).toBe(true)
})
