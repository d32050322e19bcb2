import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import { promised as shown, trim } from '../../../model/quantity.ts'

export const objectives: Check = {
  title: 'Every application is calculated to keep its RTO and RPO.',
  codes: ['check.objective-missed'],
  source: 'ISO 22301:2019, 8.4.5: plans are able to resume activities within the times agreed',
  run: ({ plan }) =>
    plan.promises
      .filter(({ verdict }) => verdict === 'broken')
      .map(({ application, tierId, promised, achieved, because, vmIds }) =>
        createFinding('check.objective-missed', {
          subject: application,
          message: achieved
            ? `${application} (tier ${tierId}) is promised an RTO of ${shown(promised.rtoMinutes)} and an RPO of ${shown(promised.rpoMinutes)}; calculated are ${trim(achieved.rtoMinutes, 2)} and ${trim(achieved.rpoMinutes, 2)} min: ${because}.`
            : `${application} (tier ${tierId}) cannot be recovered: ${because}.`,
          suggestion: 'drplan map shows the strategies and components; change the tier or its allowed strategies.',
          affected: vmIds,
        }),
      ),
}
