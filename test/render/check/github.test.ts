import { describe, expect, test } from 'vitest'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { githubFormat } from '../../../src/render/check/github.ts'
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

const linesOf = (report: CheckReport): readonly string[] => githubFormat.render(report, options).trimEnd().split('\n')

const counts = (lines: readonly string[]): readonly number[] =>
  ['error', 'warning', 'notice'].map((name) => lines.filter((line) => line.startsWith(`::${name} `)).length)

/** As the runner reads a line: properties up to the second `::`, then data (actions/runner, ActionCommand.cs). */
function readCommand(line: string): { readonly properties: Readonly<Record<string, string>>; readonly data: string } {
  const end = line.indexOf('::', 2)
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%')
  const head = line.slice(2, end)
  const pairs = head
    .slice(head.indexOf(' ') + 1)
    .split(',')
    .map((pair) => pair.split('='))
  return {
    properties: Object.fromEntries(pairs.map(([key, ...value]) => [key, unescape(value.join('='))])),
    data: unescape(line.slice(end + 2)),
  }
}

test('an annotation is at file and line, with the rule and the subject as its title', () => {
  const [line] = linesOf(aReport({ findings: [aReported({ subject: 'a: b, 50%' })] }))

  expect(line).toBe(
    '::error file=sites/harbour/inventory.csv,line=12,title=check.vm-unprotected a%3A b%2C 50%25::a: b, 50%25: The site has a VM that the plan does not protect. Fix: Run drplan plan.',
  )
  expect(readCommand(line!).properties).toEqual({
    file: 'sites/harbour/inventory.csv',
    line: '12',
    title: 'check.vm-unprotected a: b, 50%',
  })
})

test('a hostile text stays inside its annotation', () => {
  const findings = hostileReport().findings.map((one) => ({
    ...one,
    status: 'open' as const,
    severity: 'error' as const,
  }))

  for (const finding of findings) {
    const lines = linesOf(aReport({ findings: [finding] }))

    expect(lines).toHaveLength(2)
    expect(Object.keys(readCommand(lines[0]!).properties)).toEqual(['file', 'line', 'title'])
    expect(lines[0]!.length).toBeLessThan(4096)
  }
})

describe('of more than a step shows', () => {
  test('there are 10 errors, 10 warnings and 10 notices, and the last notice counts the rest', () => {
    const lines = linesOf(largeReport())

    expect(counts(lines)).toEqual([10, 10, 10])
    expect(lines.at(-1)).toBe(
      '::notice title=drplan check::drplan check failed: 10,000 open findings at or above error; 29,971 more open findings without an annotation.',
    )
  })

  test('those that are new since the plan come first', () => {
    const old = Array.from({ length: 20 }, (_, index) => aReported({ since: 'plan', fingerprint: fingerprint(index) }))

    const lines = linesOf(aReport({ findings: [...old, aReported({ rule: 'z.last', subject: 'new one' })] }))

    expect(lines[0]).toContain('new one')
  })
})

test('what is waived or known has no annotation and is counted', () => {
  const lines = linesOf(
    aReport({ findings: [aReported({ status: 'waived', waiver }), aReported({ status: 'known' })] }),
  )

  expect(lines).toEqual([
    '::notice title=drplan check::drplan check passed: no open finding at or above error; 1 in the baseline; 1 waived.',
  ])
})

test('a small report has every open finding', () => {
  expect(counts(linesOf(smallReport()))).toEqual([1, 1, 2])
})
