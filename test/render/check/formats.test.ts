import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { checkFormats, type CheckFormatId } from '../../../src/render/check/index.ts'
import { checkReportSchemaId } from '../../../src/render/check/json.ts'
import { aReport, hostileReport, hostileTexts, largeReport, options, smallReport } from '../../support/check-reports.ts'

const ids = Object.keys(checkFormats) as CheckFormatId[]
const folder = join(import.meta.dirname, '../../../fixtures/check-formats')

const golden = (id: CheckFormatId): string => {
  const file = join(folder, `${id}.${checkFormats[id].extension}`)
  if (process.env['UPDATE_GOLDEN'] || !existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, checkFormats[id].render(smallReport(), options))
  }
  return readFileSync(file, 'utf8')
}

describe.each(ids)('the format %s', (id) => {
  const render = (report: CheckReport): string => checkFormats[id].render(report, options)

  test('is the committed text for a small report; UPDATE_GOLDEN=1 rewrites it', () => {
    expect(render(smallReport())).toBe(golden(id))
  })

  test('ends with a line break, also for a report without findings', () => {
    expect(render(aReport())).toMatch(/\n$/)
    expect(render(aReport())).not.toMatch(/\n\n$/)
  })

  test('is the same text each time', () => {
    expect(render(smallReport())).toBe(render(smallReport()))
  })

  test('lets no name write a control character, a mark of direction or a command for a runner', () => {
    const text = render(hostileReport())

    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toMatch(/##\[|##vso\[/i)
    const lines = text.split('\n').filter((line) => /^\s*::/.test(line))
    expect(lines.every((line) => id === 'github' && /^::(error|warning|notice) /.test(line))).toBe(true)
  })

  test('writes 30,000 findings in seconds', () => {
    const report = largeReport()
    const start = performance.now()

    const text = render(report)

    expect(performance.now() - start).toBeLessThan(20_000)
    expect(text.length).toBeGreaterThan(0)
  })
})

/** JSON is data, whole and in its own order. */
describe.each(ids.filter((id) => id !== 'json'))('the format %s, for people and services', (id) => {
  const render = (report: CheckReport): string => checkFormats[id].render(report, options)

  test('does not depend on the order of findings of other rules', () => {
    const report = smallReport()

    expect(render({ ...report, findings: report.findings.toReversed() })).toBe(render(report))
  })

  test('makes control characters and marks of direction visible', () => {
    const text = render(hostileReport())

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u)
  })

  test.each(hostileTexts.map((text, index) => [index, text]))('bounds what hostile text %i can take', (_, text) => {
    const [first] = smallReport().findings
    const one = { ...first!, subject: text, message: text, suggestion: text, place: text, affected: [text] }

    const length = render(aReport({ findings: [one] })).length

    expect(length).toBeLessThan(12_000)
  })
})

test('JSON is the report, unchanged', () => {
  const report = hostileReport()

  const read = JSON.parse(checkFormats.json.render(report, options)) as object

  expect(read).toEqual({ schema: checkReportSchemaId, ...(JSON.parse(JSON.stringify(report)) as object) })
})
