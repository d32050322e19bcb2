/**
 * Commands as a pipeline runs them: nobody at a terminal, CI=true. None asks, none draws, and twice the same is twice the
 * same bytes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import Check from '../../commands/check.ts'
import Diff from '../../commands/diff.ts'
import Init from '../../commands/init.ts'
import MapCommand from '../../commands/map.ts'
import Plan from '../../commands/plan.ts'
import Translate from '../../commands/translate.ts'
import { askYes } from '../../src/cli/ask-yes.ts'
import { harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

beforeAll(async () => {
  const { cp, mkdtemp, readFile, rm, writeFile } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  folder = await mkdtemp(join(tmpdir(), 'drplan-unattended-'))
  await cp(join(harbourFoods, 'inventory.json'), join(folder, 'inventory.json'))
  const text = await readFile(join(harbourFoods, 'drplan.yaml'), 'utf8')
  await writeFile(join(folder, 'drplan.yaml'), text.replace(/ {2}- kind: metrics-csv\n {4}path: metrics.csv.gz\n/, ''))
  await captureOutput(() => Plan.run(['--config', join(folder, 'drplan.yaml')], root), { print: false })
  return () => rm(folder, { recursive: true, force: true })
})

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

/** Captured without stripping: whatever would reach the log of a pipeline. */
async function said(command: Runnable, argv: readonly string[]): Promise<string> {
  const { CI, NO_COLOR } = process.env
  Object.assign(process.env, { CI: 'true', NO_COLOR: '1' })
  onTestFinished(() => {
    for (const [name, value] of Object.entries({ CI, NO_COLOR }))
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    process.exitCode = 0
  })
  const { stdout, stderr } = await captureOutput(() => command.run([...argv], root), {
    print: false,
    stripAnsi: false,
  })
  return stdout + stderr
}

const commands = { plan: Plan, check: Check, diff: Diff, map: MapCommand, translate: Translate }

test.each(Object.keys(commands) as (keyof typeof commands)[])(
  '%s draws nothing, and says the same bytes twice',
  async (name) => {
    const out = join(folder, 'out')
    const argv = name === 'diff' ? [out, out] : ['--config', join(folder, 'drplan.yaml')]

    const first = await said(commands[name], argv)
    const second = await said(commands[name], argv)

    expect(first.length).toBeGreaterThan(10)
    expect(['\u001B', '\u0007', '\b', '\r'].filter((mark) => first.includes(mark))).toEqual([])
    expect(second).toBe(first)
  },
)

test('init --ci asks nothing', async () => {
  const file = join(await temporaryFolder(), 'drplan.yaml')

  const text = await said(Init, ['--config', file, '--ci', 'jenkins'])

  expect(text).toMatch(/Wrote .*Jenkinsfile\.drplan/)
  expect(text).not.toContain('\u001B')
})

test('there is one place that asks, and it refuses where nobody sits at a terminal', async () => {
  const files = ['src', 'commands'].flatMap((below) =>
    readdirSync(join(root, below), { recursive: true, encoding: 'utf8' }).map((path) => join(below, path)),
  )
  const asking = files.filter(
    (path) =>
      path.endsWith('.ts') &&
      /node:readline|\.question\(|setRawMode|process\.stdin\.(on|read|pipe)\b/.test(
        readFileSync(join(root, path), 'utf8'),
      ),
  )

  expect(asking.filter((path) => path !== 'src/cli/ask-yes.ts')).toEqual([])
  expect(asking).toHaveLength(1)
  await expect(askYes('Really?', 'yes')).rejects.toMatchObject({
    code: 'cli.usage',
    suggestions: ['Say it with --yes.'],
  })
})
