/**
 * A model as columns: the tasks are sorted by priority (wave, then id), and a task is its place there. Lists of different
 * length lie behind one another, with a column of where each begins and ends (`first`).
 */
import type { SimulationModel } from '../../model/simulation-model.ts'
import type { StepTimes } from './step-times.ts'

export interface Lists {
  /** One more than there are lists. */
  readonly first: Int32Array
  readonly items: Int32Array
}

export interface Compiled {
  readonly dispatch: SimulationModel['dispatch']
  readonly taskIds: readonly string[]
  /** Of each task the place in `vmIds`, or -1. */
  readonly vmOf: Int32Array
  readonly vmIds: readonly string[]
  readonly hashes: Int32Array
  readonly times: StepTimes
  /** How many needs it has, and who needs it. */
  readonly needCount: Int32Array
  readonly followers: Lists
  /** Chance of a try to fail, as a threshold of 32 bits; further tries; pause in milliseconds. */
  readonly failBelow: Float64Array
  readonly furtherTries: Int32Array
  readonly pauseMs: Float64Array
  /** Place in `resources` of what it shares and of what it calls, or -1. */
  readonly shareOf: Int32Array
  readonly shareGib: Float64Array
  readonly callOf: Int32Array
  readonly callAmount: Int32Array
  /** Resources it holds; `holdAmount` beside the items. */
  readonly holds: Lists
  readonly holdAmount: Int32Array
  /** Which tasks' holds end with this task, as places in `holds.items`; and how many ends each hold waits for. */
  readonly releases: Lists
  readonly holdEnds: Int32Array
  readonly holdOwner: Int32Array
  /** Tasks that hold the same: of each task its class, or -1. */
  readonly classOf: Int32Array
  readonly classes: number
  /** For each resource its tasks in the order of the timetable; empty where `dispatch` is by readiness. */
  readonly timetable: Lists
  readonly resources: SimulationModel['resources']
  /** Members of goals: task, promise in milliseconds (Infinity = none), 1 where it is timed. */
  readonly goals: Lists
  readonly memberPromiseMs: Float64Array
  readonly memberTimed: Uint8Array
}

export function listsOf(rows: readonly (readonly number[])[]): Lists {
  const first = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => (first[index + 1] = (first[index] as number) + row.length))
  return { first, items: Int32Array.from(rows.flat()) }
}
