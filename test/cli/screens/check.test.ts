import { describe, expect, test } from 'vitest'
import { checkScreen, ruleList } from '../../../src/cli/screens/check.ts'
import { widthOf } from '../../../src/cli/text.ts'
import type { CheckReport } from '../../../src/model/check-report.ts'
import {
  aReport,
  aReported,
  fingerprint,
  hostileReport,
  largeReport,
  smallReport,
  waiver,
} from '../../support/check-reports.ts'

const screen = (report: CheckReport, over: { width?: number; all?: boolean } = {}): readonly string[] =>
  checkScreen(report, { width: Infinity, all: false, ...over })

test('the text of a check: what is new, what was known, what is waived, the verdict and the exit code', () => {
  expect(screen(smallReport()).join('\n')).toMatchInlineSnapshot(`
    "New since the plan, or by the date of today: 1 error

    ERROR check.vm-unprotected till-7
        The site has a VM that the plan does not protect.
        fix: Run drplan plan.
        at: inventory.csv:12

    Known when the plan was made: 1 warning, 1 note

    WARNING plan.dependency-order till-7
        The site has a VM that the plan does not protect.
        fix: Run drplan plan.

    NOTE site.merged till-7
        The site has a VM that the plan does not protect.
        at: aws

    In the baseline: 1 warning (--all lists them)

    Waived: 1 error

    ERROR plan.not-apart till-7
        waived by Network team until 2027-03-31: Moves in spring.

    120 VMs of harbour compared with the plan for aws eu-central-1. Promises: 2 broken, 0 undecided, 118 kept, 0 none as planned; 3 broken, 0 undecided, 117 kept, 0 none as they would be now.
    Not looked at: Prices of the target were not read.
    drplan check failed: 1 open finding at or above error (1 in the baseline left out, 1 waived)
    exit 1"
  `)
})

test('a report of nothing is three lines', () => {
  const promises = { broken: 3, undecided: 0, kept: 117, none: 0 }

  expect(screen(aReport({ promises: { planned: promises, now: promises } }))).toEqual([
    '120 VMs of harbour compared with the plan for aws eu-central-1. Promises: 3 broken, 0 undecided, 117 kept, 0 none.',
    'drplan check passed: no open finding at or above error',
    'exit 0',
  ])
})

describe('many findings of one rule', () => {
  const findings = Array.from({ length: 219 }, (_, index) =>
    aReported({ severity: 'warning', subject: `vm-${index}`, fingerprint: fingerprint(index) }),
  )

  test('are folded, and how many are left is said', () => {
    const lines = screen(aReport({ findings }))

    expect(lines).toContain('New since the plan, or by the date of today: 219 warnings')
    expect(lines).toContain('WARNING and 214 more of check.vm-unprotected (--all)')
    expect(lines.filter((line) => line.startsWith('WARNING check.vm-unprotected'))).toHaveLength(5)
  })

  test('are all there with --all, also those in the baseline', () => {
    const known = findings.map((finding) => ({ ...finding, status: 'known' as const }))

    expect(screen(aReport({ findings: known })).join('\n')).toContain(
      'In the baseline: 219 warnings (--all lists them)',
    )
    const lines = screen(aReport({ findings: known }), { all: true })
    expect(lines.filter((line) => line.startsWith('WARNING check.vm-unprotected'))).toHaveLength(219)
  })
})

describe('hostile texts', () => {
  test('write no control character and no command for a runner, wrapped or not', () => {
    for (const width of [40, Infinity]) {
      const lines = screen(hostileReport(), { width, all: true })

      expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([])
      expect(lines.filter((line) => /^\s*::[A-Za-z]|##\[|##vso\[/i.test(line))).toEqual([])
    }
  })

  test('fit the width', () => {
    const widest = Math.max(...screen(hostileReport(), { width: 80 }).slice(0, -2).map(widthOf))

    // What a runner would obey gets six letters more after the line was wrapped.
    expect(widest).toBeLessThanOrEqual(80 + 12)
  })
})

test('entries of the baseline that nothing is like any more are named', () => {
  const staleBaseline = [{ rule: 'check.drill-old', subject: 'wiki' }]

  const lines = checkScreen(aReport({ staleBaseline }), { width: Infinity, all: false })

  expect(lines.join('\n')).toContain('In the baseline, and found no more: check.drill-old wiki.')
})

test('a waiver says who answers for it and until when', () => {
  expect(screen(aReport({ findings: [aReported({ status: 'waived', waiver })] }))).toContain(
    '    waived by Network team until 2027-03-31: Moves in spring.',
  )
})

test('30,000 findings are a screen of some hundred lines, at once', () => {
  const report = largeReport()
  const start = performance.now()

  const lines = screen(report)

  expect(performance.now() - start).toBeLessThan(15_000)
  expect(lines.length).toBeLessThan(2500)
  expect(lines.at(-1)).toBe('exit 1')
})

test('the list of rules says what each means and rests on, and its own severity where drplan.yaml states another', () => {
  const [rule] = smallReport().rules

  const lines = ruleList(
    [
      { ...rule!, severity: 'info', statedSeverity: 'error' },
      { ...rule!, id: 'plan.x', source: null },
    ],
    200,
  )

  expect(lines[1]).toMatch(/check\.vm-unprotected\s+NOTE \(ERROR\)\s+What check means\.\s+A standard, 2026-01/)
  expect(lines[2]).toMatch(/plan\.x\s+ERROR\s+What check means\.\s+–/)
})
