/** What all VMs of a plan share, by the settings. */
import type { SimulationResource } from '../../model/simulation-model.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'

export const OPERATORS = 'operators'
export const RESTORE = 'restore'
export const CALLS = 'calls'
export const JOBS = 'jobs'
export const SERVERS_IN_JOBS = 'servers-in-jobs'

/** Without jobs (plan-jobs.ts). */
export function resourcesOfPlan({ operators, restoreMiBps, calls }: SimulationSettings): readonly SimulationResource[] {
  const resources: SimulationResource[] = []
  if (operators) resources.push({ kind: 'slots', id: OPERATORS, name: 'operators', capacity: operators.people })
  if (restoreMiBps !== null)
    resources.push({ kind: 'rate', id: RESTORE, name: 'restore throughput', mibPerSecond: restoreMiBps })
  if (calls)
    resources.push({ kind: 'calls', id: CALLS, name: 'API calls', perMinute: calls.perMinute, burst: calls.burst })
  return resources
}
