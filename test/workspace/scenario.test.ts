import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { loadConfig } from '../../src/workspace/config.ts'
import { loadScenario, type LoadedScenario } from '../../src/workspace/scenario.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const config = `schema: drplan/config@1
site: { id: north }
sources: [{ kind: inventory, path: a.csv }]
target: { platform: aws, region: eu-west-1, prices: prices/own.yaml }
demand:
  quantile: 0.9
mapping:
  burstableTiers: ['4']
  quotas: { vcpu: 10, volumes: 3 }
`
const head = 'schema: drplan/scenario@1\n'

async function load(text: string, drplan = config): Promise<LoadedScenario> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'what-if'))
  await writeFile(join(folder, 'drplan.yaml'), drplan)
  await writeFile(join(folder, 'what-if/one.yaml'), text)
  return loadScenario(join(folder, 'what-if/one.yaml'), await loadConfig(join(folder, 'drplan.yaml')))
}

async function faultOf(text: string, drplan?: string): Promise<InputError> {
  const error: unknown = await load(text, drplan).catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error
  throw new Error('nothing was refused')
}

test('is drplan.yaml with its own settings over it, and defaults for what neither states', async () => {
  const { config, name } = await load(`${head}demand: { cpuHeadroom: 0.3 }\nmapping: { quotas: { vcpu: 20 } }\n`)

  expect(name).toBe('one')
  expect(config.demand).toMatchObject({ quantile: 0.9, cpuHeadroom: 0.3, horizonDays: 28 })
  expect(config.mapping).toMatchObject({ quotas: { vcpu: 20, volumes: 3 }, burstableTiers: ['4'] })
  expect(config.site.id).toBe('north')
})

test('changes nothing when it states nothing', async () => {
  const scenario = await load(`${head}name: the same\n`)

  expect(scenario).toMatchObject({ name: 'the same', settings: [] })
  expect(scenario.config.demand.quantile).toBe(0.9)
})

test('paths start where they are stated: at its own folder, or at that of drplan.yaml', async () => {
  const own = await load(`${head}target: { prices: azure.yaml }\nmapping: { keep: { plan: ../old/plan.json } }\n`)
  const inherited = await load(`${head}demand: { quantile: 0.8 }\n`)

  expect(own.config.target.prices).toBe('what-if/azure.yaml')
  expect(own.config.mapping.keep).toEqual({ plan: 'old/plan.json', worthPerMonth: 5 })
  expect(inherited.config.target.prices).toBe('prices/own.yaml')
})

test('own prices and quotas of drplan.yaml can be left out', async () => {
  const { config } = await load(`${head}target: { prices: null }\nmapping: { quotas: { vcpu: null } }\n`)

  expect(config.target).not.toHaveProperty('prices')
  expect(config.mapping.quotas).toEqual({ volumes: 3 })
})

test.each([
  ['a mistyped key', 'demand:\n  quantil: 0.9\n', 'demand.quantil is not a setting', '3:3', 'Did you mean quantile?'],
  ['a mistyped part', 'targt: {}\n', 'targt is not a setting', '2:1', 'Did you mean target?'],
  ['a value out of range', 'demand:\n  quantile: 7\n', 'demand.quantile: ', '3:13', undefined],
  ['a fault in a list', 'tiers:\n  - { id: a, name: b, priority: 0 }\n', 'tiers.0.', '3:5', undefined],
  ['half of what is new', 'mapping:\n  keep: { worthPerMonth: 3 }\n', 'mapping.keep.plan', '3:9', undefined],
  ['another site', 'site: { id: south }\n', 'site cannot be set by a scenario', '2:1', undefined],
  ['other sources', 'sources: []\n', 'one and the same site', '2:1', undefined],
  ['another network', 'network: { pool: [] }\n', 'They set target, tiers,', '2:1', undefined],
])('%s is refused where it stands in the scenario', async (...[, text, message, at, suggestion]) => {
  const { code, exitCode, message: said, place, suggestions } = await faultOf(head + text)

  expect({ code, exitCode, said }).toEqual({
    code: 'scenario.invalid',
    exitCode: 2,
    said: expect.stringContaining(message),
  })
  expect(`${place?.line}:${place?.column}`).toBe(at)
  expect(place?.file).toMatch(/one\.yaml$/)
  expect(suggestions).toEqual(suggestion === undefined ? [] : [suggestion])
})

test.each([
  ['broken syntax', 'a: ["b\n', 'scenario.syntax'],
  ['a key given twice', `${head}${head}`, 'scenario.syntax'],
  ['an alias to nothing', `${head}defaultTier: *nowhere\n`, 'scenario.syntax'],
  ['a newer schema', head.replace('@1', '@2'), 'artifact.newer'],
  ['a drplan.yaml', config, 'scenario.invalid'],
  ['an empty file', '', 'scenario.invalid'],
  ['a list', '- 1\n', 'scenario.invalid'],
  ['an empty name', `${head}name: " "\n`, 'scenario.invalid'],
])('%s is refused', async (_, text, code) => {
  expect(await faultOf(text)).toMatchObject({ code, exitCode: 2 })
})

test.each(['__proto__', 'constructor', 'toString'])('the key %s is only an unknown key', async (key) => {
  const fault = await faultOf(`${head}${key}: { polluted: true }\n`)

  expect(fault.message).toContain(`${key} is not a setting`)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a setting stands where the file that states it has it', async () => {
  const { placeOf, sets } = await load(`${head}target:\n  region: eu-central-1\n`)

  expect(placeOf(['target', 'region'])).toMatchObject({ file: expect.stringMatching(/one\.yaml$/), line: 3 })
  expect(placeOf(['target', 'prices'])).toMatchObject({ file: expect.stringMatching(/drplan\.yaml$/), line: 4 })
  expect([sets(['target', 'region']), sets(['target', 'platform'])]).toEqual([true, false])
})

test('a file that is not there, and a folder in its place, are bad input', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'drplan.yaml'), config)
  const base = await loadConfig(join(folder, 'drplan.yaml'))

  await expect(loadScenario(join(folder, 'none.yaml'), base)).rejects.toMatchObject({ code: 'scenario.missing' })
  await expect(loadScenario(folder, base)).rejects.toMatchObject({ code: 'scenario.unreadable', exitCode: 2 })
})
