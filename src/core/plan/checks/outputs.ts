import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

/** How many files are named before the rest is counted. */
const MOST_NAMED = 10

export const outputs: Check = {
  title: 'Terraform, runbooks, maps and reports are those of the committed plan, and all there.',
  codes: ['check.output-changed', 'check.output-missing'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-2: the plan is protected from unauthorised modification',
  run: ({ outputs: { missing, changed } }) => [
    ...(changed.length === 0
      ? []
      : [
          createFinding('check.output-changed', {
            subject: subjectOf(changed),
            message: `${listed(changed)} ${changed.length === 1 ? 'is' : 'are'} not what the committed plan says: somebody edited ${changed.length === 1 ? 'it' : 'them'}, or plan.json is of another run.`,
            suggestion:
              'drplan plan   writes all of them again; put what is yours into drplan.yaml or into files of your own.',
            place: changed[0] ?? null,
          }),
        ]),
    ...(missing.length === 0
      ? []
      : [
          createFinding('check.output-missing', {
            subject: subjectOf(missing),
            message: `${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} gone: on the day nobody can apply or follow ${missing.length === 1 ? 'it' : 'them'}.`,
            suggestion: 'drplan plan   writes them again; commit the whole output folder.',
            place: missing[0] ?? null,
          }),
        ]),
  ],
}

const subjectOf = (paths: readonly string[]): string =>
  paths.length === 1 ? (paths[0] ?? '') : `${paths.length} files`

const listed = (paths: readonly string[]): string =>
  paths.length <= MOST_NAMED
    ? paths.join(', ')
    : `${paths.slice(0, MOST_NAMED).join(', ')} and ${paths.length - MOST_NAMED} more`
