import { ageInDays } from '../../../model/age.ts'
import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const inventoryAge: Check = {
  title: 'The inventory is recent.',
  codes: ['check.inventory-old'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CM-8: the inventory of components is kept up to date',
  run: ({ site, settings, today }) => {
    if (site.capturedAt === null) return []
    const days = ageInDays(site.capturedAt, today)
    if (days <= settings.inventoryAgeDays) return []
    return [
      createFinding('check.inventory-old', {
        subject: site.id,
        message: `The inventory was taken on ${site.capturedAt.slice(0, 10)}, ${days} days ago: what changed since then is in no finding of this check.`,
        suggestion: 'Export it again, or use a live source; check.inventoryAgeDays says how old it may be.',
      }),
    ]
  },
}
