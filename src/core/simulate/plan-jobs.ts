/**
 * Jobs of a recovery service. Servers of one wave that wait for exactly the same are started in one job, as many as it
 * takes; so none waits for another one of its job. A job is a task of no duration before their first terms: it takes one of
 * the jobs and as many of the servers in jobs as it has, until all of these terms have ended.
 */
import type { Plan } from '../../model/plan.ts'
import type { SimulationModel, SimulationTask } from '../../model/simulation-model.ts'
import type { JobLimits, SimulationSettings } from '../../model/simulation-settings.ts'
import { CONVERT } from '../../model/recovery-terms.ts'
import { compareText } from '../../model/text-order.ts'
import type { VmTasks } from './plan-tasks.ts'
import { CALLS, JOBS, SERVERS_IN_JOBS } from './plan-resources.ts'

type InJobs = Pick<SimulationModel, 'resources' | 'tasks'>

export function startInJobs(
  vms: readonly VmTasks[],
  { plan, settings }: { readonly plan: Plan; readonly settings: SimulationSettings },
): InJobs {
  const limits = settings.jobs[plan.target.id]
  const free = vms.flatMap(({ tasks }) => tasks)
  if (!limits) return { resources: [], tasks: free }
  const served = vms
    .filter(({ assignment }) => assignment !== null && limits.strategies.includes(assignment.offering.strategy))
    .toSorted((a, b) => compareText(a.vm.vmId, b.vm.vmId))
  const groups = Map.groupBy(served, ({ tasks: [first] }) => JSON.stringify([first?.wave, first?.needs.toSorted()]))
  const jobs = [...groups.values()].flatMap((group) =>
    chunk(group, Math.min(limits.serversPerJob, limits.serversInJobs)),
  )
  const changed = new Map<string, SimulationTask>()
  for (const members of jobs) for (const task of jobTasks(members, settings)) changed.set(task.id, task)
  const started = free.map((task) => changed.get(task.id) ?? task)
  const known = new Set(free.map(({ id }) => id))
  return {
    resources: resourcesOf(limits),
    tasks: [...[...changed.values()].filter(({ id }) => !known.has(id)), ...started],
  }
}

const resourcesOf = ({ jobs, serversInJobs }: JobLimits): SimulationModel['resources'] => [
  { kind: 'slots', id: JOBS, name: 'recovery jobs', capacity: jobs },
  { kind: 'slots', id: SERVERS_IN_JOBS, name: 'servers in recovery jobs', capacity: serversInJobs },
]

const chunk = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size))

/** A service that converts a machine does it within its job. */
function endOfLaunch({ tasks: [first, second] }: VmTasks): readonly string[] {
  const last = second?.term === CONVERT ? second : first
  return last ? [last.id] : []
}

/** The job, and the first terms of its servers, which wait for it; it makes one call for all of them. */
function jobTasks(members: readonly VmTasks[], settings: SimulationSettings): readonly SimulationTask[] {
  const firsts = members.flatMap(({ tasks }) => tasks.slice(0, 1))
  const until = members.flatMap(endOfLaunch)
  const [first] = firsts
  if (!first) return []
  const id = `job:${first.vmId ?? ''}`
  const job: SimulationTask = {
    id,
    vmId: null,
    term: 'start job',
    wave: first.wave,
    duration: { kind: 'fixed', minutes: 0 },
    needs: first.needs,
    holds: [
      { resourceId: JOBS, amount: 1, until },
      { resourceId: SERVERS_IN_JOBS, amount: firsts.length, until },
    ],
    shares: null,
    calls: settings.calls && firsts.some(({ calls }) => calls) ? { resourceId: CALLS, amount: 1 } : null,
    retry: null,
  }
  return [job, ...firsts.map((task) => ({ ...task, needs: [id], calls: null }))]
}
