import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPrices } from '../../src/workspace/price-list.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const head = `schema: drplan/prices@1
asOf: 2026-10-01
overrides:
  - { component: m7i.large, perHour: 0.09, source: quote }
`
const place = { file: 'drplan.yaml', line: 5 }

async function load(text: string) {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'prices.yaml'), text)
  return loadPrices('prices.yaml', { folder, place })
}

test('rows know their line', async () => {
  const { list, placeOf, hash } = await load(`${head}discounts:\n  - { match: {}, percent: 5, reason: EDP }\n`)

  expect(list.overrides).toMatchObject([{ component: 'm7i.large', perHour: 0.09, free: false }])
  expect([placeOf('overrides', 0), placeOf('discounts', 0)]).toEqual(['prices.yaml:4', 'prices.yaml:6'])
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
})

test.each([
  ['a price of zero', '  - { component: t3.large, perHour: 0, source: x }', 'never free'],
  ['a free component', '  - { component: t3.large, perHour: 0, free: true, source: x }', 'never free'],
  ['a disk that is free by accident', '  - { diskClass: gp3, perGiBMonth: 0, source: x }', 'add free: true'],
  ['a price below zero', '  - { component: t3.large, perHour: -1, source: x }', 'overrides.1.perHour'],
  ['no price', '  - { component: t3.large, source: x }', 'needs at least one of perHour'],
  ['a price of another kind', '  - { component: t3.large, price: 1, source: x }', 'is no price of a component'],
  ['two kinds', '  - { component: a, service: b, price: 1, source: x }', 'exactly one of'],
  ['no source', '  - { component: t3.large, perHour: 1 }', 'overrides.1.source'],
])('%s is refused with its line', async (_, row, message) => {
  await expect(load(`${head}${row}\n`)).rejects.toMatchObject({
    code: 'catalogue.prices-invalid',
    exitCode: 2,
    message: expect.stringContaining(message),
    place: { file: 'prices.yaml', line: 5 },
  })
})

test('a discount of everything is refused with its line', async () => {
  await expect(load(`${head}discounts:\n  - { match: {}, percent: 100, reason: x }\n`)).rejects.toMatchObject({
    code: 'catalogue.prices-invalid',
    message: expect.stringContaining('less than 100 percent'),
    place: { line: 6 },
  })
})

test('a mistyped key is named with the one that was meant', async () => {
  await expect(load(`${head}discont: []\n`)).rejects.toMatchObject({
    code: 'catalogue.prices-invalid',
    suggestions: ['Did you mean discounts?'],
  })
})

test('a file that is not there, no YAML, or of a newer drplan is said to be that', async () => {
  const folder = await temporaryFolder()

  await expect(loadPrices('prices.yaml', { folder, place })).rejects.toMatchObject({
    code: 'catalogue.prices-missing',
    place,
  })
  await expect(load('a: [')).rejects.toMatchObject({ code: 'catalogue.prices-syntax' })
  await expect(load('schema: drplan/prices@2')).rejects.toMatchObject({ code: 'artifact.newer' })
})
