/** In which order tasks would start if nobody waited for anything but what it needs. */
import { InputError } from '../../errors.ts'
import type { SimulationTask } from '../../model/simulation-model.ts'
import { listsOf, type Lists } from './compiled.ts'

export interface Ordered {
  /** Milliseconds at which each would start, by typical times. */
  readonly start: Float64Array
  /** How many tasks are before it in its longest chain. */
  readonly depth: Int32Array
}

interface Naming {
  readonly typical: (task: number) => number
  readonly nameOf: (task: number) => string | undefined
}

/** @throws InputError `simulation.invalid` where tasks need one another in a circle. */
export function orderTasks(needs: readonly (readonly number[])[], { typical, nameOf }: Naming): Ordered {
  const start = new Float64Array(needs.length)
  const depth = new Int32Array(needs.length)
  const open = needs.map((own) => own.length)
  const followers = Map.groupBy(
    needs.flatMap((own, task) => own.map((need) => ({ need, task }))),
    ({ need }) => need,
  )
  const ready = open.flatMap((count, task) => (count === 0 ? [task] : []))
  for (let next = 0; next < ready.length; next++) {
    const task = ready[next] as number
    const end = (start[task] as number) + typical(task)
    for (const { task: follower } of followers.get(task) ?? []) {
      start[follower] = Math.max(start[follower] as number, end)
      depth[follower] = Math.max(depth[follower] as number, (depth[task] as number) + 1)
      open[follower] = (open[follower] as number) - 1
      if (open[follower] === 0) ready.push(follower)
    }
  }
  const stuck = open.findIndex((count) => count > 0)
  if (stuck >= 0) throw refuse(`The task ${nameOf(stuck)} waits for itself, through what it needs.`)
  return { start, depth }
}

interface ResourcePlaces {
  readonly resource: (id: string) => number
}

/**
 * The tasks of each resource that hold or call it, in one order that all resources share; so no two wait for each other.
 * @throws InputError `simulation.invalid` where something is held until a task ends that waits in a timetable itself.
 */
export function timetableOf(tasks: readonly SimulationTask[], { start, depth }: Ordered, place: ResourcePlaces): Lists {
  refuseLongHolds(tasks)
  const order = tasks
    .map((_, task) => task)
    .sort((a, b) => (start[a] as number) - (start[b] as number) || (depth[a] as number) - (depth[b] as number) || a - b)
  const rows: number[][] = []
  for (const task of order) for (const resource of resourcesOf(tasks[task], place)) (rows[resource] ??= []).push(task)
  return listsOf(Array.from(rows, (row) => row ?? []))
}

function resourcesOf(task: SimulationTask | undefined, place: ResourcePlaces): readonly number[] {
  const ids = task ? [...task.holds, ...(task.calls ? [task.calls] : [])].map(({ resourceId }) => resourceId) : []
  return ids.map(place.resource)
}

/** What ends a hold must follow from its own start alone, or the timetable could stop for ever. */
function refuseLongHolds(tasks: readonly SimulationTask[]): void {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  for (const { id, holds } of tasks)
    for (const ender of holds.flatMap(({ until }) => until)) {
      const task = byId.get(ender)
      const free = task && task.holds.length === 0 && !task.calls && task.needs.every((need) => need === id)
      if (!free && ender !== id)
        throw refuse(`By timetable, ${id} cannot hold anything until ${ender} ends, which waits for others as well.`)
    }
}

const refuse = (message: string): InputError =>
  new InputError('simulation.invalid', message, {
    suggestions: ['Take the step out of the circle; or dispatch as-ready, which allows every hold.'],
  })
