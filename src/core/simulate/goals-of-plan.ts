/** What is judged: applications as the plan promises them, protection groups, tiers, and the whole. */
import type { Plan } from '../../model/plan.ts'
import type { SimulationGoal } from '../../model/simulation-model.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import type { VmTasks } from './plan-tasks.ts'

type Members = SimulationGoal['members']

export function goalsOfPlan(
  plan: Plan,
  vms: readonly VmTasks[],
  { protectionGroups }: SimulationSettings,
): readonly SimulationGoal[] {
  const byId = new Map(vms.map((one) => [one.vm.vmId, one]))
  const promises = new Map(plan.tiers.map(({ id, rtoMinutes }) => [id, rtoMinutes]))
  const member = ({ vm, servedId }: VmTasks, timed = true): Members[number] => ({
    taskId: servedId,
    promisedMinutes: promises.get(vm.tierId) ?? null,
    timed,
  })
  /** Each VM answers for its own tier; the time that is shown is that of the tier that the plan shows. */
  const applications = plan.promises.map(({ application, tierId, vmIds, promised }): SimulationGoal => {
    const own = vmIds.flatMap((id) => byId.get(id) ?? [])
    return {
      id: `application:${application}`,
      kind: 'application',
      name: application,
      promisedMinutes: promised.rtoMinutes,
      members: own.map((one) => member(one, one.vm.tierId === tierId)),
    }
  })
  const groups = protectionGroups.map(({ name, vmIds, promisedMinutes }): SimulationGoal => ({
    id: `protection-group:${name}`,
    kind: 'protection-group',
    name,
    promisedMinutes,
    members: vmIds.flatMap((id) => {
      const one = byId.get(id)
      return one ? [{ ...member(one), ...(promisedMinutes !== null && { promisedMinutes }) }] : []
    }),
  }))
  const tiers = plan.tiers.flatMap(({ id, name, rtoMinutes }): SimulationGoal[] => {
    const own = vms.filter(({ vm }) => vm.tierId === id)
    if (own.length === 0) return []
    const members = own.map((one) => member(one))
    return [{ id: `tier:${id}`, kind: 'tier', name, promisedMinutes: rtoMinutes, members }]
  })
  const all = vms.map((one) => member(one))
  return [
    ...applications,
    ...groups,
    ...tiers,
    { id: 'whole', kind: 'whole', name: 'everything', promisedMinutes: null, members: all },
  ]
}
