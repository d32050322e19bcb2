import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, expect, test } from 'vitest'
import Abort from '../../commands/runbook/abort.ts'
import Done from '../../commands/runbook/done.ts'
import Next from '../../commands/runbook/next.ts'
import Resume from '../../commands/runbook/resume.ts'
import Run from '../../commands/runbook/run.ts'
import Skip from '../../commands/runbook/skip.ts'
import Start from '../../commands/runbook/start.ts'
import Status from '../../commands/runbook/status.ts'
import type { RunbookName } from '../../src/model/runbook-name.ts'
import type { RunbookStep } from '../../src/model/runbook.ts'
import { hashText } from '../../src/workspace/files.ts'
import { aRunbook, aRunStep } from '../builders-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
type Runnable = { run(argv: string[], root: string): Promise<unknown> }

afterEach(() => {
  process.exitCode = 0
})

async function ask(
  command: Runnable,
  ...argv: string[]
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => command.run(argv, root), { print: false })
  return { stdout, stderr, exitCode: error?.oclif?.exit ?? process.exitCode }
}

async function anOutput(steps: readonly RunbookStep[], name: RunbookName = 'drill'): Promise<string> {
  const out = await temporaryFolder()
  await mkdir(join(out, 'runbooks'))
  await writeFile(join(out, 'plan.json'), 'a plan')
  const file = { schema: 'drplan/runbook@1', plan: hashText('a plan'), ...aRunbook(steps) }
  await writeFile(join(out, `runbooks/${name}.json`), JSON.stringify(file))
  return out
}

const node = (script: string, outputTo: string | null = null): RunbookStep['command'] => ({
  argv: [process.execPath, '-e', script],
  outputTo,
  call: null,
})

test('a program gets its key, its output takes its place whole, and how it ended is kept', async () => {
  const script = 'console.log(process.env.DRPLAN_IDEMPOTENCY_KEY)'
  const out = await anOutput([aRunStep({ id: 'one', kind: 'command', command: node(script, 'made/key.txt') })])
  await ask(Start, 'drill', '--out', out)

  const { stdout, exitCode } = await ask(Run, 'one', '--out', out, '--json')

  expect(JSON.parse(stdout)).toMatchObject({ standing: 'done', attempt: 1, exitCode: 0, failure: null })
  expect(await readFile(join(out, 'made/key.txt'), 'utf8')).toMatch(/^drill-\d{8}-\d{6}\/one\/1\n$/)
  expect(exitCode).toBe(0)
})

test('a program that fails is tried as often as it may, stops the run, and may be tried again with a reason', async () => {
  const steps = [
    aRunStep({
      id: 'one',
      kind: 'command',
      command: node('console.error("no luck"); process.exit(3)'),
      tries: { most: 2, waitMinutes: 0 },
    }),
    aRunStep({ id: 'two' }),
  ]
  const out = await anOutput(steps)
  await ask(Start, 'drill', '--out', out)

  const failed = await ask(Run, 'one', '--out', out, '--json')
  const other = await ask(Done, 'two', '--out', out)
  const again = await ask(Resume, '--again', 'one', '--reason', 'mended', '--out', out, '--json')

  expect(JSON.parse(failed.stdout)).toMatchObject({ standing: 'failed', attempt: 2, exitCode: 3, tail: ['no luck'] })
  expect([failed.exitCode, other.exitCode]).toEqual([1, 2])
  expect(other.stderr).toContain('run.not-ready')
  expect(JSON.parse(again.stdout)).toMatchObject({ next: ['one', 'two'] })
})

test('a program that takes too long is ended', async () => {
  const command = node('setInterval(() => {}, 1000)')
  const out = await anOutput([aRunStep({ id: 'one', kind: 'command', command, timeoutMinutes: 0.005 })])
  await ask(Start, 'drill', '--out', out)

  const { stdout } = await ask(Run, 'one', '--out', out, '--json')

  expect(JSON.parse(stdout)).toMatchObject({ failure: expect.stringContaining('timeout'), standing: 'failed' })
})

test('what cannot be undone needs --yes where there is no terminal, and a step by hand has no program', async () => {
  const steps = [
    aRunStep({ id: 'one', kind: 'command', command: node(''), irreversible: true }),
    aRunStep({ id: 'two' }),
  ]
  const out = await anOutput(steps)
  await ask(Start, 'drill', '--out', out)

  expect((await ask(Run, 'one', '--out', out)).stderr).toContain('--yes')
  expect((await ask(Run, 'two', '--out', out)).exitCode).toBe(2)
  expect((await ask(Run, 'one', '--yes', '--out', out)).exitCode).toBe(0)
})

test('a run starts only with the plan of its runbook, and one at a time moves the site', async () => {
  const out = await anOutput([aRunStep({ id: 'one' })], 'failover')

  const first = await ask(Start, 'failover', '--out', out)
  const second = await ask(Start, 'failover', '--out', out)
  await writeFile(join(out, 'plan.json'), 'another plan')
  await ask(Abort, '--reason', 'x', '--out', out)
  const changed = await ask(Start, 'failover', '--out', out)

  expect([first.exitCode, second.exitCode, changed.exitCode]).toEqual([0, 2, 2])
  expect(second.stderr).toContain('run.open')
  expect(changed.stderr).toContain('run.plan-changed')
})

test('what was taken by one is refused to another, shown in the status, and undone from the last to the first', async () => {
  const undo = (instruction: string): Partial<RunbookStep> => ({ undo: { instruction, command: null } })
  const out = await anOutput([
    aRunStep({ id: 'one', ...undo('put it back') }),
    aRunStep({ id: 'two', ...undo('take it out') }),
  ])
  await ask(Start, 'drill', '--out', out)
  await ask(Done, 'one', '--out', out)
  await ask(Next, '--take', 'two', '--as', 'ana', '--out', out)

  const refused = await ask(Done, 'two', '--as', 'ben', '--out', out)
  const skipped = await ask(Skip, 'two', '--reason', 'x', '--out', out)
  const { stdout } = await ask(Status, '--out', out)
  const aborted = await ask(Abort, '--reason', 'enough', '--out', out, '--json')

  expect([refused.stderr.includes('run.taken-over'), skipped.exitCode]).toEqual([true, 2])
  expect(stdout).toMatch(/at work.*two.*ana/)
  expect(JSON.parse(aborted.stdout)).toMatchObject({
    undo: [
      { step: 'two', what: 'look' },
      { step: 'one', what: 'undo' },
    ],
  })
})
