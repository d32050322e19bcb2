/** Checks of how old the facts are that a plan rests on. */
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

export const quotaAge: Check = {
  title: "The account's quotas are known, and recent.",
  codes: ['check.quota-old'],
  source: 'AWS Well-Architected Framework, REL01-BP01 (2024): service quotas are known before they are needed',
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
