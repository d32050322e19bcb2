import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const objectives: Check = {
  title: 'Every application is calculated to keep its RTO and RPO.',
  run: ({ plan }) =>
    plan.promises
      .filter(({ verdict }) => verdict === 'broken')
      .map(({ application, tierId, promised, achieved, because, vmIds }) =>
        createFinding('check.objective-missed', {
          subject: application,
          message: achieved
            ? `${application} (tier ${tierId}) is promised an RTO of ${promised.rtoMinutes ?? '–'} min and an RPO of ${promised.rpoMinutes ?? '–'} min; calculated are ${round(achieved.rtoMinutes)} and ${round(achieved.rpoMinutes)}: ${because}.`
            : `${application} (tier ${tierId}) cannot be recovered: ${because}.`,
          suggestion: 'drplan map shows the strategies and components; change the tier or its allowed strategies.',
          affected: vmIds,
        }),
      ),
}

const round = (minutes: number): number => Math.round(minutes * 10) / 10
