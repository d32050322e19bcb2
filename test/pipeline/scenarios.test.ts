import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ScenarioComparison } from '../../src/model/scenario-comparison.ts'
import type { StepReport } from '../../src/pipeline/context.ts'
import { openScenarios, runScenarios } from '../../src/pipeline/scenarios.ts'
import { untilMap } from '../../src/pipeline/steps.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contextOf } from '../support/run-plan.ts'
import { contentsOf, harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const files = {
  'comfort.yaml': `demand: { cpuHeadroom: 0.3, memoryHeadroom: 0.3 }\n`,
  'prices.yaml': `target: { prices: own/prices.yaml }\n`,
  'strategies.yaml': `tiers:
  - { id: '0', name: first, rtoMinutes: 30, rpoMinutes: 5, priority: 0, strategies: [warm-standby] }
  - { id: '1', name: second, rtoMinutes: 60, rpoMinutes: 5, priority: 1, strategies: [pilot-light] }
  - { id: '2', name: third, rtoMinutes: 240, rpoMinutes: 60, priority: 2, strategies: [backup-restore] }
  - { id: '3', name: fourth, rtoMinutes: 1440, rpoMinutes: 1440, priority: 3, strategies: [backup-restore] }
  - { id: '4', name: fifth, rtoMinutes: null, rpoMinutes: null, priority: 4, strategies: [backup-restore] }
`,
  'nothing.yaml': `demand: { quantile: 0.95 }\n`,
}
const ownPrices = `schema: drplan/prices@1
asOf: 2026-10-01
discounts:
  - { match: { components: ['*'] }, percent: 12.5, reason: agreement }
`

/** How a person would write the same into drplan.yaml. */
const byHand: Record<string, (config: string) => string> = {
  azure: (config) =>
    config.replace('platform: aws', 'platform: azure').replace('region: eu-central-1', 'region: westeurope'),
  comfort: (config) => config + files['comfort.yaml'],
  prices: (config) => config.replace('region: eu-central-1', 'region: eu-central-1\n  prices: what-if/own/prices.yaml'),
  strategies: (config) => config + files['strategies.yaml'],
}
const names = ['azure', 'comfort', 'prices', 'strategies', 'nothing']

async function compare(
  folder: string,
  wanted: readonly string[],
  report: (line: StepReport) => void = () => {},
): Promise<ScenarioComparison> {
  const options = {
    configFile: join(folder, 'drplan.yaml'),
    folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
    madeBy: 'drplan test',
    threads: 0,
    now: '2026-11-21T00:00:00.000Z',
    loadSource,
    loadTarget,
    report,
  }
  const paths = wanted.map((name) => join(folder, 'what-if', `${name}.yaml`))
  return runScenarios(await openScenarios(options, paths))
}

let folder: string
let before: ReadonlyMap<string, string>
let compared: ScenarioComparison
const steps: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-scenarios-'))
  await cp(harbourFoods, folder, { recursive: true })
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, 'what-if', name), `schema: drplan/scenario@1\n${text}`)
  await mkdir(join(folder, 'what-if/own'))
  await writeFile(join(folder, 'what-if/own/prices.yaml'), ownPrices)
  await addSteps(folder, 'write')
  before = await contentsOf(folder)
  compared = await compare(folder, names, ({ step, summary, reused }) =>
    steps.push(`${step} ${/^(\w+):/.exec(summary)?.[1] ?? '-'}${reused ? ' reused' : ''}`),
  )
  return () => rm(folder, { recursive: true, force: true })
})

test('the columns are drplan.yaml itself and the scenarios, in the order they were named in', () => {
  expect(compared.scenarios.map(({ name }) => name)).toEqual(['as planned', ...names])
  expect(compared.scenarios[0]).toMatchObject({ file: null, settings: [], difference: null, vmDifferences: [] })
})

describe.each(Object.entries(byHand))('%s', (name, change) => {
  test('comes to what a plain run with these settings comes to', async () => {
    const own = await temporaryFolder()
    await cp(folder, own, { recursive: true, filter: (path) => !/\.drplan$|\/out$/.test(path) })
    await addSteps(own, 'monitor')
    const file = join(own, 'drplan.yaml')
    await writeFile(file, change(await readFile(file, 'utf8')))

    const { mapping } = (await untilMap(await contextOf(own))).mapping.stored.content

    const { cost, vms, target } = compared.scenarios.find((one) => one.name === name) ?? {}
    expect(cost).toMatchObject({
      standbyPerMonth: mapping.standbyPerMonth,
      recoveredPerHour: mapping.recoveredPerHour,
    })
    expect(vms).toMatchObject({ mapped: mapping.assignments.length, unmapped: mapping.unmapped.length })
    expect(target).toEqual({ id: mapping.target, region: mapping.region, catalogueAsOf: mapping.catalogueAsOf })
    const kept = JSON.parse(await readFile(join(folder, '.drplan/scenarios', name, 'mapping.json'), 'utf8'))
    expect(kept.mapping.assignments).toEqual(mapping.assignments)
  })
})

test('a year is twelve months of standing by and of drills, and a scenario says how it differs', () => {
  const [first, , comfort] = compared.scenarios
  const year = (cost: { standbyPerMonth: number; recoveredPerHour: number } | undefined): number =>
    12 * ((cost?.standbyPerMonth ?? 0) + 4 * (cost?.recoveredPerHour ?? 0))

  expect(comfort?.cost.perYear).toBeCloseTo(year(comfort?.cost), 6)
  expect(comfort?.difference?.perYear).toBeCloseTo(year(comfort?.cost) - year(first?.cost), 6)
  expect(comfort?.difference?.perYear).toBeGreaterThan(0)
  expect(comfort?.settings).toEqual([
    { setting: 'demand.cpuHeadroom', before: 0.15, after: 0.3 },
    { setting: 'demand.memoryHeadroom', before: 0.1, after: 0.3 },
  ])
})

test('a scenario that states what is so already changes nothing', () => {
  expect(compared.scenarios.find(({ name }) => name === 'nothing')).toMatchObject({
    settings: [],
    difference: { perYear: 0 },
    vmDifferences: [],
  })
})

test('the site is monitored once, and forecast again only for other demands', () => {
  expect(steps).toEqual([
    'monitor - reused',
    'forecast - reused',
    'map - reused',
    'map azure',
    'forecast comfort',
    'map comfort',
    'map prices',
    'map strategies',
    'map nothing',
  ])
})

test('nothing of the plan, its artefacts or the metric store is touched', async () => {
  const after = await contentsOf(folder)

  const own = [...after].filter(([path]) => !path.startsWith('.drplan/scenarios/'))
  expect(new Map(own)).toEqual(before)
  expect([...after.keys()].filter((path) => /scenarios\/.*metrics/.test(path))).toEqual([])
})

test('a second run reuses everything and says the same', async () => {
  const reused: boolean[] = []

  const again = await compare(folder, names, (line) => reused.push(line.reused))

  expect(again).toEqual(compared)
  expect(reused).toEqual(Array.from({ length: 9 }, () => true))
})

test('a workspace that is stale comes out as a plain run of drplan map leaves it', async () => {
  const [own, plain] = [await temporaryFolder(), await temporaryFolder()]
  for (const one of [own, plain]) await cp(harbourFoods, one, { recursive: true })

  await addSteps(plain, 'monitor')

  await compare(own, ['azure'])
  await untilMap(await contextOf(plain))

  const of = async (one: string, name: string): Promise<string> => readFile(join(one, '.drplan', name), 'utf8')
  expect(await of(own, 'mapping.json')).toBe(await of(plain, 'mapping.json'))
  expect(await of(own, 'demands.json')).toBe(await of(plain, 'demands.json'))
})

describe('before any work is done', () => {
  const write = async (texts: Readonly<Record<string, string>>): Promise<string> => {
    const own = await temporaryFolder()
    await cp(harbourFoods, own, { recursive: true })
    for (const [name, text] of Object.entries(texts))
      await writeFile(join(own, 'what-if', `${name}.yaml`), `schema: drplan/scenario@1\n${text}`)
    return own
  }

  test.each([
    ['two scenarios of one name', { a: 'name: same\n', b: 'name: same\n' }, 'scenario.name-taken', 2],
    ['the name of drplan.yaml itself', { a: 'name: as planned\n', b: '' }, 'scenario.name-taken', 2],
    ['a platform without its region', { a: 'target: { platform: azure }\n', b: '' }, 'config.region-unknown', 2],
    ['an unknown region', { a: 'target:\n  region: eu-centrl-1\n', b: '' }, 'config.region-unknown', 3],
    ['prices that are not there', { a: 'target: { prices: none.yaml }\n', b: '' }, 'catalogue.prices-missing', 2],
  ])('%s is refused where it stands', async (...[, texts, code, line]) => {
    const own = await write(texts)

    await expect(compare(own, ['a', 'b'])).rejects.toMatchObject({
      code,
      exitCode: 2,
      place: { file: expect.stringMatching(/what-if\/[ab]\.yaml$/), line },
    })
    expect([...(await contentsOf(own)).keys()].filter((path) => path.startsWith('.drplan'))).toEqual([])
  })
})
