/** docs/orders.md repeats the rules of the program: here they are held to be the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { orchestrators } from '../../src/orchestrators/index.ts'
import { srmLimits } from '../../src/orchestrators/srm/index.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/orders.md'), 'utf8')
const names = Object.values(orchestrators).map(({ name }) => name)

test('the page has every rule of every orchestrator with its source, and no other', () => {
  const rows = Object.values(orchestrators).flatMap(({ name, rules, source }) =>
    rules.map((rule) => `| ${name} | ${rule} | ${source} |`),
  )

  expect(page.split('\n').filter((line) => names.some((name) => line.startsWith(`| ${name} |`)))).toEqual(rows)
})

test('the page has the limits of Site Recovery Manager with their sources', () => {
  for (const { source } of Object.values(srmLimits)) expect(page).toContain(source)
})
