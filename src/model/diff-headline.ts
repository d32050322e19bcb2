/** The first sentence about a difference, the same on every screen and in every report. */
import type { ConsequenceDirection, FlowsDiff, PlanDiff } from './plan-diff.ts'
import { count } from './quantity.ts'

const flowWords: Readonly<Record<FlowsDiff['verdict'], string>> = {
  same: 'The recovery site lets the same connections through.',
  changed: 'The recovery site lets other connections through.',
  undetermined: 'Whether the recovery site lets other connections through cannot be told.',
}

export function diffHeadline({ same, consequences, flows, findings }: PlanDiff): string {
  if (same) return 'Nothing changes.'
  const of = (direction: ConsequenceDirection): number =>
    consequences.filter((one) => one.direction === direction).length
  const blockers = findings.added.filter(({ severity }) => severity === 'error').length
  const counts = `${count(of('worse'), 'consequence')} for the worse, ${of('better')} for the better, ${of('neutral')} neutral.`
  const blocking = blockers > 0 ? `${count(blockers, 'new blocker')}. ` : ''
  return `${blocking}${counts} ${flowWords[flows.verdict]}`
}
