import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { junitFormat } from '../../../src/render/check/junit.ts'
import {
  aReport,
  aReported,
  hostileReport,
  largeReport,
  options,
  smallReport,
  waiver,
} from '../../support/check-reports.ts'

const schema = readFileSync(join(import.meta.dirname, '../../support/schemas/junit-10.xsd'), 'utf8')

const render = (report: CheckReport): string => junitFormat.render(report, options)

async function faultsOf(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema, maxMemoryPages: 4096 })
  return errors.map(({ message }) => message)
}

interface Case {
  readonly name: string
  readonly classname: string
  readonly failure?: { readonly message: string; readonly text: string }
  readonly skipped?: { readonly message: string }
  readonly out?: string
}

/** By name. */
function casesOf(xml: string): ReadonlyMap<string, Case> {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'text',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  })
  const read = parser.parse(xml) as { testsuites: { testsuite: { testcase: (Case & { 'system-out'?: string })[] }[] } }
  const cases = read.testsuites.testsuite.flatMap(({ testcase }) => testcase)
  return new Map(
    cases.map(({ 'system-out': out, ...rest }) => [rest.name, { ...rest, ...(out !== undefined && { out }) }]),
  )
}

describe('the schema of Jenkins', () => {
  test('refuses what is no JUnit XML, so that its consent means something', async () => {
    expect(
      await faultsOf(render(smallReport()).replace('<failure', '<blunder').replace('</failure', '</blunder')),
    ).not.toEqual([])
  })

  test.each([
    ['small', smallReport()],
    ['empty', aReport()],
    ['hostile', hostileReport()],
    ['large', largeReport()],
  ])('takes a %s report', async (_, report) => {
    expect(await faultsOf(render(report))).toEqual([])
  })
})

describe('a rule', () => {
  const rule = 'check.vm-unprotected'
  const only = (findings: CheckReport['findings'], over: Partial<CheckReport> = {}): Case | undefined =>
    casesOf(render(aReport({ findings, ...over }))).get(rule)

  test('that was looked at and found nothing is a test that passed', () => {
    const rules = aReport({ findings: [aReported()] }).rules

    expect(only([], { rules })).toEqual({ classname: 'drplan.check', name: rule })
  })

  test('with several open findings is one failure that has them all', () => {
    const failure = only([aReported({ subject: 'till-1' }), aReported({ subject: 'till-2' })])?.failure

    expect(failure?.message).toMatch(/^till-1: .* \(and 1 more\)$/)
    expect(failure?.text).toMatch(/ERROR till-1: .*\nERROR till-2: /)
  })

  test('below --fail-on passes, and says what was found', () => {
    const found = [aReported({ severity: 'warning' })]

    expect(only(found)).toMatchObject({ out: expect.stringContaining('WARNING till-7') as string })
    expect(only(found)).not.toHaveProperty('failure')
    expect(only(found, { failOn: 'warning' })).toHaveProperty('failure')
  })

  test('that is only waived is skipped, with who answers for it', () => {
    const skipped = only([aReported({ status: 'waived', waiver })])

    expect(skipped).toHaveProperty('skipped')
    expect(JSON.stringify(skipped)).toContain('waived by Network team until 2027-03-31: Moves in spring.')
  })

  test('in the baseline passes', () => {
    expect(only([aReported({ status: 'known' })])).toMatchObject({
      out: expect.stringContaining(' - in the baseline') as string,
    })
  })

  test('that is waived for one VM and open for another fails', () => {
    const both = only([aReported({ status: 'waived', waiver }), aReported({ subject: 'till-8' })])

    expect(both?.failure?.message).toContain('till-8')
    expect(both?.out).toContain('waived by Network team')
  })
})

test('what was not looked at is skipped, not passed', () => {
  const xml = render(aReport({ notChecked: ['Prices were not read.'] }))

  expect(casesOf(xml).get('1')?.skipped?.message).toBe('Prices were not read.')
})

test('a report of nothing has one test, because a page without any is taken for a broken build', () => {
  expect([...casesOf(render(aReport())).keys()]).toEqual(['nothing found'])
})

test('the counts of a suite are those of its tests', () => {
  const xml = render(smallReport())

  expect(xml).toContain('<testsuites name="drplan check" tests="6" failures="1" errors="0">')
  expect(xml.match(/<testsuite name="[^"]+" tests="\d+" failures="\d+" errors="0" skipped="\d+">/g)).toEqual([
    '<testsuite name="check" tests="1" failures="1" errors="0" skipped="0">',
    '<testsuite name="plan" tests="2" failures="0" errors="0" skipped="1">',
    '<testsuite name="policy" tests="1" failures="0" errors="0" skipped="0">',
    '<testsuite name="site" tests="1" failures="0" errors="0" skipped="0">',
    '<testsuite name="not looked at" tests="1" failures="0" errors="0" skipped="1">',
  ])
})
