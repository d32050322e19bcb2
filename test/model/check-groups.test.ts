import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findingStatuses, type ReportedFinding } from '../../src/model/check-report.ts'
import { checkExitCode, checkVerdict, fails, foldByRule, groupFindings } from '../../src/model/check-groups.ts'
import { severities } from '../../src/model/finding-codes.ts'
import { aReport, aReported } from '../support/check-reports.ts'

const someFinding: fc.Arbitrary<ReportedFinding> = fc
  .record({
    rule: fc.constantFrom('a', 'b', 'c'),
    severity: fc.constantFrom(...severities),
    status: fc.constantFrom(...findingStatuses),
    since: fc.constantFrom('plan' as const, 'now' as const),
  })
  .map(aReported)

test('every finding is in one group, worst first', () => {
  fc.assert(
    fc.property(fc.array(someFinding), (findings) => {
      const groups = groupFindings(findings)

      expect(new Set(groups.flatMap((group) => group.findings))).toEqual(new Set(findings))
      expect(groups.map((group) => group.findings.length).reduce((a, b) => a + b)).toBe(findings.length)
      for (const group of groups) {
        const ranks = group.findings.map(({ severity }) => severities.indexOf(severity))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      }
    }),
  )
})

test('what is folded and what is shown are all of them', () => {
  fc.assert(
    fc.property(fc.array(someFinding), fc.integer({ min: 1, max: 4 }), (findings, most) => {
      const folded = foldByRule(findings, most)

      const counted = folded.map((one) => (one.kind === 'rest' ? one.count : 1)).reduce((a, b) => a + b, 0)
      expect(counted).toBe(findings.length)
    }),
  )
})

test('what is known or waived never fails a check', () => {
  expect(fails(aReported({ status: 'known' }), 'info')).toBe(false)
  expect(fails(aReported({ status: 'waived' }), 'info')).toBe(false)
  expect(fails(aReported({ severity: 'warning' }), 'error')).toBe(false)
  expect(fails(aReported({ severity: 'warning' }), 'warning')).toBe(true)
})

test('the verdict and the exit code are those of the report', () => {
  const failed = aReport({ findings: [aReported(), aReported()] })

  expect([checkVerdict(failed), checkExitCode(failed)]).toEqual(['failed: 2 open findings at or above error', 1])
  expect([checkVerdict(aReport()), checkExitCode(aReport())]).toEqual(['passed: no open finding at or above error', 0])
})
