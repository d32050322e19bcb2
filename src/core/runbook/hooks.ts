/** What people add to a runbook (`runbook.hooks` of drplan.yaml): before and after everything, or one application. */
import type { Wave } from '../../model/plan.ts'
import { aCommand, aStep, type RunbookStep } from '../../model/runbook.ts'
import type { RunbookHook } from '../../model/runbook-settings.ts'
import type { Situation } from './situation.ts'

/**
 * Hooks of this wave: those of an application before the first wave that has some of it and after the last; the others
 * before the first wave and after the last.
 */
export function hooksOf(
  { plan, settings, mode }: Situation,
  { wave, when }: { readonly wave: Wave; readonly when: RunbookHook['when'] },
): readonly RunbookHook[] {
  const isOf = (application: string) => {
    const vmIds = new Set(plan.vms.filter((vm) => vm.application === application).map(({ vmId }) => vmId))
    return (one: Wave): boolean => one.vmIds.some((id) => vmIds.has(id))
  }
  return settings.hooks.filter((hook) => {
    if (hook.when !== when || !hook.phases.includes(mode)) return false
    const own = hook.application === undefined ? plan.waves : plan.waves.filter(isOf(hook.application))
    return (when === 'before' ? own.at(0) : own.at(-1)) === wave
  })
}

interface Place {
  readonly situation: Situation
  readonly wave: Wave
  readonly applications: readonly string[]
}

export const hookSteps = (
  hooks: readonly RunbookHook[],
  { situation: { plan }, wave }: Place,
): readonly RunbookStep[] =>
  hooks.map((hook) =>
    aStep({
      id: `recover.hook.${hook.name}`,
      stage: 'recover',
      title: hook.name,
      kind: hook.run ? 'command' : 'manual',
      who: hook.who,
      instruction: hook.instruction,
      command: hook.run ? aCommand(hook.run) : null,
      expected: hook.expected,
      timeoutMinutes: hook.timeoutMinutes,
      tries: { most: hook.tries, waitMinutes: hook.tries > 1 ? 1 : 0 },
      onFailure: hook.onFailure,
      vmIds: plan.vms
        .filter(({ vmId, application }) => application === hook.application && wave.vmIds.includes(vmId))
        .map(({ vmId }) => vmId)
        .sort(),
      wave: wave.number,
    }),
  )
