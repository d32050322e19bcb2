/** At most one site serves: the primary site is shut off before another one takes its place. */
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn } from './order.ts'
import type { Situation } from './situation.ts'

export const fenceSteps = (situation: Situation, after: readonly string[]): readonly RunbookStep[] =>
  inTurn(situation.planned ? [stopWrites, lastCopy, fence] : [fence], after)

const stopWrites = aStep({
  id: 'fence.stop-writes',
  stage: 'fence',
  title: 'Close the applications',
  kind: 'manual',
  who: 'application owners',
  instruction: 'From the last wave to the first: sign users out, stop jobs, stop services, then databases.',
  expected: 'nobody writes',
  undo: { instruction: 'Start them again, from the first wave to the last.', command: null },
})

const lastCopy = aStep({
  id: 'fence.last-copy',
  stage: 'fence',
  title: 'Wait for the last copy',
  kind: 'manual',
  who: 'platform',
  instruction: 'Replication has caught up (lag 0), and a backup was taken of what rests on backups and has arrived.',
  expected: 'every recovery point is younger than the end of writes',
  timeoutMinutes: 120,
})

const fence = aStep({
  id: 'fence.primary',
  stage: 'fence',
  title: 'Fence the primary site',
  kind: 'manual',
  who: 'incident lead',
  instruction:
    'Make sure that it cannot serve again by itself: stop its machines or cut its ways in, stop replication from it, and take its addresses out of health checks. If it cannot be reached, cut it off from outside (routing, DNS, accounts).',
  expected: 'it does not answer, and would not after a restart',
  timeoutMinutes: 30,
  undo: {
    instruction: 'Let it serve again, but only while the recovery site does not, and would not after a restart.',
    command: null,
  },
})
