import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, expect, test } from 'vitest'
import MapCommand from '../../commands/map.ts'
import { harbourFoods } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

let folder: string

const scenarios = (...names: readonly string[]): string[] =>
  names.flatMap((name) => ['--scenario', join(folder, 'what-if', `${name}.yaml`)])

/** `columns`: of the terminal; undefined = a pipe. */
async function map(argv: readonly string[], columns?: number) {
  process.exitCode = 0
  const before = process.stdout.columns
  Object.defineProperty(process.stdout, 'columns', { value: columns, configurable: true, writable: true })
  try {
    const { stdout, stderr, error } = await captureOutput(
      () => MapCommand.run(['--config', join(folder, 'drplan.yaml'), ...argv], root),
      { print: false },
    )
    return { stdout, stderr, exitCode: (error?.oclif?.exit ?? process.exitCode) || 0 }
  } finally {
    process.stdout.columns = before
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-map-scenario-'))
  await cp(harbourFoods, folder, { recursive: true })
  await writeFile(join(folder, 'what-if/late.yaml'), 'schema: drplan/scenario@1\ndemand: { horizonDays: 7 }\n')
  return () => rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  process.exitCode = 0
})

test.each([
  [80, 80],
  [120, 100],
  [undefined, 100],
])('three scenarios beside drplan.yaml fit a terminal of %j cells', async (columns, most) => {
  const { stdout, exitCode } = await map(scenarios('azure', 'tight-sizing', 'late'), columns)

  expect(exitCode).toBe(0)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(most)
  expect(stdout).toMatch(/^ +as planned +azure +tight-sizing +late$/m)
  expect(stdout).toMatch(/^ {2}platform +aws +azure +aws +aws$/m)
  expect(stdout).toMatch(/^ {2}a year, USD( +[\d,]+\.\d\d){4}$/m)
  expect(stdout).toMatch(/^ {2}target.region +eu-central-1 +westeurope$/m)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The plan was not changed.')
  expect(stdout).not.toContain('\u001B')
})

test('shows ten VMs of a scenario, or all of them', async () => {
  const some = await map(scenarios('azure'))
  const all = await map([...scenarios('azure'), '--all'])

  expect(some.stdout).toMatch(/… \d+ more, the largest difference first: --all/)
  expect(all.stdout).not.toContain(' more,')
})

test('says with --json everything unrounded, and nothing else', async () => {
  const { stdout, stderr } = await map([...scenarios('azure', 'tight-sizing'), '--json'])

  const { schema, site, scenarios: told } = JSON.parse(stdout)
  expect({ schema, site, stderr }).toEqual({ schema: 'drplan/scenarios@1', site: 'harbour-foods', stderr: '' })
  expect(told.map(({ name }: { name: string }) => name)).toEqual(['as planned', 'azure', 'tight-sizing'])
  expect(told[1].settings).toContainEqual({ setting: 'target.platform', before: 'aws', after: 'azure' })
  expect(told[1].vmDifferences).toHaveLength(24)
  expect(told[1].vmDifferences[0]).toMatchObject({
    before: { state: 'mapped' },
    after: { componentId: expect.any(String) },
  })
})

test('scenarios and the frontier are not asked for at once, nor more scenarios than fit', async () => {
  const both = await map([...scenarios('azure'), '--frontier', '3'])
  const many = await map(scenarios(...Array.from({ length: 9 }, () => 'azure')))

  expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--scenario and --frontier') })
  expect(many).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('9 scenarios are more than the 8') })
})

test('a fault of a scenario is shown in its file, with a caret', async () => {
  const file = join(folder, 'what-if/slip.yaml')
  await writeFile(file, 'schema: drplan/scenario@1\nmaping:\n  gap: 0\n')

  const { stderr, stdout, exitCode } = await map(scenarios('slip'))

  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 })
  expect(stderr).toContain(`${file}:2:1`)
  expect(stderr).toContain('│ maping:')
  expect(stderr).toContain('Did you mean mapping?')
})

test('the shipped scenarios say in their comment what they ask', async () => {
  for (const name of ['azure', 'tight-sizing'])
    expect(await readFile(join(harbourFoods, 'what-if', `${name}.yaml`), 'utf8')).toMatch(/^# What if /)
})
