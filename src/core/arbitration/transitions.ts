/**
 * What moves an application there and home again, as its own steps in an order: read from the runbooks, so that there is one
 * truth. Steps of a stage, and of a wave, count as one transition; one comes after another where all its steps wait for all
 * steps of that one.
 */
import type { Transition } from '../../model/application.ts'
import type { Plan } from '../../model/plan.ts'
import type { Runbook, RunbookStep } from '../../model/runbook.ts'
import { cellChange, reachOf } from './effects.ts'

export type WorkflowPlan = Pick<Plan, 'vms' | 'mapping' | 'waves'>

interface Group {
  readonly id: string
  readonly steps: readonly RunbookStep[]
}

const stages = new Set(['decide', 'reserve', 'fence', 'standing', 'recover', 'redirect', 'verify'])

/** Closing and fencing are two, and copying between them is one of its own. */
export function transitionOf({ id, stage, wave }: Pick<RunbookStep, 'id' | 'stage' | 'wave'>): string | null {
  if (!stages.has(stage)) return null
  if (stage === 'recover') return wave === null ? null : `wave-${wave}`
  if (stage !== 'fence') return stage
  if (id === 'fence.stop-writes') return 'close'
  return id === 'fence.primary' || id === 'fence.recovery' ? 'fence' : 'copy'
}

/** By application name: its workflow in this runbook. The order of all of them is worked out once. */
export function workflowsOf(runbook: Runbook, plan: WorkflowPlan): (vmIds: readonly string[]) => readonly Transition[] {
  const groups = groupsOf(runbook)
  const after = orderOf(groups, runbook)
  const needed = needsOf(plan)
  return (vmIds) => {
    const own = new Set(vmIds)
    const mine = groups.filter(({ steps }) => concerns(steps, own))
    const ids = new Set(mine.map(({ id }) => id))
    return mine.map((group): Transition => {
      const before = [...(after.get(group.id) ?? [])].filter((id) => ids.has(id))
      const direct = before.filter((id) => !before.some((other) => after.get(other)?.has(id)))
      return { ...kindOf(group, runbook, { plan, own }), after: direct, ...needed(group, own) }
    })
  }
}

function groupsOf({ steps }: Runbook): readonly Group[] {
  const groups = new Map<string, RunbookStep[]>()
  for (const step of steps) {
    const id = transitionOf(step)
    if (id !== null) groups.set(id, [...(groups.get(id) ?? []), step])
  }
  return [...groups].map(([id, own]) => ({ id, steps: own }))
}

/** What is for all concerns each; a wave, and what stands and grows, those whose VMs are in it. */
const concerns = (steps: readonly RunbookStep[], own: ReadonlySet<string>): boolean =>
  steps.every(({ stage }) => stage !== 'recover' && stage !== 'standing') ||
  steps.some(({ vmIds }) => vmIds.some((id) => own.has(id)))

/** Of each group, those that are wholly done before any of its steps may begin. */
function orderOf(groups: readonly Group[], { steps }: Runbook): ReadonlyMap<string, ReadonlySet<string>> {
  const waits = reachOf(steps)
  const isBefore = (first: Group, then: Group): boolean =>
    first !== then && then.steps.every(({ id }) => first.steps.every((one) => waits.get(id)?.has(one.id)))
  return new Map(
    groups.map((group) => [group.id, new Set(groups.filter((one) => isBefore(one, group)).map(({ id }) => id))]),
  )
}

interface Own {
  readonly plan: WorkflowPlan
  readonly own: ReadonlySet<string>
}

type Kind = Pick<Transition, 'id' | 'cell' | 'to' | 'automatic' | 'approval'>

function kindOf({ id, steps }: Group, runbook: Runbook, of: Own): Kind {
  const changes = steps.flatMap((step) => cellChange(runbook, step) ?? [])
  const last = changes.at(-1)
  return {
    id,
    ...(last && { cell: last.cell, to: last.to }),
    ...(runbook.phase === 'failover' && isAutomatic(steps, of) && { automatic: true as const }),
    ...(steps.some(({ approval }) => approval !== null) && { approval: true as const }),
  }
}

const byItself = new Set(['hot-standby', 'active-active'])

/** All of its VMs in these steps take over by health check. */
function isAutomatic(steps: readonly RunbookStep[], { plan, own }: Own): boolean {
  const mine = new Set(
    steps.filter(({ stage }) => stage === 'recover').flatMap(({ vmIds }) => vmIds.filter((id) => own.has(id))),
  )
  const using = plan.mapping.assignments.filter(({ vmId }) => mine.has(vmId))
  return using.length > 0 && using.every(({ offering }) => byItself.has(offering.strategy))
}

/** Only the needs of VMs in the wave: that waves follow one another for other reasons is in `after`. */
function needsOf({
  vms,
  waves,
}: WorkflowPlan): (group: Group, own: ReadonlySet<string>) => Pick<Transition, 'waitsFor'> {
  const byId = new Map(vms.map((vm) => [vm.vmId, vm]))
  const wavesById = new Map(waves.map((wave) => [wave.number, wave]))
  return ({ steps }, own) => {
    const number = steps[0]?.wave ?? null
    const members = (number === null ? [] : (wavesById.get(number)?.vmIds ?? [])).filter((id) => own.has(id))
    const others = members
      .flatMap((id) => byId.get(id)?.dependsOn ?? [])
      .filter((id) => !own.has(id))
      .flatMap((id) => byId.get(id)?.application ?? [])
    return others.length === 0 ? {} : { waitsFor: [...new Set(others)].sort() }
  }
}
