import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureOutput } from '@oclif/test'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import Check from '../../commands/check.ts'
import Forecast from '../../commands/forecast.ts'
import Init from '../../commands/init.ts'
import MapCommand from '../../commands/map.ts'
import Monitor from '../../commands/monitor.ts'
import Plan from '../../commands/plan.ts'
import Report from '../../commands/report.ts'
import Translate from '../../commands/translate.ts'
import { commandThatThrows } from '../support/broken-source.ts'
import { aScenario, harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')

interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, argv: readonly string[]): Promise<Outcome> {
  process.exitCode = 0
  const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], root), { print: false })
  const exitCode = (error?.oclif?.exit ?? process.exitCode) || 0
  return { stdout, stderr, exitCode }
}

let folder: string
/** The workspace as the first plan left it, for sites of their own that differ in what comes later. */
let firstWorkspace: string
const at = (): string[] => ['--config', join(folder, 'drplan.yaml')]

beforeAll(async () => {
  // Shared: the first command makes what the others reuse.
  folder = await mkdtemp(join(tmpdir(), 'drplan-commands-'))
  await cp(harbourFoods, folder, { recursive: true })
  await run(Plan, at())
  firstWorkspace = await mkdtemp(join(tmpdir(), 'drplan-commands-first-'))
  await cp(join(folder, '.drplan'), firstWorkspace, { recursive: true })
  return async () => {
    for (const made of [folder, firstWorkspace]) await rm(made, { recursive: true, force: true })
  }
})

afterEach(() => {
  process.exitCode = 0
})

/** The site as it stands at the recovery site: one machine went, one came. */
async function recoveredSite(): Promise<string> {
  const file = join(folder, '.drplan/site.json')
  const { vms, ...site } = JSON.parse(
    (await readFile(file, 'utf8')).replaceAll('"10.20.', '"10.120.').replaceAll('"172.20.', '"10.132.'),
  ) as {
    vms: { id: string; name: string; nics: { addresses: string[] }[] }[]
  }
  const [gone, first, ...others] = vms
  if (!gone || !first) throw new Error('the scenario has machines')
  const came = { ...first, id: 'i-came', name: 'came-1', nics: [{ ...first.nics[0], addresses: ['10.120.1.77'] }] }
  const recovered = join(folder, 'recovered-site.json')
  await writeFile(recovered, JSON.stringify({ ...site, vms: [first, ...others, came] }))
  return recovered
}

test('translate --failback tells who goes home, who came, and who went', async () => {
  const asked = [...at(), '--failback', await recoveredSite()]

  const { stdout, exitCode } = await run(Translate, asked)

  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/hosts? that came[^]*came-1\s+10\.120\.1\.77 → 10\.20\.1\.77/)
  expect(stdout).toMatch(/of the plan, no longer there[^]*web-1\s+10\.120\.1\.11/)
})

test('translate --failback says what to do where there is no such inventory', async () => {
  const { stderr, exitCode } = await run(Translate, [...at(), '--failback', join(folder, 'none.json')])

  expect(exitCode).toBe(2)
  expect(stderr).toContain('none.json')
})

test('report lists, packs and verifies; a changed archive ends with 1', async () => {
  const file = join(await temporaryFolder(), 'pack.zip')

  const listed = await run(Report, at())
  const made = await run(Report, [...at(), '--evidence', '--today', '2026-11-21', '--output', file])
  const verified = await run(Report, ['--verify', file, '--json'])
  const bytes = await readFile(file)
  bytes.write('harbour-goods', bytes.indexOf('harbour-foods', bytes.indexOf('"site"')))
  await writeFile(file, bytes)
  const changed = await run(Report, ['--verify', file])

  expect(listed.stdout).toMatch(/summary\.md +promises/)
  expect(made.stdout).toMatch(/SHA-256 [0-9a-f]{64}[^]*NIST SP 800-53[^]*Not in it: Nobody has walked/)
  expect(made.stdout).not.toContain('\u001B')
  expect(await readFile(`${file}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}pack\.zip\n$/)
  expect(JSON.parse(verified.stdout)).toMatchObject({ schema: 'drplan/evidence-verdict@1', problems: [] })
  expect(changed.stdout).toMatch(/altered|manifest/)
  expect([listed, made, verified, changed].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 1])
})

const commands = [
  { name: 'plan', command: Plan, schema: 'drplan/plan-summary@1' },
  { name: 'check', command: Check, schema: 'drplan/check@2' },
  { name: 'monitor', command: Monitor, schema: 'drplan/monitor@1' },
  { name: 'forecast', command: Forecast, schema: 'drplan/demands@2' },
  { name: 'map', command: MapCommand, schema: 'drplan/mapping@2' },
  { name: 'translate', command: Translate, schema: 'drplan/translation@2' },
]

describe.each(commands)('$name', ({ command, schema }) => {
  test('prints its result on stdout, and progress, if any, on stderr', async () => {
    const { stdout, stderr } = await run(command, [...at()])

    expect(stdout.length).toBeGreaterThan(100)
    expect(stdout).not.toContain('✔')
    expect(stderr).toMatch(command === Check ? /^$/ : /✔ monitor/)
  })

  test('prints one JSON document with --json, and nothing else', async () => {
    const { stdout, stderr } = await run(command, [...at(), '--json'])

    expect(JSON.parse(stdout)).toMatchObject({ schema })
    expect(stderr).toBe('')
  })

  test('writes no escapes into a pipe', async () => {
    const { stdout, stderr } = await run(command, [...at()])

    expect(stdout + stderr).not.toContain('\u001B')
  })

  test('a missing configuration ends with 2, and says so in JSON, too', async () => {
    const argvOfNothing = ['--config', join(folder, 'nowhere.yaml')]

    const plain = await run(command, argvOfNothing)
    const json = await run(command, [...argvOfNothing, '--json'])

    expect(plain).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('config.missing') })
    expect(json).toMatchObject({ exitCode: 2, stderr: '' })
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'config.missing', exitCode: 2 } })
  })

  test('an unknown flag ends with 2', async () => {
    expect(await run(command, ['--nope'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('cli.usage') })
  })
})

async function aScenarioOnceMapped(): Promise<string> {
  const own = await aScenario()
  await cp(firstWorkspace, join(own, '.drplan'), { recursive: true })
  return own
}

/** Half an hour until somebody declares: what waits for a person cannot be back within that. */
async function aSlowScenario(): Promise<readonly string[]> {
  const file = join(await aScenarioOnceMapped(), 'drplan.yaml')
  await writeFile(file, `${await readFile(file, 'utf8')}\nrecovery:\n  declareMinutes: 30\n  detectMinutes: 6\n`)
  return ['--config', file]
}

test('plan ends with 1 only when it is told what is bad enough', async () => {
  const slow = await aSlowScenario()

  expect((await run(Plan, slow)).exitCode).toBe(0)
  expect((await run(Plan, [...slow, '--fail-on', 'error'])).exitCode).toBe(1)
  expect((await run(Plan, [...at(), '--fail-on', 'error'])).exitCode).toBe(0)
})

test('check ends with 1 for broken promises, and names words first', async () => {
  const slow = await aSlowScenario()
  await run(Plan, slow)

  const { stdout, exitCode } = await run(Check, slow)

  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/^ERROR check\.objective-missed/m)
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('exit 1')
})

test('check ends with 0 when nothing is wrong', async () => {
  const own = await aScenarioOnceMapped()
  const file = join(own, 'drplan.yaml')
  const easy = `tiers:
  - { id: '4', name: a, rtoMinutes: null, rpoMinutes: null, priority: 4, strategies: [backup-restore] }
assign: []
defaultTier: '4'
network:`
  const text = await readFile(file, 'utf8')
  const inventory = await readFile(join(own, 'inventory.json'), 'utf8')
  await writeFile(join(own, 'inventory.json'), inventory.replaceAll(/"tier": "\d"/g, '"tier": "4"'))
  await writeFile(file, text.replace(/assign:[\s\S]*?\nnetwork:/, easy))
  await run(Plan, ['--config', file])

  const checked = await run(Check, ['--config', file])

  expect(checked).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('drplan check passed: no open finding'),
  })
})

test('a source that cannot be read ends with 2', async () => {
  const own = await aScenario()
  await writeFile(join(own, 'inventory.json'), '{"vms":')

  const { exitCode, stderr } = await run(Plan, ['--config', join(own, 'drplan.yaml')])

  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('inventory.json') })
})

test('a fault of drplan ends with 70, without a stack unless asked for', async () => {
  const command = commandThatThrows(new TypeError('x is undefined'))

  const plain = await run(command, at())
  const debug = await run(command, [...at(), '--log-level', 'debug'])

  expect(plain).toMatchObject({ exitCode: 70, stdout: '', stderr: expect.stringContaining('bug.unknown') })
  expect(plain.stderr).not.toContain('    at ')
  expect(debug.stderr).toContain('    at ')
})

test('what the outside fails at ends with 3', async () => {
  const { SourceError } = await import('../../src/errors.ts')

  const outcome = await run(commandThatThrows(new SourceError('source.nothing-readable', 'throttled')), at())

  expect(outcome.exitCode).toBe(3)
})

describe('forecast', () => {
  test('shows as many rows as fit, totals, and all of them when asked', async () => {
    const some = await run(Forecast, at())
    const all = await run(Forecast, [...at(), '--all'])

    expect(some.stdout).toMatch(/[…~] \d+ more: --all/)
    expect(some.stdout).toMatch(/^ {2}total +118 /m)
    expect(some.stdout).toMatch(/^ {2}Series +93 of 23/m)
    expect(all.stdout).not.toContain('more')
    expect(all.stdout.split('\n').filter((line) => line.includes('web-1'))).toHaveLength(5)
  })

  test('--vm shows its quantiles, models and demand in a pipe', async () => {
    const { stdout, exitCode } = await run(Forecast, [...at(), '--vm', 'erp-db-1'])

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ {2}day, UTC +median +P5 +P90 +P95 +P99$/m)
    expect(stdout).toMatch(/^ {5}1 {2}[a-z-]+ +(seasonal|trend|baseline) .*first$/m)
    expect(stdout).toMatch(/^ {2}Demand: .* vCPU is the P95 over 28 d/m)
    expect(stdout).not.toContain('What if')
  })

  test('--vm --json has courses, quantiles, scores and the history of every series', async () => {
    const { stdout } = await run(Forecast, [...at(), '--vm', 'wms-db-1', '--json'])

    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ schema: 'drplan/vm-forecast@1', whatIf: null, name: 'wms-db-1', tier: '2' })
    expect(report.demands).toHaveLength(1)
    expect(report.forecasts.map(({ metric, unit }: Record<string, string>) => [metric, unit])).toEqual([
      ['cpu', 'vCPU'],
      ['disk-written-bytes', 'bytes/s'],
      ['memory', 'bytes'],
      ['network-sent-bytes', 'bytes/s'],
    ])
    const [{ course, quantiles, scores, measured, measuredStart, levels }] = report.forecasts
    expect(course).toHaveLength(168)
    expect(quantiles.map(({ level }: { level: number }) => level)).toEqual(levels)
    expect(scores[0]).toMatchObject({ model: expect.any(String), mase: expect.any(Number), vote: expect.any(Number) })
    expect(Date.parse(measuredStart) + measured.length * 3_600_000).toBe(Date.parse(report.forecasts[0].start))
    expect(measured).toContain(null)
  })

  test('a slip of the fingers in the name of a VM is recognised', async () => {
    const slip = await run(Forecast, [...at(), '--vm', 'erp-db-2x'])

    expect(slip).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean erp-db-') })
  })

  test('says what is tried and that nothing was saved, and the plan goes on as it was', async () => {
    const file = join(folder, '.drplan/demands.json')
    const before = await readFile(file, 'utf8')

    const site = await run(Forecast, [...at(), '--horizon', '48h', '--quantile', '0.99'])
    const vm = await run(Forecast, [...at(), '--vm', 'web-1', '--model', 'median-day', '--json'])

    expect(site.stdout).toContain('What if: nothing was saved. This is with horizon 2 d, quantile 0.99;')
    expect(site.stdout).toMatch(/ P99 +confidence$/m)
    expect(JSON.parse(vm.stdout)).toMatchObject({
      whatIf: { horizonHours: null, selection: 'median-day', quantile: null },
      forecasts: expect.arrayContaining([expect.objectContaining({ selection: 'median-day' })]),
    })
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  test('what is tried for the site is JSON of its own kind', async () => {
    const { stdout } = await run(Forecast, [...at(), '--quantile', '0.9', '--json'])

    expect(JSON.parse(stdout)).toMatchObject({ schema: 'drplan/what-if@1', whatIf: { quantile: 0.9 } })
  })

  test('says what all VMs need together, on the screen and in JSON', async () => {
    const { stdout } = await run(Forecast, at())
    const json = JSON.parse((await run(Forecast, [...at(), '--json'])).stdout)

    expect(stdout).toMatch(/^ {2}Together: [\d.]+ vCPU at peak \(sum of single peaks [\d.]+\), P95 /m)
    expect(json.together).toMatchObject([
      { metric: 'cpu', unit: 'vCPU', historyDays: 28 },
      { metric: 'memory', unit: 'bytes' },
    ])
    expect(json.together[0]).not.toHaveProperty('sum')
  })

  test('--vm shows what others would ask for, on the screen and in JSON', async () => {
    const { stdout } = await run(Forecast, [...at(), '--vm', 'web-1'])
    const { peers } = JSON.parse((await run(Forecast, [...at(), '--vm', 'web-1', '--json'])).stdout)

    expect(stdout).toMatch(/^ {2}Azure Migrate +[\d.]+ +[\d.]+ +samples +samples$/m)
    expect(peers).toMatchObject([
      { preset: 'azure-migrate', vcpus: { basis: 'samples', rule: { percentile: 0.95, factor: 1.3 } } },
      { preset: 'compute-optimizer', memoryGiB: { required: expect.any(Number) } },
    ])
  })

  test('--backtest judges the own history, with progress on stderr', async () => {
    const { stdout, stderr } = await run(Forecast, [...at(), '--backtest', '--metric', 'cpu'])

    expect(stderr).toMatch(/✔ backtest +23 series judged, 0 left out/)
    expect(stdout).toMatch(/^ {2}cpu +23 +69 +0\.\d\d /m)
    expect(stdout).toMatch(/^ {2}drplan, size +[\d.]+ % /m)
    expect(stdout).toContain('By pinball loss')
  })

  test('--backtest --json is the whole summary', async () => {
    const flags = ['--backtest', '--vm', 'web-1', '--horizon', '24h', '--quantile', '0.9', '--model', 'theta', '--json']
    const { stdout, stderr } = await run(Forecast, [...at(), ...flags])
    const { schema, ...summary } = JSON.parse(stdout)

    const { historyBacktestSchema } = await import('../../src/model/history-backtest.ts')
    expect(schema).toBe('drplan/history-backtest@1')
    expect(historyBacktestSchema.parse(summary).settings).toMatchObject({
      horizonHours: 24,
      level: 0.9,
      selection: 'theta',
    })
    expect(stderr).toBe('')
  })

  test('--pool says how probable a shortage is, with draws and seed', async () => {
    const { stdout } = await run(Forecast, [...at(), '--pool', '40', '--horizon', '2d', '--seed', '7'])
    const json = JSON.parse((await run(Forecast, [...at(), '--pool', '60', '--json'])).stdout)

    expect(stdout).toMatch(/Short with a probability of [\d.]+ % \(± [\d.]+ points\): 40 vCPU/)
    expect(stdout).toMatch(/10,000 draws of\s+single days of the history, seed 7/)
    expect(json).toMatchObject({
      schema: 'drplan/pool@1',
      fleet: { unit: 'vCPU' },
      drawn: { draws: 10_000, seed: 1, horizonDays: 28 },
      shortage: { pool: 60, probability: 0, halfWidth: expect.any(Number) },
      pools: [{ probability: 0.05 }, { probability: 0.01 }, { probability: 0.001 }],
    })
  })

  test.each([
    [['--pool', '400vCPU'], 'Did you mean 400?'],
    [['--pool', '0'], 'Write it as 400.'],
    [['--pool', '400', '--vm', 'web-1'], '--vm'],
    [['--pool', '400', '--backtest'], '--backtest'],
    [['--seed', '2'], '--pool'],
    [['--backtest', '--vm', 'web-1x'], 'Did you mean web-1?'],
    [['--backtest', '--quantile', '95'], 'Did you mean 0.95?'],
    [['--horizon', '7'], 'Did you mean 7d?'],
    [['--model', 'thata'], 'Did you mean theta?'],
    [['--quantile', 'P99'], 'Did you mean 0.99?'],
    [['--vm', 'web-1', '--metric', 'cpuu'], 'Did you mean cpu?'],
    [['--metric', 'cpu'], '--vm'],
  ])('%j ends with 2 and says what helps', async (flags, help) => {
    const { exitCode, stderr, stdout } = await run(Forecast, [...at(), ...flags])

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(help)
    expect(stderr).toContain('cli.usage')
  })
})

test('init writes a file that plan reads, and never over one that is there', async () => {
  const file = join(await temporaryFolder(), 'sub', 'drplan.yaml')
  const hostile = 'a"b: [x]\n#.csv'

  const first = await run(Init, ['-c', file, '--source', hostile])
  const second = await run(Init, ['-c', file])
  const wrong = await run(Init, ['-c', join(file, '../b.yaml'), '--site', 'Bad Name'])

  const { parseConfig } = await import('../../src/workspace/config.ts')
  expect(first.exitCode).toBe(0)
  expect(parseConfig(await readFile(file, 'utf8'), file).sources).toMatchObject([{ kind: 'inventory', path: hostile }])
  expect(second).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('config.exists') })
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('site.id') })
})

describe('monitor --status', () => {
  test('says what is held without a source, in a screen and in JSON', async () => {
    const plain = await run(Monitor, [...at(), '--status'])
    const json = await run(Monitor, [...at(), '--status', '--json'])

    expect(plain).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('All times are UTC') })
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 'drplan/status@1',
      site: 'harbour-foods',
      latestSample: expect.stringMatching(/Z$/),
    })
  })

  test('shows one VM by its name, and offers the nearest name for a slip', async () => {
    const one = await run(Monitor, [...at(), '--status', '--vm', 'web-1', '--json'])
    const slip = await run(Monitor, [...at(), '--status', '--vm', 'webb-1'])

    expect(JSON.parse(one.stdout).vms).toMatchObject([{ name: 'web-1', nextLevel: null, collectUntil: null }])
    expect(slip).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean web-1?') })
  })

  test('ends with 2 before anything was read, and makes nothing', async () => {
    const own = await aScenario()

    const { exitCode, stderr } = await run(Monitor, ['--config', join(own, 'drplan.yaml'), '--status'])

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('artifact.missing') })
    await expect(readFile(join(own, '.drplan/site.json'))).rejects.toThrow('ENOENT')
  })

  test('a VM is asked for only together with --status', async () => {
    expect(await run(Monitor, [...at(), '--vm', 'web-1'])).toMatchObject({ exitCode: 2 })
  })
})

describe('monitor --watch', () => {
  test('prints a line a round, and ends after so many', async () => {
    const { stdout, stderr, exitCode } = await run(Monitor, [...at(), '--watch', '--interval', '1s', '--rounds', '2'])

    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ {2}26.VMs {2}93.series {2}[\d,]+.samples \(\+[\d,]+\)/),
      expect.stringMatching(/\(\+0\)/),
    ])
  })

  test('gives its totals as JSON', async () => {
    const { stdout } = await run(Monitor, [...at(), '--watch', '--interval', '1s', '--rounds', '1', '--json'])

    expect(JSON.parse(stdout)).toMatchObject({ schema: 'drplan/watch@1', rounds: 1, failed: 0 })
  })

  test.each([
    ['an interval that is none', ['--watch', '--interval', 'soon']],
    ['an interval without watching', ['--interval', '5m']],
    ['a fixed end of history', ['--watch', '--until', '2026-01-01T00:00:00Z']],
  ])('ends with 2 for %s', async (...[, flags]) => {
    expect((await run(Monitor, [...at(), ...flags])).exitCode).toBe(2)
  })
})
