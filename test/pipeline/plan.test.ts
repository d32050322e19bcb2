import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { plan } from '../../src/pipeline/plan.ts'
import { openSources } from '../../src/pipeline/sources.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contentsOf, shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'

const steps = ['monitor', 'forecast', 'map', 'translate']
/** A step that runs counts itself, so the manifest of a store that was written twice differs in one number. */
const withoutGeneration = (files: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries([...files].map(([path, text]) => [path, text.replace(/"generation":\d+,/, '')]))

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

let planned: string
let made: Record<string, string>

beforeAll(async () => {
  planned = await mkdtemp(join(tmpdir(), 'drplan-planned-'))
  await shortHarbourFoods(planned)
  await addSteps(planned, 'write', 'nine-days')
  made = withoutGeneration(await contentsOf(planned))
  return () => rm(planned, { recursive: true, force: true })
})

async function aScenario(): Promise<string> {
  const folder = await temporaryFolder()
  await shortHarbourFoods(folder)
  return folder
}

async function aPlanned(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(planned, folder, { recursive: true })
  return folder
}

const edit = async (file: string, change: (text: string) => string): Promise<void> => {
  const before = await readFile(file, 'utf8')
  expect(change(before)).not.toBe(before)
  await writeFile(file, change(before))
}

test('a second run reuses every step and changes no byte', async () => {
  const folder = await aPlanned()

  const reused = await runPlan(folder)

  expect(reused).toEqual({ monitor: true, forecast: true, map: true, translate: true, write: false })
  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
})

test('the same inputs in another folder make the same bytes', async () => {
  const folder = await aScenario()

  await runPlan(folder)

  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
})

const everything = [
  'site.json',
  'demands.json',
  'mapping.json',
  'translation.json',
  'forecasts.parquet',
  'metrics',
  'metrics/manifest.json',
  'metrics/raw',
  'metrics/hourly',
].map((name) => `.drplan/${name}`)

test.each([
  ...everything,
  'out',
  'out/outputs.json',
  'out/plan.json',
  'out/terraform',
  'out/reports/summary.md',
  'out/runbooks',
])('what is deleted comes back as it was: %s', async (path) => {
  const folder = await aPlanned()
  await rm(join(folder, path), { recursive: true })

  await runPlan(folder)

  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
})

test('a damaged metric store is read again', async () => {
  const folder = await aPlanned()
  await writeFile(join(folder, '.drplan/metrics/manifest.json'), '{"schema":')

  await runPlan(folder)

  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
})

test.each([
  ['network', '10.120.0.0/16 }', '10.121.0.0/16 }', ['translate']],
  ['recovery', 'network:\n', 'recovery: { bootMinutes: 3 }\nnetwork:\n', ['map']],
  ['mapping', 'network:\n', 'mapping: { previousGenerations: true }\nnetwork:\n', ['map']],
  ['tiering', 'network:\n', 'tiering: { propose: apply }\nnetwork:\n', ['map']],
  ['demand', 'network:\n', 'demand: { quantile: 0.9 }\nnetwork:\n', ['forecast', 'map']],
  ['scope', "tier: '4'", "tier: '3'", ['forecast', 'map', 'translate']],
  ['site', 'id: harbour-foods', 'id: harbour', steps],
])('a change of %s runs the steps that depend on it, and no other', async (...[, from, to, expected]) => {
  const folder = await aPlanned()
  await edit(join(folder, 'drplan.yaml'), (text) => text.replace(from, to))

  const reused = await runPlan(folder)

  expect(steps.filter((step) => !reused[step])).toEqual(expected)
})

test('older demands never stand beside the curves of a run that was interrupted', async () => {
  const folder = await aPlanned()
  const file = join(folder, 'drplan.yaml')
  const original = await readFile(file, 'utf8')
  await writeFile(file, original.replace('network:\n', 'demand: { horizonDays: 14 }\nnetwork:\n'))
  const context = await contextOf(folder, ({ step }) => {
    // An artefact without its maker cannot be saved: the run ends between the curves and the demands.
    if (step === 'monitor') Object.assign(context, { madeBy: undefined })
  })
  await expect(plan(context)).rejects.toThrow('madeBy')
  await writeFile(file, original)

  await runPlan(folder)

  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
})

test('two sources whose mapping files have one name are told apart', async () => {
  const folder = await aScenario()
  const context = await contextOf(folder)
  const other = await temporaryFolder()
  for (const side of ['a', 'b']) {
    await cp(join(folder, 'metrics.csv.gz'), join(other, side, 'metrics.csv.gz'))
    await writeFile(join(other, side, 'series.csv'), `series,vm\n${side},vm-101\n`)
  }
  const config = {
    ...context.config,
    sources: ['a', 'b'].map((side) => ({
      kind: 'metrics-csv' as const,
      path: `${side}/metrics.csv.gz`,
      mapping: `${side}/series.csv`,
      subnets: [],
    })),
  }

  const opened = await openSources({ ...context, config, configFolder: other })

  expect(opened.flatMap(({ files }) => Object.keys(files)).sort()).toEqual([
    'file a/metrics.csv.gz',
    'file a/series.csv',
    'file b/metrics.csv.gz',
    'file b/series.csv',
  ])
})

test('a run that is killed at any moment leaves whole files, and the next one ends as if nothing had been', async () => {
  const folder = await aScenario()
  const script = join(import.meta.dirname, '../support/run-plan.ts')
  for (let moment = 0; moment < 12; moment++) {
    const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    await new Promise((resolve) => setTimeout(resolve, 200 + moment * 70))
    child.kill('SIGKILL')
    await ended
    const left = [...(await contentsOf(folder))].filter(([path]) => !/\/tmp\/|\.drplan-/.test(path))
    const broken = left.filter(([path, text]) => path.endsWith('.json') && !isJson(text))
    const half = left.filter(([path, text]) => /^out\/.*\.(tf|md|json)$/.test(path) && text !== made[path])
    expect([...broken, ...half].map(([path]) => path)).toEqual([])
    // Every second time from the start, so that all steps are met.
    if (moment % 2 === 1) {
      await rm(join(folder, '.drplan'), { recursive: true, force: true })
      await rm(join(folder, 'out'), { recursive: true, force: true })
    }
  }

  await runPlan(folder)

  expect(withoutGeneration(await contentsOf(folder))).toEqual(made)
}, 60_000)

test('proposed tiers are used and marked in plan and report where drplan.yaml says apply, and only said otherwise', async () => {
  const folder = await aPlanned()
  const withoutRules = (text: string): string => text.replace(/assign:[\s\S]*?\nnetwork:/, 'assign: []\nnetwork:')
  await edit(join(folder, 'drplan.yaml'), withoutRules)
  await runPlan(folder)
  const suggested = await readFile(join(folder, 'out/plan.json'), 'utf8')
  await edit(join(folder, 'drplan.yaml'), (text) => `${text}\ntiering: { propose: apply }\n`)

  await runPlan(folder)

  const applied = await readFile(join(folder, 'out/plan.json'), 'utf8')
  const monitoring = JSON.parse(applied).vms.find(({ name }: { name: string }) => name === 'mon-1')
  expect(suggested).toContain('plan.tier-proposed')
  expect(suggested).not.toContain('tierProposal')
  expect(monitoring).toMatchObject({
    tierId: '3',
    tierProposal: { confidence: 'low', reasons: expect.arrayContaining(['Its tag environment says "production".']) },
  })
  expect(await readFile(join(folder, 'out/reports/summary.md'), 'utf8')).toMatch(
    /### Tiers that nobody gave[\s\S]*\| mon-1 \| 3 \| low \| /,
  )
})
