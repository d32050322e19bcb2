import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const target: Check = {
  title: 'The plan is for the recovery site that drplan.yaml names.',
  codes: ['check.target-changed'],
  source: 'ISO 22301:2019, 8.4.4: plans say where activities are resumed',
  run: ({ plan, replanned }) => {
    const [before, now] = [wordsOf(plan.target), wordsOf(replanned.target)]
    if (before === now) return []
    return [
      createFinding('check.target-changed', {
        subject: now,
        message: `drplan.yaml recovers to ${now}, and the committed plan to ${before}: none of its components, prices and zones hold there.`,
        suggestion: 'Run drplan plan, or put the target in drplan.yaml back.',
      }),
    ]
  },
}

const wordsOf = ({ id, region }: { readonly id: string; readonly region: string }): string => `${id} ${region}`
