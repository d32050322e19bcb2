/** Small models of recoveries; a test states only what it is about. */
import { compileModel } from '../../../src/core/simulate/compile.ts'
import { createRunState } from '../../../src/core/simulate/run-state.ts'
import { keysOf } from '../../../src/core/simulate/random.ts'
import { simulateRun } from '../../../src/core/simulate/run.ts'
import { simulateRange } from '../../../src/core/simulate/simulate.ts'
import { summarise } from '../../../src/core/simulate/summarise.ts'
import type {
  SimulationModel,
  SimulationResource,
  SimulationTask,
  StepTime,
} from '../../../src/model/simulation-model.ts'
import type { Simulation } from '../../../src/model/simulation.ts'

export const fixed = (minutes: number): StepTime => ({ kind: 'fixed', minutes })
export const triangular = (low: number, mode: number, high: number): StepTime => ({
  kind: 'triangular',
  low,
  mode,
  high,
})

export const aTask = (id: string, over: Partial<SimulationTask> = {}): SimulationTask => ({
  id,
  vmId: id,
  term: 'work',
  wave: 1,
  duration: fixed(1),
  needs: [],
  holds: [],
  shares: null,
  calls: null,
  retry: null,
  ...over,
})

export const holding = (resourceId: string, amount = 1): Pick<SimulationTask, 'holds'> => ({
  holds: [{ resourceId, amount, until: [] }],
})

export const slots = (id: string, capacity: number): SimulationResource => ({ kind: 'slots', id, name: id, capacity })
export const rate = (id: string, mibPerSecond: number): SimulationResource => ({
  kind: 'rate',
  id,
  name: id,
  mibPerSecond,
})

/** `GiB` that take `minutes` alone. */
export const sharing = (resourceId: string, gib: number, minutes: number): Partial<SimulationTask> => ({
  shares: { resourceId, gib },
  duration: fixed(minutes),
})

/** Everything is one goal with one promise, unless goals are stated. */
export function aModel(over: Partial<SimulationModel> & { readonly promisedMinutes?: number } = {}): SimulationModel {
  const { promisedMinutes = null, tasks = [], ...rest } = over
  const members = tasks.map(({ id }) => ({ taskId: id, promisedMinutes, timed: true }))
  return {
    dispatch: 'as-ready',
    resources: [],
    tasks,
    goals: [{ id: 'all', kind: 'application', name: 'all', promisedMinutes, members }],
    ...rest,
  }
}

/** Minutes at which each task ends in one run; Infinity = never. */
export function endsOf(model: SimulationModel, { seed = 1, run = 0 } = {}): Readonly<Record<string, number>> {
  const compiled = compileModel(model)
  const state = createRunState(compiled, keysOf(compiled.hashes, seed))
  simulateRun(state, run)
  return Object.fromEntries(
    compiled.taskIds.map((id, task) => [id, state.lost[task] === 1 ? Infinity : state.endAt[task]! / 60_000]),
  )
}

export const latestEnd = (model: SimulationModel, at: { seed?: number; run?: number } = {}): number =>
  Math.max(...Object.values(endsOf(model, at)))

export function simulateHere(model: SimulationModel, { runs = 1000, seed = 1 } = {}): Simulation {
  const compiled = compileModel(model)
  return summarise({ model, compiled, outcomes: simulateRange(compiled, { seed, from: 0, to: runs }), seed })
}
