/** What only a drill has: proof that it is closed off, and taking it down again. */
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn } from './order.ts'
import type { Situation } from './situation.ts'
import { destroyStep } from './terraform-steps.ts'

/** Before anything is started: a drill that can be reached is a second site that serves. */
export const isolationSteps = ({ parts }: Situation, after: readonly string[]): readonly RunbookStep[] => {
  const look = aStep({
    id: 'verify.isolation',
    stage: 'verify',
    title: 'See that the drill reached nobody',
    kind: 'manual',
    who: 'network',
    instruction:
      'Flow logs of the recovery networks, for the length of the drill: no accepted flow from or to an address of a drill server. Replication went on all the while.',
    expected: 'no flow; lag as before',
  })
  const times = aStep({
    id: 'verify.times',
    stage: 'verify',
    title: 'Write down the real times',
    kind: 'manual',
    who: 'drill lead',
    instruction: 'A run that is walked with drplan runbook has them already; they replace the times of the model.',
    expected: 'kept with the plan',
    onFailure: 'go-on',
  })
  return inTurn([...parts.isolation, look, times], after)
}

export function cleanUpSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const destroy = destroyStep('recovery', {
    id: 'clean-up.destroy',
    stage: 'clean-up',
    title: 'Take the drill down',
    instruction:
      'It destroys what recovery/ made. Never do this after a failover: it would delete the only copy of new data.',
    options: ['-var', 'mode=drill'],
    expected: 'Destroy complete',
    timeoutMinutes: 60,
  })
  const kept = aStep({
    id: 'clean-up.record',
    stage: 'clean-up',
    title: 'Keep the record',
    kind: 'manual',
    who: 'drill lead',
    instruction: 'What failed, who mends it, and by when. The next drill starts with that list.',
    expected: 'a record with names and dates',
    timeoutMinutes: 1440,
    onFailure: 'go-on',
  })
  return inTurn([...(situation.terraform ? [destroy] : []), ...situation.parts.cleanUp, kept], after)
}
