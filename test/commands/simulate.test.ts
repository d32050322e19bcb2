import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import Done from '../../commands/runbook/done.ts'
import Start from '../../commands/runbook/start.ts'
import Times from '../../commands/runbook/times.ts'
import Simulate from '../../commands/simulate.ts'
import { simulationSettingsSchema } from '../../src/model/simulation-settings.ts'
import { hashText } from '../../src/workspace/files.ts'
import { aRunbook, aRunStep } from '../builders-run.ts'
import { shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
let folder: string

async function simulate(...argv: readonly string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  process.exitCode = 0
  const config = argv.includes('-c') ? [] : ['--config', join(folder, 'drplan.yaml')]
  const at = [...config, '--runs', '300', '--threads', '0']
  const { stdout, stderr, error } = await captureOutput(() => Simulate.run([...argv, ...at], root), { print: false })
  const exitCode = (error?.oclif?.exit ?? process.exitCode) || 0
  return { stdout, stderr, exitCode }
}

/** Beside the other one, so that it shares its workspace. */
async function configWith(settings: string): Promise<string> {
  const file = join(folder, 'other.yaml')
  await writeFile(file, `${await readFile(join(folder, 'drplan.yaml'), 'utf8')}\n${settings}\n`)
  return file
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-simulate-'))
  await shortHarbourFoods(folder)
  return () => rm(folder, { recursive: true, force: true })
})

afterEach(() => {
  process.exitCode = 0
})

test('takes what drplan runbook times wrote of a run, covered terms and all', async () => {
  const out = await temporaryFolder()
  await mkdir(join(out, 'runbooks'))
  await writeFile(join(out, 'plan.json'), 'a plan')
  const own = { measures: 'launch', covers: ['convert'], vmIds: ['vm-123'], wave: 7 }
  const book = aRunbook([aRunStep({ id: 'declare', measures: 'declare' }), aRunStep({ id: 'launch', ...own })], {
    site: 'harbour-foods',
  })
  await writeFile(
    join(out, 'runbooks/drill.json'),
    JSON.stringify({ schema: 'drplan/runbook@1', plan: hashText('a plan'), ...book }),
  )
  const walked = async (command: { run(argv: string[], root: string): Promise<unknown> }, ...argv: string[]) =>
    captureOutput(() => command.run([...argv, '--out', out, '--json'], root), { print: false })
  await walked(Start, 'drill')
  await walked(Done, 'declare', '--minutes', '4')
  await walked(Done, 'launch', '--minutes', '9')
  const { run } = JSON.parse((await walked(Times)).stdout)

  const { stdout } = await simulate('--times', join(out, `runs/${run}.times.json`), '--no-levers', '--json')
  const { basis, findings } = JSON.parse(stdout)

  expect(basis).toMatchObject({ recordedTasks: 3, drills: [run] })
  expect(findings).toEqual([])
})

describe('simulate --phase failback', () => {
  const withLine = 'simulation: { failback: { linkHomeMiBps: 200, disksAtHome: kept } }'

  test('shows copies, waves and the cut-over of each application, and that nothing is lost', async () => {
    const { stdout, stderr, exitCode } = await simulate('--phase', 'failback', '-c', await configWith(withLine))

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Line home +200 MiB\/s/)
    expect(stdout).toMatch(/Data at risk +0 min/)
    expect(stdout).toMatch(/^ {2}storefront +.*\d min/m)
    expect(stderr).toMatch(/✔ simulate +the way home/)
  })

  test('says at least, and what is missing, where nobody knows the line', async () => {
    const { stdout } = await simulate('--phase', 'failback')

    expect(stdout).toMatch(/Copying +cannot tell/)
    expect(stdout).toMatch(/^ {2}everything +≥ /m)
    expect(stdout).toContain('State simulation.failback.linkHomeMiBps in drplan.yaml.')
  })

  test('gives one JSON document', async () => {
    const file = await configWith(withLine)
    const { stdout } = await simulate('--phase', 'failback', '--json', '-c', file)
    const report = JSON.parse(stdout)

    expect(report).toMatchObject({ schema: 'drplan/failback@1', dataAtRiskMinutes: 0, runs: 300 })
    expect(report.copies.some(({ kind }: { kind: string }) => kind === 'delta')).toBe(true)
  })

  test('refuses what is about a disaster or a promise', async () => {
    const { stderr, exitCode } = await simulate('--phase', 'failback', '--scenario', 'ransomware', '--fail-below', '90')

    expect(exitCode).toBe(2)
    expect(stderr).toContain('--scenario, --fail-below is not for --phase failback.')
  })
})

describe('simulate', () => {
  test('shows the promises on stdout, progress on stderr, and no colour in a pipe', async () => {
    const { stdout, stderr, exitCode } = await simulate()

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/site-loss: 300 runs, seed 1\./)
    expect(stdout).toMatch(/^ {2}(■ broken|▲ at risk|● kept) +storefront/m)
    expect(stdout).toMatch(/All promises in time .* target 95 %/)
    expect(stdout).toContain('Spreads are assumptions until drills replace them')
    expect(stderr).toMatch(/✔ simulate +300 recoveries from site-loss/)
    expect(stdout).not.toContain('\u001B[')
  })

  test('gives everything as one JSON document, with half-widths, runs and seed', async () => {
    const { stdout, stderr } = await simulate('--json', '--seed', '7', '--no-levers')

    const report = JSON.parse(stdout)

    expect(stderr).toBe('')
    expect(report).toMatchObject({
      schema: 'drplan/simulation@1',
      runs: 300,
      seed: 7,
      allKept: { share: expect.any(Number), halfWidth: expect.any(Number) },
      inputs: { plan: expect.stringMatching(/^[0-9a-f]{64}$/) },
      levers: [],
    })
  })

  test('fails below the share that is asked for, and not at it', async () => {
    const fast = await configWith('simulation: { spread: { low: 0.1, mode: 0.2, high: 0.3 } }')

    expect((await simulate('--no-levers', '--fail-below', '0')).exitCode).toBe(0)
    expect((await simulate('--no-levers', '--fail-below', '60')).exitCode).toBe(1)
    expect(JSON.parse((await simulate('--no-levers', '--json', '-c', fast)).stdout).allKept.share).toBe(1)
    expect((await simulate('--no-levers', '--fail-below', '100', '-c', fast)).exitCode).toBe(0)
  })

  test('draws the application that is asked for, and asks whether another name was meant', async () => {
    const drawn = await simulate('--no-levers', '--application', 'warehouse')
    const unknown = await simulate('--no-levers', '--application', 'warehose')

    expect(drawn.stdout).toMatch(/^ {2}warehouse {2}RTO/m)
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean warehouse?') })
  })

  test('loses one zone, and refuses a zone elsewhere', async () => {
    const lost = await simulate('--no-levers', '--scenario', 'zone-loss')
    const alone = await simulate('--zone', 'hall-a')
    const other = await simulate('--scenario', 'zone-loss', '--zone', 'hall-z')

    expect(lost.stdout).toMatch(/zone-loss: .* is gone/)
    expect(alone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cli.usage') })
    expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('simulation.zone-unknown') })
  })

  test('says in its help what the settings have as defaults, with examples', () => {
    const { runs, seed } = simulationSettingsSchema.parse({})

    expect(Simulate.flags.runs.description).toContain(`simulation.runs, ${runs}]`)
    expect(Simulate.flags.seed.description).toContain(`simulation.seed, ${seed}]`)
    expect(Simulate.examples).toContain('<%= config.bin %> <%= command.id %> --scenario ransomware --no-levers')
  })
})
