import { expect, test } from 'vitest'
import { MOST_CHARACTERS, planDiffMarkdown } from '../../../src/render/reports/plan-diff.ts'
import { aPromise, aSmallPlan, aWarning, compared } from '../../builders-diff.ts'

const plan = aSmallPlan()

test('what is worse comes first, and names of users are text', () => {
  const after = {
    ...plan,
    mapping: { ...plan.mapping, standbyPerMonth: 92 },
    promises: [aPromise({ achieved: { rtoMinutes: 72, rpoMinutes: 30 } })],
    findings: [aWarning('<img> @team')],
  }

  const lines = planDiffMarkdown(compared(plan, after)).replaceAll('\u00a0', ' ').split('\n')

  expect(lines.slice(4, 12)).toEqual([
    '### Worse (2)',
    '',
    '- **shop**: RTO +12 min (60 min → 72 min)',
    String.raw`- **\<img\> @<!-- -->team**: new warning plan.terraform-partial: said`,
    '',
    '### Better (1)',
    '',
    '- **cost**: standing by −8.00 USD a month, −8 % (100.00 USD → 92.00 USD a month)',
  ])
})

test('however much changes, it fits into a comment, and what is left out is counted', () => {
  const findings = Array.from({ length: 5000 }, (_, index) => aWarning(`vm-${index} ${'|'.repeat(2000)}`))

  const text = planDiffMarkdown(compared(plan, { ...plan, findings }))

  expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS)
  expect(text).toMatch(/… and 4,9\d\d more consequences/)
})
