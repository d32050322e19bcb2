import { expect, test } from 'vitest'
import { z } from 'zod'
import type { CheckReport } from '../../../src/model/check-report.ts'
import { gitlabFormat } from '../../../src/render/check/gitlab.ts'
import {
  aReport,
  aReported,
  hostileReport,
  largeReport,
  options,
  smallReport,
  waiver,
} from '../../support/check-reports.ts'

/** What docs.gitlab.com says of a code quality report (2026-11). */
const documented = z.array(
  z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
    severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
    location: z.strictObject({
      path: z.string().regex(/^(?!\.{0,2}\/)./),
      lines: z.strictObject({ begin: z.int().positive() }),
    }),
  }),
)

const read = (report: CheckReport): z.infer<typeof documented> =>
  documented.parse(JSON.parse(gitlabFormat.render(report, options)))

test('an entry has the fields that GitLab reads', () => {
  expect(read(aReport({ findings: [aReported()] }))).toEqual([
    {
      description: 'till-7: The site has a VM that the plan does not protect. Fix: Run drplan plan.',
      check_name: 'check.vm-unprotected',
      fingerprint: '0000000000000001',
      severity: 'critical',
      location: { path: 'sites/harbour/inventory.csv', lines: { begin: 12 } },
    },
  ])
})

test('a report of nothing is an empty array', () => {
  expect(read(aReport())).toEqual([])
})

test('what is waived or known is left out, and one entry of the same fingerprint for ever says so', () => {
  const decided = [
    aReported({ status: 'waived', waiver }),
    aReported({ status: 'known' }),
    aReported({ status: 'known' }),
  ]

  const entries = read(aReport({ findings: decided }))

  expect(entries).toHaveLength(1)
  expect(entries[0]).toMatchObject({ severity: 'info', fingerprint: '0'.repeat(16) })
  expect(entries[0]?.description).toContain('1 waived findings and 2 in the baseline')
})

test('the worst come first, and hostile or many findings fit the format', () => {
  expect(read(smallReport()).map(({ severity }) => severity)).toEqual(['critical', 'major', 'info', 'info'])
  expect(read(hostileReport()).length).toBeGreaterThan(10)
  expect(read(largeReport())).toHaveLength(30_000)
})
