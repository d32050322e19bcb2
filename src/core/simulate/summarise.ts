/** From runs to figures that a person can judge. */
import type { SimulationGoal, SimulationModel } from '../../model/simulation-model.ts'
import type { GoalResult, LeverResult, ResourceResult, Simulation } from '../../model/simulation.ts'
import type { Compiled } from './compiled.ts'
import { estimateShare } from './estimate.ts'
import { binTimes } from './histogram.ts'
import type { Counts, Outcomes } from './outcomes.ts'
import { MS_A_MINUTE } from './step-times.ts'

export interface Summarised {
  readonly model: SimulationModel
  readonly compiled: Compiled
  readonly outcomes: Outcomes
  readonly seed: number
  readonly levers?: readonly LeverResult[]
  readonly unknownVmIds?: readonly string[]
}

/** Of each list of critical tasks and VMs so many are kept. */
const MOST_CRITICAL = 20

export function summarise(from: Summarised): Simulation {
  const { model, outcomes, seed, levers = [], unknownVmIds = [] } = from
  const runs = outcomes.to - outcomes.from
  const all = promisedApplications(model)
  return {
    runs,
    seed,
    dispatch: model.dispatch,
    goals: model.goals.map((goal, index) => summariseGoal(from, goal, index)),
    allKept: all.length === 0 ? null : estimateShare(countAllKept(outcomes, all, model.goals.length), runs),
    resources: model.resources.map((resource, index) => summariseResource(from, resource, index)),
    levers: [...levers],
    unknownVmIds: [...unknownVmIds],
  }
}

/** Places of the goals that count where all promises are looked at together: tiers only repeat them. */
export const promisedApplications = ({ goals }: Pick<SimulationModel, 'goals'>): readonly number[] =>
  goals.flatMap((goal, index) => (goal.kind === 'application' && isPromised(goal) ? [index] : []))

const isPromised = ({ members }: SimulationGoal): boolean =>
  members.some(({ promisedMinutes }) => promisedMinutes !== null)

function countAllKept({ kept, from, to }: Outcomes, goals: readonly number[], width: number): number {
  let runs = 0
  for (let run = 0; run < to - from; run++) if (goals.every((goal) => kept[run * width + goal] === 1)) runs++
  return runs
}

function summariseGoal({ model, compiled, outcomes }: Summarised, goal: SimulationGoal, index: number): GoalResult {
  const width = model.goals.length
  const runs = outcomes.to - outcomes.from
  const times = Float64Array.from({ length: runs }, (_, run) => outcomes.timesMs[run * width + index] as number).sort()
  const lost = runs - firstInfinite(times)
  const back = times.subarray(0, runs - lost)
  let keptRuns = 0
  for (let run = 0; run < runs; run++) keptRuns += outcomes.kept[run * width + index] as number
  const { id, kind, name, promisedMinutes } = goal
  const shares = (counts: Counts, ids: readonly string[]): GoalResult['criticalVms'] =>
    mostCritical(counts, { ids, goal: index, runs })
  return {
    id,
    kind,
    name,
    promisedMinutes,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    mean: back.length === 0 ? null : back.reduce((sum, ms) => sum + ms, 0) / back.length / MS_A_MINUTE,
    kept: isPromised(goal) ? estimateShare(keptRuns, runs) : null,
    neverBack: lost / runs,
    histogram: {
      ...toMutable(binTimes(back, promisedMinutes === null ? null : Math.round(promisedMinutes * MS_A_MINUTE))),
    },
    criticalTasks: shares(outcomes.criticalTasks, compiled.taskIds),
    criticalVms: shares(outcomes.criticalVms, compiled.vmIds),
  }
}

const toMutable = ({ edges, counts }: ReturnType<typeof binTimes>): { edges: number[]; counts: number[] } => ({
  edges: [...edges],
  counts: [...counts],
})

function firstInfinite(sorted: Float64Array): number {
  const place = sorted.indexOf(Infinity)
  return place < 0 ? sorted.length : place
}

/** The smallest time that at least the share of runs keeps to (nearest rank); null where that is never. */
function quantile(sorted: Float64Array, share: number): number | null {
  // A share such as 0.95 of 20 runs is 19, not 19.000000000000004.
  const ms = sorted[Math.max(1, Math.ceil(sorted.length * share - 1e-9)) - 1]
  return ms === undefined || ms === Infinity ? null : ms / MS_A_MINUTE
}

interface Counted {
  readonly ids: readonly string[]
  readonly goal: number
  readonly runs: number
}

/** The keys of one goal lie side by side. Ids come by place, so that equal counts stay in their order. */
function mostCritical({ keys, counts }: Counts, { ids, goal, runs }: Counted): { id: string; share: number }[] {
  const own: { id: string; count: number }[] = []
  for (let place = lowerBound(keys, goal * ids.length); place < keys.length; place++) {
    const index = (keys[place] as number) - goal * ids.length
    if (index >= ids.length) break
    own.push({ id: ids[index] ?? '', count: counts[place] as number })
  }
  return own
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_CRITICAL)
    .map(({ id, count }) => ({ id, share: count / runs }))
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function summariseResource(
  { model, outcomes }: Summarised,
  resource: SimulationModel['resources'][number],
  index: number,
): ResourceResult {
  const width = model.resources.length
  const runs = outcomes.to - outcomes.from
  let [used, waited, span] = [0, 0, 0]
  for (let run = 0; run < runs; run++) {
    used += outcomes.used[run * width + index] as number
    waited += outcomes.waited[run * width + index] as number
    span += outcomes.spanMs[run] as number
  }
  const { id, kind, name } = resource
  return {
    id,
    kind,
    name,
    utilisation: span === 0 ? 0 : used / (capacityPerMs(resource) * span),
    waited: waited / runs,
  }
}

/** In slots, GiB a millisecond, or calls a millisecond. */
function capacityPerMs(resource: SimulationModel['resources'][number]): number {
  if (resource.kind === 'slots') return resource.capacity
  return resource.kind === 'rate' ? resource.mibPerSecond / 1024 / 1000 : resource.perMinute / MS_A_MINUTE
}
