/** Users are led to the other site, and the promises are looked at. */
import { count } from '../../model/quantity.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn } from './order.ts'
import { termMinutes, timeoutFor, type Situation } from './situation.ts'

export function redirectSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const changed = situation.plan.network.dnsRecords.filter(({ rule }) => rule !== 'kept')
  const minutes = termMinutes(situation, 'redirect')
  return inTurn(
    [
      aStep({
        id: 'redirect.records',
        stage: 'redirect',
        title: changed.length === 0 ? 'Change the names that users know' : `Change ${count(changed.length, 'record')}`,
        kind: 'manual',
        who: 'network',
        instruction:
          changed.length === 0
            ? 'The inventory has no DNS record that changes. Find out who names these VMs, and how, before the day.'
            : 'The table below has the old and the new values.',
        expected: 'the new address from a resolver outside, once the time to live is over',
        timeoutMinutes: timeoutFor(minutes),
        undo: { instruction: 'Set the old values.', command: null },
        modelMinutes: minutes,
        measures: 'redirect',
      }),
      aStep({
        id: 'redirect.partners',
        stage: 'redirect',
        title: 'Tell partners with allow-lists',
        kind: 'manual',
        who: 'network',
        instruction:
          'Whoever admits addresses of the primary site by number has to admit those of the recovery site; so do callbacks and webhooks.',
        expected: 'confirmed by each',
        timeoutMinutes: 120,
        onFailure: 'go-on',
      }),
    ],
    after,
  )
}

export const verifySteps = (situation: Situation, after: readonly string[]): readonly RunbookStep[] =>
  inTurn(
    [
      aStep({
        id: 'verify.applications',
        stage: 'verify',
        title: 'Use each application',
        kind: 'manual',
        who: 'application owners',
        instruction: 'Sign in, read, write, read again.',
        expected: 'it works',
        timeoutMinutes: timeoutFor(termMinutes(situation, 'verify')),
      }),
      aStep({
        id: 'verify.loss',
        stage: 'verify',
        title: 'Measure what was lost',
        kind: 'manual',
        who: 'application owners',
        instruction: 'Find the newest record, and compare its time with the disaster.',
        expected: 'loss within the RPO',
        onFailure: 'go-on',
      }),
      aStep({
        id: 'verify.times',
        stage: 'verify',
        title: 'Write down the real times',
        kind: 'manual',
        who: 'incident lead',
        instruction: 'A run that is walked with drplan runbook has them already; they replace the times of the model.',
        expected: 'kept with the plan',
        onFailure: 'go-on',
      }),
    ],
    after,
  )

export const afterwardsSteps = ({ parts }: Situation, after: readonly string[]): readonly RunbookStep[] =>
  inTurn(
    [
      ...parts.afterwards,
      aStep({
        id: 'afterwards.protect',
        stage: 'afterwards',
        title: 'Protect the recovery site',
        kind: 'manual',
        who: 'platform',
        instruction:
          'What was recovered is the only copy now: see that its first backup is taken, and plan its own recovery.',
        expected: 'a first recovery point for each server',
        timeoutMinutes: 1440,
      }),
      aStep({
        id: 'afterwards.release',
        stage: 'afterwards',
        title: 'Let go of what was kept for going back',
        kind: 'manual',
        who: 'incident lead',
        instruction:
          'Only when nobody will go back to the data as it was before the failover: recovery points of the day, logs of replication.',
        expected: 'decided, with a name',
        timeoutMinutes: 1440,
        safePoint: 'Recovery points and logs from before the failover may be deleted.',
        irreversible: true,
        onFailure: 'go-on',
      }),
    ],
    after,
  )
