import { ageInDays } from '../../../model/age.ts'
import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const quotaAge: Check = {
  title: "The account's quotas are known, and recent.",
  codes: ['check.quota-old'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-2(2): capacity for the day is planned for',
  run: ({ quotasReadAt, plan, settings, today }) => {
    const days = quotasReadAt === null ? null : ageInDays(quotasReadAt, today)
    if (days !== null && days <= settings.quotaAgeDays) return []
    const what = days === null ? 'were never read' : `were read ${days} days ago`
    return [
      createFinding('check.quota-old', {
        subject: `${plan.target.id} ${plan.target.region}`,
        message: `The quotas of the account ${what}: whether the recovery fits into them cannot be told.`,
        suggestion: 'drplan catalogue refresh --quotas   reads them; check.quotaAgeDays says how old they may be.',
      }),
    ]
  },
}
