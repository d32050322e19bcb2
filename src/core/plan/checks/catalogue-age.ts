import { ageInDays } from '../../../model/age.ts'
import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const catalogueAge: Check = {
  title: 'Sizes and prices of the recovery site are recent.',
  codes: ['check.catalogue-old'],
  source: 'docs/catalogue.md; vendors change prices and retire types without notice to planners',
  run: ({ replanned, settings, today }) => {
    const { catalogueAsOf, target } = replanned.mapping
    const days = ageInDays(catalogueAsOf, today)
    if (days <= settings.catalogueAgeDays) return []
    return [
      createFinding('check.catalogue-old', {
        subject: target,
        message: `The catalogue is of ${catalogueAsOf}, ${days} days ago: costs may be others, and types may be gone.`,
        suggestion: 'drplan catalogue refresh   reads it again; check.catalogueAgeDays says how old it may be.',
      }),
    ]
  },
}
