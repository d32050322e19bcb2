/** docs/compatibility.md repeats the tables of the program: here they are held to be the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gpuModels } from '../../src/model/accelerator-models.ts'
import { compatibilityRuleIds, type TargetCompatibility } from '../../src/model/compatibility.ts'
import { osNames } from '../../src/model/os-release.ts'
import { awsCompatibility } from '../../src/targets/aws/compatibility.ts'
import { anyRules } from '../../src/targets/compatibility-any.ts'
import { azureCompatibility } from '../../src/targets/azure/compatibility.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/compatibility.md'), 'utf8')
const targets = { aws: awsCompatibility, azure: azureCompatibility }
const shared: ReadonlySet<unknown> = new Set(anyRules)

const ruleRows = ({ rules }: TargetCompatibility): readonly string[] =>
  rules.map(
    ({ id, platform, severity, meaning, source: { document, asOf, basis } }) =>
      `| \`${id}\` | ${platform} | ${severity} | ${meaning} | ${document}, ${asOf}${basis === 'read' ? '' : ' (g)'} |`,
  )

const rowsOf = (pattern: RegExp): readonly string[] => page.split('\n').filter((line) => pattern.test(line))

describe('the page', () => {
  test('has every rule of every target, with severity, source and date, and no other', () => {
    const rows = [...new Set(Object.values(targets).flatMap(ruleRows))]

    expect(rowsOf(/^\| `[a-z0-9-]+` \| (any|aws|azure) \|/).toSorted()).toEqual(rows.toSorted())
  })

  test('has the oldest supported version of every operating system', () => {
    const rows = Object.entries(osNames).map(([product, name]) => {
      const oldest = Object.values(targets).map(
        ({ operatingSystems }) => operatingSystems.find((one) => one.product === product)?.oldest ?? 'not listed',
      )
      return `| ${name} | ${oldest.join(' | ')} |`
    })

    expect(rowsOf(new RegExp(`^\\| (${Object.values(osNames).join('|')}) \\|`))).toEqual(rows)
  })

  test('names every GPU of the table', () => {
    for (const { name } of gpuModels) expect(page).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('the tables', () => {
  test.each(Object.entries(targets))('of %s have every rule once at most', (_, { rules }) => {
    const ids = rules.map(({ id }) => id)

    expect(new Set(ids).size).toBe(ids.length)
  })

  test('have every rule for some target, and those of any platform for all', () => {
    const used = new Set(Object.values(targets).flatMap(({ rules }) => rules.map(({ id }) => id)))

    expect([...used].toSorted()).toEqual([...compatibilityRuleIds])
    for (const { rules } of Object.values(targets))
      expect(rules.filter((rule) => shared.has(rule))).toHaveLength(anyRules.length)
  })

  test.each(Object.entries(targets))('of %s have sentences, a source and a month', (_, { rules }) => {
    for (const { meaning, advice, source } of rules) {
      expect([meaning, advice].every((text) => /^[A-Z].*\.$/.test(text))).toBe(true)
      expect(source.asOf).toMatch(/^20\d\d-\d\d$/)
    }
  })
})
