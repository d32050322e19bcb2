import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const version: Check = {
  title: 'The plan was made by this version of drplan.',
  codes: ['check.version-changed'],
  source: 'ISO 22301:2019, 7.5.3: documented information is controlled',
  run: ({ plannedBy, checkedBy }) =>
    plannedBy === checkedBy
      ? []
      : [
          createFinding('check.version-changed', {
            subject: plannedBy,
            message: `The plan was made by ${plannedBy}, and is checked by ${checkedBy}: a difference may come from drplan and not from the site.`,
            suggestion: 'Run drplan plan and review the difference.',
          }),
        ],
}
