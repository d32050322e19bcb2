/** Everything that the day needs is had before anything is done that cannot be undone; else it ends here, cleanly. */
import { count, trim } from '../../model/quantity.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn } from './order.ts'
import { vmsUsing, type Situation } from './situation.ts'
import { handOverStep, initStep, planStep } from './terraform-steps.ts'

export function reserveSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const { terraform, parts } = situation
  const looked = [...(terraform ? terraformSteps(situation) : byHand()), quotas(situation), ...parts.reserve]
  return inTurn([...looked, ...preempted(situation), secured(situation)], after)
}

function terraformSteps(situation: Situation): readonly RunbookStep[] {
  const { parts, mode } = situation
  const made = vmsUsing(situation, 'pilot-light', 'backup-restore').filter((id) => !parts.vmIds.has(id))
  return [
    initStep('foundation', { id: 'reserve.foundation-init', stage: 'reserve' }),
    planStep('foundation', {
      id: 'reserve.foundation-plan',
      stage: 'reserve',
      title: 'See that foundation/ is as it was left',
      instruction:
        'Exit code 0 is no change, 2 is a change: then somebody changed the recovery site, or the plan was not applied.',
      options: ['-detailed-exitcode'],
      expected: 'No changes. Exit code 0',
    }),
    handOverStep({ id: 'reserve.hand-over', stage: 'reserve' }),
    initStep('recovery', { id: 'reserve.recovery-init', stage: 'reserve' }),
    planStep('recovery', {
      id: 'reserve.recovery-plan',
      stage: 'reserve',
      title: `See that ${count(made.length, 'server')} can be made`,
      instruction:
        'It looks for the image, snapshot or disk that each server is made from, and stops at one that has none.',
      options: ['-var', `mode=${mode}`],
      expected: `${count(made.length, 'server')} to be made, and no error`,
    }),
  ]
}

const byHand = (): readonly RunbookStep[] => [
  aStep({
    id: 'reserve.by-hand',
    stage: 'reserve',
    title: 'See that the recovery site is as it was left',
    kind: 'manual',
    who: 'platform',
    instruction:
      'Compare networks, subnets, routes and rules with plan.json, and find a recovery point for every server.',
    expected: 'no difference, and a recovery point for each',
  }),
]

function quotas(situation: Situation): RunbookStep {
  const made = vmsUsing(situation, 'warm-standby', 'pilot-light', 'backup-restore')
  return aStep({
    id: 'reserve.quotas',
    stage: 'reserve',
    title: 'See that quotas hold what comes',
    kind: 'manual',
    who: 'platform',
    instruction: `${count(made.length, 'server')} start or grow. drplan catalogue refresh --quotas and drplan map compare quotas with all of them; ask for more where one is short, or start with fewer waves.`,
    expected: 'no quota is exceeded',
    timeoutMinutes: 30,
  })
}

/** A drill stops nobody. */
function preempted({ settings, mode }: Situation): readonly RunbookStep[] {
  if (mode === 'drill') return []
  return settings.preempt.map(({ name, how, undo, frees }, index) =>
    aStep({
      id: `reserve.stop-${index + 1}`,
      stage: 'reserve',
      title: `Make room: stop ${name}`,
      kind: 'manual',
      who: 'platform',
      instruction: `Only if there is too little room without it; it frees ${trim(frees.vcpus, 1)} vCPU and ${trim(frees.memoryGiB, 1)} GiB. ${how}`,
      expected: 'it is down, and its capacity is free',
      undo: { instruction: undo, command: null },
    }),
  )
}

const secured = ({ mode }: Situation): RunbookStep =>
  aStep({
    id: 'reserve.secured',
    stage: 'reserve',
    title: 'Go or no go',
    kind: 'manual',
    who: mode === 'drill' ? 'drill lead' : 'incident lead',
    instruction:
      'Quotas, capacity, recovery points and addresses are there: go. If one is missing and cannot be had in time, end the run here; until now nothing was done that needs undoing.',
    expected: 'go, with the time',
    timeoutMinutes: 15,
  })
