/** Many recoveries, one after the other: run `n` is the same whichever range it is simulated in. */
import type { Compiled } from './compiled.ts'
import { createCritical, followPaths } from './critical-path.ts'
import { countsOf, type Outcomes } from './outcomes.ts'
import { keysOf } from './random.ts'
import { simulateRun } from './run.ts'
import { createRunState, type RunState } from './run-state.ts'

export interface RunRange {
  /** 32 bits. */
  readonly seed: number
  readonly from: number
  /** Not simulated itself. */
  readonly to: number
}

/** @throws InputError `simulation.invalid` where tasks wait for slots that are never given free. */
export function simulateRange(compiled: Compiled, { seed, from, to }: RunRange): Outcomes {
  const goals = compiled.goals.first.length - 1
  const resources = compiled.resources.length
  const runs = to - from
  const columns = {
    timesMs: new Float64Array(runs * goals),
    kept: new Uint8Array(runs * goals),
    used: new Float64Array(runs * resources),
    waited: new Uint8Array(runs * resources),
    spanMs: new Float64Array(runs),
  }
  const state = createRunState(compiled, keysOf(compiled.hashes, seed))
  const critical = createCritical(compiled)
  for (let place = 0; place < runs; place++) {
    simulateRun(state, from + place)
    const deciding = critical.deciding
    for (let goal = 0; goal < goals; goal++) {
      const reached = reachGoal(state, goal)
      columns.timesMs[place * goals + goal] = reached.time
      columns.kept[place * goals + goal] = reached.kept
      deciding[goal] = reached.decidedBy
    }
    followPaths(state, critical)
    noteResources(state, place, columns)
  }
  return {
    from,
    to,
    ...columns,
    criticalTasks: countsOf(critical.tasks),
    criticalVms: countsOf(critical.vms),
    events: state.events,
  }
}

interface Reached {
  readonly time: number
  readonly kept: 0 | 1
  /** The task that is lost, else the latest that is timed; the lowest of equals; -1 = it has no member. */
  readonly decidedBy: number
}

function reachGoal({ compiled, endAt, lost }: RunState, goal: number): Reached {
  const { goals, memberPromiseMs, memberTimed } = compiled
  let [latest, decidedBy, lostTask] = [-1, -1, Infinity]
  let kept: 0 | 1 = 1
  for (let place = goals.first[goal] as number; place < (goals.first[goal + 1] as number); place++) {
    const task = goals.items[place] as number
    const ended = endAt[task] as number
    if (lost[task] === 1) lostTask = Math.min(lostTask, task)
    else if (ended > (memberPromiseMs[place] as number)) kept = 0
    if (memberTimed[place] === 0 || ended < latest || (ended === latest && task > decidedBy)) continue
    latest = ended
    decidedBy = task
  }
  if (lostTask < Infinity) return { time: Infinity, kept: 0, decidedBy: lostTask }
  return { time: Math.max(0, latest), kept, decidedBy }
}

function noteResources(
  { compiled, used, waited, rates, endAt }: RunState,
  place: number,
  columns: Pick<Outcomes, 'used' | 'waited' | 'spanMs'>,
): void {
  const resources = compiled.resources.length
  columns.used.set(used, place * resources)
  for (let resource = 0; resource < resources; resource++)
    columns.waited[place * resources + resource] = rates[resource]?.slowed === true || waited[resource] === 1 ? 1 : 0
  let span = 0
  for (const ended of endAt) if (ended > span) span = ended
  columns.spanMs[place] = span
}
