/**
 * What decided: from the task that ended a goal last, back along what each waited for last. That is a task it needs, or
 * where it waited for slots the one that gave them free. Being slowed on shared throughput is nobody's in particular.
 */
import type { Compiled } from './compiled.ts'
import type { RunState } from './run-state.ts'

export interface Critical {
  /** By goal: the task that ended it in this run. */
  readonly deciding: Int32Array
  /** Runs by goal x tasks + task, and by goal x VMs + VM. */
  readonly tasks: Map<number, number>
  readonly vms: Map<number, number>
  /** By VM: the path that saw it last, so that none counts it twice. */
  readonly seen: Int32Array
  paths: number
}

export const createCritical = ({ goals, vmIds }: Compiled): Critical => ({
  deciding: new Int32Array(goals.first.length - 1),
  tasks: new Map(),
  vms: new Map(),
  seen: new Int32Array(vmIds.length),
  paths: 0,
})

export function followPaths({ compiled, cause }: RunState, critical: Critical): void {
  const { taskIds, vmIds, vmOf } = compiled
  for (let goal = 0; goal < critical.deciding.length; goal++) {
    const path = ++critical.paths
    for (let task = critical.deciding[goal] as number; task >= 0; task = cause[task] as number) {
      add(critical.tasks, goal * taskIds.length + task)
      const vm = vmOf[task] as number
      if (vm < 0 || critical.seen[vm] === path) continue
      critical.seen[vm] = path
      add(critical.vms, goal * vmIds.length + vm)
    }
  }
}

const add = (counts: Map<number, number>, key: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
