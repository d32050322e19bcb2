import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { sarifFormat } from '../../../src/render/check/sarif.ts'
import {
  aReport,
  aReported,
  fingerprint,
  hostileReport,
  largeReport,
  options,
  smallReport,
  waiver,
} from '../../support/check-reports.ts'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: { readonly startLine: number }
    }
    readonly logicalLocations?: readonly { readonly name: string }[]
  }[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly baselineState?: string
  readonly suppressions?: readonly { readonly justification: string }[]
}
interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; readonly defaultConfiguration: object }[] }
  }
  readonly results: readonly Result[]
  readonly invocations: readonly {
    readonly exitCode: number
    readonly ruleConfigurationOverrides?: readonly object[]
    readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[]
  }[]
}

/** ajv knows draft 7; the schema says draft 4 and uses nothing that means otherwise there. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(join(import.meta.dirname, '../../support/schemas/sarif-2.1.0.json'), 'utf8')) as Record<
  string,
  unknown
>
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(schema)

function readSarif(report: CheckReport, more: object = {}): Run {
  const log = JSON.parse(sarifFormat.render(report, { ...options, ...more })) as { runs: [Run] }
  validate(log)
  expect(validate.errors?.slice(0, 5) ?? []).toEqual([])
  return log.runs[0]
}

describe('the official schema', () => {
  test('refuses what is no SARIF, so that its consent means something', () => {
    const log = JSON.parse(sarifFormat.render(smallReport(), options)) as { runs: [{ results: [{ level: string }] }] }
    log.runs[0].results[0].level = 'worst'

    expect(validate(log)).toBe(false)
  })

  test.each([
    ['small', smallReport()],
    ['empty', aReport()],
    ['hostile', hostileReport()],
  ])('takes a %s report', (_, report) => {
    const run = readSarif(report, { informationUri: 'https://drplan.example/check' })

    expect(run.results).toHaveLength(report.findings.length)
    expect(run.results.every(({ ruleId, ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id === ruleId)).toBe(true)
  })
})

describe('a result', () => {
  const only = (over: Parameters<typeof aReported>[0], more: object = {}): Result =>
    readSarif(aReport({ findings: [aReported(over)] }), more).results[0]!
  const placeOf = (place: string | null): readonly [string, number] => {
    const { artifactLocation, region } = only({ place }).locations[0]!.physicalLocation
    return [artifactLocation.uri, region.startLine]
  }

  test('is at its place, which begins at the folder of drplan.yaml', () => {
    expect(placeOf('exports/my site.csv:12')).toEqual(['sites/harbour/exports/my%20site.csv', 12])
    expect(placeOf('../shared/list.xlsx#vInfo!A7')).toEqual(['sites/shared/list.xlsx', 1])
  })

  test.each([null, 'aws', '/etc/hosts.txt', 'C:\\site.csv:3', '../../../x.csv:3', 'arn:aws:s3:::bucket/x.csv', ''])(
    'of %j is at drplan.yaml, for GitHub shows none without a file',
    (place) => {
      expect(placeOf(place)).toEqual(['sites/harbour/drplan.yaml', 1])
    },
  )

  test('names the VMs that it touches, and has a fingerprint of its own for GitHub', () => {
    const { locations, partialFingerprints } = only({ affected: ['vm-1', 'vm-2'], fingerprint: fingerprint(10) })

    expect(locations[0]?.logicalLocations?.map(({ name }) => name)).toEqual(['vm-1', 'vm-2'])
    expect(partialFingerprints).toEqual({
      'drplan/v1': '000000000000000a',
      primaryLocationLineHash: '000000000000000a:1',
    })
  })

  test('that is waived is suppressed, with who answers for it and until when', () => {
    const { suppressions } = only({ status: 'waived', waiver })

    expect(suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'Network team until 2027-03-31: Moves in spring.' },
    ])
  })

  test('says new or unchanged where there is a baseline, and nothing where there is none', () => {
    expect(only({}).baselineState).toBeUndefined()
    expect(only({}, { hasBaseline: true }).baselineState).toBe('new')
    expect(only({ status: 'known' }).baselineState).toBe('unchanged')
  })

  test.each([
    ['[x](1)', '[x] (1)'],
    [String.raw`[x\](https://evil.example)`, String.raw`[x\] (https://evil.example)`],
    ['{0} of {name}', '{{0}} of {{name}}'],
  ])('shows %j, which is a link or a placeholder in SARIF, as text', (subject, expected) => {
    expect(only({ subject }).message.text).toContain(`${expected}: The site`)
  })
})

test('a severity of drplan.yaml is an override of the rule, not its default', () => {
  const [rule] = smallReport().rules
  const report = aReport({
    findings: [aReported({ severity: 'warning' })],
    rules: [{ ...rule!, id: 'check.vm-unprotected', severity: 'warning', statedSeverity: 'error' }],
  })

  const { tool, invocations, results } = readSarif(report)

  expect(tool.driver.rules[0]?.defaultConfiguration).toEqual({ level: 'error' })
  expect(results[0]?.level).toBe('warning')
  expect(invocations[0]?.ruleConfigurationOverrides).toEqual([
    { descriptor: { id: 'check.vm-unprotected', index: 0 }, configuration: { level: 'warning' } },
  ])
})

test('the exit code of the run is that of the check', () => {
  expect(readSarif(smallReport()).invocations[0]?.exitCode).toBe(1)
  expect(readSarif(aReport()).invocations[0]?.exitCode).toBe(0)
})

describe('30,000 findings', () => {
  const report = largeReport()
  const text = sarifFormat.render(report, options)
  const run = (JSON.parse(text) as { runs: [Run] }).runs[0]

  test('stay within what GitHub takes, worst first, and what is left out is counted', () => {
    const left = report.findings.length - run.results.length

    expect(run.results.length).toBeLessThanOrEqual(25_000)
    expect(run.results.length).toBeGreaterThan(10_000)
    expect(run.results.slice(0, 10_000).every(({ level }) => level === 'error')).toBe(true)
    expect(run.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toContain(`${left} of 30000 findings`)
  })

  test('are a file of less than 10 MB, also where nothing can be compressed', () => {
    const noise = (seed: number): string =>
      Array.from({ length: 900 }, (_, index) =>
        String.fromCodePoint(0x4e00 + ((seed * 7919 + index * index * 31) % 20_000)),
      ).join('')
    const findings = Array.from({ length: 12_000 }, (_, index) =>
      aReported({ message: noise(index), fingerprint: fingerprint(index) }),
    )

    const large = sarifFormat.render(aReport({ findings }), options)

    expect(Buffer.byteLength(large)).toBeLessThan(10_000_000)
    expect(gzipSync(text).length).toBeLessThan(10_000_000)
    expect(() => readSarif(aReport({ findings }))).not.toThrow()
  })
})
