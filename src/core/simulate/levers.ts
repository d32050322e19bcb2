/**
 * What helps most: the same recoveries once more, with one thing changed each time. The random numbers are the same
 * (random.ts), so what differs between two runs of one number is the change alone, and few runs show it.
 */
import type { SimulationModel, SimulationResource, StepTime } from '../../model/simulation-model.ts'
import type { LeverResult } from '../../model/simulation.ts'
import { compareText } from '../../model/text-order.ts'
import { estimatePaired } from './estimate.ts'
import type { Outcomes } from './outcomes.ts'
import { promisedApplications } from './summarise.ts'

export interface Lever {
  readonly id: string
  readonly what: string
  /** Absent = nothing that has a price here. */
  readonly price?: LeverResult['price']
  readonly model: SimulationModel
}

/**
 * The task is as fast as it can be, and does not fail. A time without a best one (log-normal) is at its 5th percentile.
 * `names`: of VMs, by id.
 */
export function atItsBest(
  model: SimulationModel,
  taskId: string,
  names: ReadonlyMap<string, string> = new Map(),
): Lever {
  const task = model.tasks.find(({ id }) => id === taskId)
  return {
    id: `best:${taskId}`,
    what: `${task?.term ?? taskId}${task?.vmId ? ` of ${names.get(task.vmId) ?? task.vmId}` : ''} at its best`,
    model: {
      ...model,
      tasks: model.tasks.map((one) =>
        one.id === taskId ? { ...one, duration: bestOf(one.duration), retry: null } : one,
      ),
    },
  }
}

function bestOf(time: StepTime): StepTime {
  switch (time.kind) {
    case 'fixed':
      return time
    case 'triangular':
      return { kind: 'fixed', minutes: time.low }
    case 'log-normal':
      return { kind: 'fixed', minutes: time.median ** 2 / time.p95 }
    default:
      return { kind: 'fixed', minutes: Math.min(...time.minutes) }
  }
}

/** Somebody need not decide: every task of the term takes no time. */
export const automatic = (model: SimulationModel, term: string): Lever => ({
  id: `automatic:${term}`,
  what: `${term} without anybody`,
  model: {
    ...model,
    tasks: model.tasks.map((task) =>
      task.term === term ? { ...task, duration: { kind: 'fixed', minutes: 0 }, retry: null } : task,
    ),
  },
})

/** One more slot; of throughput and calls a tenth more. */
export function oneMore(model: SimulationModel, resourceId: string): Lever {
  const resource = model.resources.find(({ id }) => id === resourceId)
  return {
    id: `more:${resourceId}`,
    what: `${resource?.kind === 'slots' ? 'one more of' : 'a tenth more of'} ${resource?.name ?? resourceId}`,
    model: { ...model, resources: model.resources.map((one) => (one.id === resourceId ? enlarge(one) : one)) },
  }
}

function enlarge(resource: SimulationResource): SimulationResource {
  if (resource.kind === 'slots') return { ...resource, capacity: resource.capacity + 1 }
  return resource.kind === 'rate'
    ? { ...resource, mibPerSecond: resource.mibPerSecond * 1.1 }
    : { ...resource, perMinute: resource.perMinute * 1.1 }
}

export interface Compared {
  readonly lever: Pick<Lever, 'id' | 'what' | 'price'>
  readonly outcomes: Outcomes
  /** Of the changed model; goals are matched by their ids. */
  readonly goals: SimulationModel['goals']
}

/**
 * The largest gain first; equal ones by id. A promise that only one of the two models makes is not compared.
 * `base` and the others must be of the same runs and seed.
 */
export function rankLevers(
  base: Pick<Compared, 'outcomes' | 'goals'>,
  changed: readonly Compared[],
): readonly LeverResult[] {
  return changed
    .map((one) => compare(base, one))
    .sort((a, b) => b.gain - a.gain || b.allKeptGain - a.allKeptGain || compareText(a.id, b.id))
}

function compare(base: Pick<Compared, 'outcomes' | 'goals'>, { lever, outcomes, goals }: Compared): LeverResult {
  const places = new Map(promisedApplications({ goals }).map((place) => [goals[place]?.id, place]))
  const pairs = promisedApplications({ goals: base.goals }).flatMap((before) => {
    const after = places.get(base.goals[before]?.id)
    return after === undefined ? [] : [{ before, after }]
  })
  const runs = Math.min(base.outcomes.to - base.outcomes.from, outcomes.to - outcomes.from)
  let [sum, squares, allSum, allSquares] = [0, 0, 0, 0]
  for (let run = 0; run < runs; run++) {
    let [before, after] = [0, 0]
    for (const pair of pairs) {
      before += base.outcomes.kept[run * base.goals.length + pair.before] ?? 0
      after += outcomes.kept[run * goals.length + pair.after] ?? 0
    }
    const gain = pairs.length === 0 ? 0 : (after - before) / pairs.length
    const all = Number(after === pairs.length) - Number(before === pairs.length)
    sum += gain
    squares += gain ** 2
    allSum += all
    allSquares += all ** 2
  }
  const each = estimatePaired(sum, squares, runs)
  const together = estimatePaired(allSum, allSquares, runs)
  return {
    ...lever,
    gain: each.gain,
    halfWidth: each.halfWidth,
    allKeptGain: together.gain,
    allKeptHalfWidth: together.halfWidth,
  }
}
