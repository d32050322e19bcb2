/** From a model, as people read it, to columns, as a million tasks are simulated from it. */
import { InputError } from '../../errors.ts'
import type { SimulationModel, SimulationTask } from '../../model/simulation-model.ts'
import { compareText } from '../../model/text-order.ts'
import { listsOf, type Compiled, type Lists } from './compiled.ts'
import { hashIds } from './random.ts'
import { compileTimes, MS_A_MINUTE, typicalTime } from './step-times.ts'
import { orderTasks, timetableOf } from './timetable.ts'

/** @throws InputError `simulation.invalid` for circles, ids that are not there or not unique, and holds that never fit. */
export function compileModel(model: SimulationModel): Compiled {
  const tasks = model.tasks.toSorted((a, b) => a.wave - b.wave || compareText(a.id, b.id))
  const taskPlaces = placesOf(tasks, 'task')
  const resourcePlaces = placesOf(model.resources, 'resource')
  placesOf(model.goals, 'goal')
  const place: Places = {
    task: (id) => found(taskPlaces, { id, what: 'task' }),
    resource: (id) => found(resourcePlaces, { id, what: 'resource' }),
  }
  const needs = tasks.map((task) => [...new Set(task.needs)].map(place.task))
  const times = compileTimes(tasks.map(({ duration }) => duration))
  const ordered = orderTasks(needs, { typical: (task) => typicalTime(times, task), nameOf: (task) => tasks[task]?.id })
  checkResources(tasks, model)
  const vmIds = [...new Set(tasks.flatMap(({ vmId }) => vmId ?? []))].sort()
  const vmPlaces = new Map(vmIds.map((id, index) => [id, index]))
  return {
    dispatch: model.dispatch,
    taskIds: tasks.map(({ id }) => id),
    vmOf: Int32Array.from(tasks, ({ vmId }) => (vmId === null ? -1 : (vmPlaces.get(vmId) ?? -1))),
    vmIds,
    hashes: hashIds(tasks.map(({ id }) => id)),
    times,
    needCount: Int32Array.from(needs, (own) => own.length),
    followers: invert(needs),
    ...retriesOf(tasks),
    ...sharesOf(tasks, place),
    ...holdsOf(tasks, place),
    timetable: model.dispatch === 'timetable' ? timetableOf(tasks, ordered, place) : listsOf([]),
    resources: model.resources,
    ...goalsOf(model, place),
  }
}

interface Places {
  readonly task: (id: string) => number
  readonly resource: (id: string) => number
}

function placesOf(items: readonly { readonly id: string }[], what: string): ReadonlyMap<string, number> {
  const places = new Map(items.map(({ id }, index) => [id, index]))
  const twice = items.find(({ id }, index) => places.get(id) !== index)
  if (twice) throw invalid(`There are two of the ${what} ${twice.id}.`)
  return places
}

function found(places: ReadonlyMap<string, number>, { id, what }: { id: string; what: string }): number {
  const place = places.get(id)
  if (place === undefined) throw invalid(`There is no ${what} ${id}.`)
  return place
}

const invalid = (message: string): InputError =>
  new InputError('simulation.invalid', message, { suggestions: ['Correct the model, or make it from the plan again.'] })

function checkResources(tasks: readonly SimulationTask[], { resources }: SimulationModel): void {
  const known = new Map(resources.map((resource) => [resource.id, resource]))
  for (const task of tasks) {
    for (const { resourceId, amount } of task.holds) {
      const resource = known.get(resourceId)
      if (resource?.kind !== 'slots' || resource.capacity < amount)
        throw invalid(`The task ${task.id} holds ${amount} of ${resourceId}, which has not so many slots.`)
    }
    if (new Set(task.holds.map(({ resourceId }) => resourceId)).size < task.holds.length)
      throw invalid(`The task ${task.id} holds the same resource twice.`)
    checkFlows(task, (id) => known.get(id))
  }
}

function checkFlows(
  { id, shares, calls }: SimulationTask,
  resourceOf: (id: string) => SimulationModel['resources'][number] | undefined,
): void {
  if (shares && resourceOf(shares.resourceId)?.kind !== 'rate')
    throw invalid(`The task ${id} shares ${shares.resourceId}, which is no throughput.`)
  if (!calls) return
  const limit = resourceOf(calls.resourceId)
  if (limit?.kind !== 'calls' || limit.burst < calls.amount)
    throw invalid(`The task ${id} makes ${calls.amount} calls to ${calls.resourceId}, which never takes so many.`)
}

function invert(needs: readonly (readonly number[])[]): Lists {
  const followers: number[][] = needs.map(() => [])
  needs.forEach((own, task) => own.forEach((need) => followers[need]?.push(task)))
  return listsOf(followers)
}

const retriesOf = (tasks: readonly SimulationTask[]): Pick<Compiled, 'failBelow' | 'furtherTries' | 'pauseMs'> => ({
  failBelow: Float64Array.from(tasks, ({ retry }) => (retry?.chance ?? 0) * 2 ** 32),
  furtherTries: Int32Array.from(tasks, ({ retry }) => retry?.most ?? 0),
  pauseMs: Float64Array.from(tasks, ({ retry }) => Math.round((retry?.delayMinutes ?? 0) * MS_A_MINUTE)),
})

/** Work of 0 GiB shares nothing. */
const sharesOf = (
  tasks: readonly SimulationTask[],
  place: Places,
): Pick<Compiled, 'shareOf' | 'shareGib' | 'callOf' | 'callAmount'> => ({
  shareOf: Int32Array.from(tasks, ({ shares }) => (shares && shares.gib > 0 ? place.resource(shares.resourceId) : -1)),
  shareGib: Float64Array.from(tasks, ({ shares }) => shares?.gib ?? 0),
  callOf: Int32Array.from(tasks, ({ calls }) => (calls ? place.resource(calls.resourceId) : -1)),
  callAmount: Int32Array.from(tasks, ({ calls }) => calls?.amount ?? 0),
})

function holdsOf(
  tasks: readonly SimulationTask[],
  place: Places,
): Pick<Compiled, 'holds' | 'holdAmount' | 'releases' | 'holdEnds' | 'holdOwner' | 'classOf' | 'classes'> {
  const rows = tasks.map(({ holds }) => holds.map(({ resourceId }) => place.resource(resourceId)))
  const releases: number[][] = tasks.map(() => [])
  const ends: number[] = []
  tasks.forEach(({ holds }, task) => {
    for (const { until } of holds) {
      const enders = new Set([task, ...until.map(place.task)])
      for (const ender of enders) releases[ender]?.push(ends.length)
      ends.push(enders.size)
    }
  })
  const signatures = new Map<string, number>()
  const classOf = Int32Array.from(tasks, ({ holds }) => {
    if (holds.length === 0) return -1
    const signature = JSON.stringify(holds.map(({ resourceId, amount }) => `${amount} ${resourceId}`).sort())
    return signatures.get(signature) ?? (signatures.set(signature, signatures.size), signatures.size - 1)
  })
  return {
    holds: listsOf(rows),
    holdAmount: Int32Array.from(tasks.flatMap(({ holds }) => holds.map(({ amount }) => amount))),
    releases: listsOf(releases),
    holdEnds: Int32Array.from(ends),
    holdOwner: Int32Array.from(tasks.flatMap(({ holds }, task) => holds.map(() => task))),
    classOf,
    classes: signatures.size,
  }
}

function goalsOf(model: SimulationModel, place: Places): Pick<Compiled, 'goals' | 'memberPromiseMs' | 'memberTimed'> {
  const members = model.goals.flatMap(({ members }) => members)
  return {
    goals: listsOf(model.goals.map(({ members }) => members.map(({ taskId }) => place.task(taskId)))),
    memberPromiseMs: Float64Array.from(members, ({ promisedMinutes }) =>
      promisedMinutes === null ? Infinity : Math.round(promisedMinutes * MS_A_MINUTE),
    ),
    memberTimed: Uint8Array.from(members, ({ timed }) => (timed ? 1 : 0)),
  }
}
