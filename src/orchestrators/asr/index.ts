/** Azure Site Recovery. */
import { mostGroupsInPlan, mostVmsInPlan } from '../counts.ts'
import type { Orchestrator } from '../document.ts'
import { readAsr } from './read.ts'
import { renderAsr } from './write.ts'

export const asr: Orchestrator = {
  name: 'Azure Site Recovery',
  rules: [
    'Groups of a recovery plan follow one another; machines of a group start side by side.',
    'Actions before the shutdown group come before everything.',
    'Plans know nothing of one another: a manual action asks whether the plan before has ended.',
  ],
  assumes: ['Manual actions are confirmed when they are done, and not before.'],
  source: 'Azure Site Recovery, "About recovery plans"',
  unfit: ({ target, replicated }) => {
    if (target.id !== 'azure') return 'the target is not azure'
    return replicated.length > 0 ? null : 'no VM is replicated'
  },
  limits: ({ said, service: { vmsInPart, groupsInPart } }) => [
    { what: 'VMs in a plan', limit: vmsInPart, found: mostVmsInPlan(said) },
    ...(groupsInPart ? [{ what: 'groups in a plan', limit: groupsInPart, found: mostGroupsInPlan(said) }] : []),
  ],
  write: renderAsr,
  read: readAsr,
}
