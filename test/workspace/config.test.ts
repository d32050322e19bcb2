import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { loadConfig, parseConfig } from '../../src/workspace/config.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const start = `schema: drplan/config@1
site: { id: north }
sources: [{ kind: inventory, path: a.csv }]
target: { platform: aws, region: eu-west-1 }
`

function faultOf(text: string): InputError {
  try {
    parseConfig(text, 'drplan.yaml')
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('the shortest configuration gets every default', () => {
  const config = parseConfig(start, 'drplan.yaml')

  expect(config).toMatchObject({ defaultTier: '3', demand: { quantile: 0.95 }, network: { blocks: [] } })
  expect(config.tiers.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4'])
})

test('a file that is not there is told with how to make one', async () => {
  const file = join(await temporaryFolder(), 'drplan.yaml')

  await expect(loadConfig(file)).rejects.toMatchObject({
    code: 'config.missing',
    suggestions: [expect.stringContaining('drplan init')],
  })
})

test('a folder in its place is bad input, not a fault of drplan', async () => {
  const folder = await temporaryFolder()

  await expect(loadConfig(folder)).rejects.toMatchObject({
    code: 'config.unreadable',
    exitCode: 2,
    place: { file: folder },
  })
})

test('paths start from the folder of the file', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'drplan.yaml'), start)

  expect(await loadConfig(join(folder, 'drplan.yaml'))).toMatchObject({ folder })
})

test.each([
  ['broken syntax', 'a: ["b\n', 'config.syntax', 2],
  ['two documents', `${start}---\n${start}`, 'config.syntax', 5],
  ['a key given twice', `${start}target: { platform: aws, region: x }\n`, 'config.syntax', 5],
  ['far too deep nesting', '['.repeat(20_000), 'config.syntax', 1],
  ['an alias to nothing', `${start}defaultTier: *nowhere\n`, 'config.syntax', undefined],
  ['a newer schema', start.replace('@1', '@2'), 'artifact.newer', 1],
  ['another schema', start.replace('config@1', 'site@1'), 'config.invalid', 1],
  ['an empty file', '', 'config.invalid', undefined],
  ['a wrong type', `${start}demand:\n  quantile: high\n`, 'config.invalid', 6],
  ['host bits in a block', `${start}network:\n  avoid:\n    - 10.0.0.1/8\n`, 'config.invalid', 7],
])('%s is refused with its line', (...[, text, code, line]) => {
  const fault = faultOf(text)

  expect(fault).toMatchObject({ code, exitCode: 2 })
  expect(fault.place?.line).toBe(line)
})

test('aliases that multiply are refused, quickly', () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9).slice(0, -1)}]`,
  )

  expect(faultOf(`${start}a0: &a0 [1]\n${levels.join('\n')}\n`)).toMatchObject({ code: 'config.syntax' })
})

test.each([
  ['at the top', `${start}netwrok: {}\n`, 'netwrok', '5:1', 'network'],
  ['below', start.replace('id: north', 'id: north, regin: x'), 'site.regin', '2:20', 'region'],
  ['inside a list', start.replace('kind: inventory', 'kind: inventory, pth: x'), 'sources.0.pth', '3:30', 'path'],
  ['inside defaults', `${start}demand:\n  quantil: 0.9\n`, 'demand.quantil', '6:3', 'quantile'],
  ['deep', `${start}network:\n  blocks:\n    - { fro: 10.0.0.0/8 }\n`, 'network.blocks.0.fro', '7:9', 'from'],
  ['in a match', `${start}assign:\n  - match: { nam: x }\n`, 'assign.0.match.nam', '6:14', 'name'],
])('an unknown key %s is shown where it stands, with the one that was meant', (...[, text, path, at, near]) => {
  const fault = faultOf(text)

  expect(fault.code).toBe('config.invalid')
  expect(fault.message).toContain(`${path} is not a setting`)
  expect(`${fault.place?.line}:${fault.place?.column}`).toBe(at)
  expect(fault.suggestions).toContain(`Did you mean ${near}?`)
})

test('all unknown keys are listed, so that one round of corrections is enough', () => {
  const fault = faultOf(`${start}netwrok: {}\nmaping: {}\ndemand: { quantile: 7 }\n`)

  expect(fault.message).toContain('netwrok')
  expect(fault.message).toContain('drplan.yaml:6: maping is not a setting')
  expect(fault.message).toContain('demand.quantile')
})

test.each(['__proto__', 'constructor', 'toString'])('the key %s is only an unknown key', (key) => {
  const fault = faultOf(`${start}${key}: { polluted: true }\n`)

  expect(fault.message).toContain(`${key} is not a setting`)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('where applications come from is stated in known words, for sources that know folders', () => {
  const withSource = (source: string): string => start.replace('{ kind: inventory, path: a.csv }', source)
  const origins = 'applicationFrom: [tag:Business Service, vapp, folder, resource-pool, "annotation-key:App"]'

  const config = parseConfig(withSource(`{ kind: rvtools, path: a.xlsx, ${origins} }`), 'drplan.yaml')

  expect(config.sources[0]).toMatchObject({ applicationFrom: expect.arrayContaining(['tag:Business Service']) })
  expect(faultOf(withSource(`{ kind: inventory, path: a.csv, ${origins} }`)).message).toContain('rvtools')
  expect(faultOf(withSource('{ kind: rvtools, path: a, applicationFrom: [tags] }')).message).toContain('annotation-key')
  expect(faultOf(withSource('{ kind: rvtools, path: a, applicationFrom: ["tag: -"] }')).code).toBe('config.invalid')
  expect(faultOf(withSource('{ kind: rvtools, path: a, applicationFrom: [] }')).code).toBe('config.invalid')
})

test('the statistic of answers that do not say it is stated in known words, for dumps of CloudWatch', () => {
  const withSource = (source: string): string => start.replace('{ kind: inventory, path: a.csv }', source)

  const config = parseConfig(withSource('{ kind: aws-describe, path: a, statistic: usual }'), 'drplan.yaml')

  expect(config.sources[0]).toMatchObject({ statistic: 'usual' })
  expect(faultOf(withSource('{ kind: inventory, path: a.csv, statistic: usual }')).message).toContain('aws-describe')
  expect(faultOf(withSource('{ kind: aws-describe, path: a, statistic: Maximum }')).code).toBe('config.invalid')
})

describe('retention', () => {
  const withRetention = (retention: string): string => `${start}\nretention: ${retention}\n`
  const refusal = 'raw samples without their hours are never read'

  test.each([
    ['{}', { rawDays: null, hourlyDays: null }],
    ['{ rawDays: 30 }', { rawDays: 30, hourlyDays: null }],
    ['{ rawDays: 30, hourlyDays: 365 }', { rawDays: 30, hourlyDays: 365 }],
    ['{ rawDays: 30, hourlyDays: 30 }', { rawDays: 30, hourlyDays: 30 }],
    ['{ rawDays: 2, hourlyDays: 2 }', { rawDays: 2, hourlyDays: 2 }],
  ])('may be %s', (text, retention) => {
    expect(parseConfig(withRetention(text), 'drplan.yaml').retention).toEqual(retention)
  })

  test.each(['{ rawDays: 31, hourlyDays: 30 }', '{ hourlyDays: 30 }', '{ rawDays: null, hourlyDays: 30 }'])(
    'may not be %s: hours never go before their raw samples',
    (text) => {
      const { code, message } = faultOf(withRetention(text))

      expect(code).toBe('config.invalid')
      expect(message).toContain(refusal)
    },
  )

  test('is whole days, two at least', () => {
    for (const text of ['{ rawDays: 1 }', '{ rawDays: 2.5 }', '{ rawDays: 30, hourlyDays: 1 }'])
      expect(faultOf(withRetention(text)).code).toBe('config.invalid')
  })
})
