import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, test } from 'vitest'
import Report from '../../commands/report.ts'
import { controlFileSchema } from '../../src/model/control.ts'
import { loadControls } from '../../src/workspace/control-file.ts'

const root = join(import.meta.dirname, '../..')

async function run(argv: readonly string[]) {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => Report.run([...argv], root), { print: false })
  return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
}

afterEach(() => {
  process.exitCode = 0
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
