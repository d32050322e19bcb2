/**
 * One series as all models and all cuts of a backtest share it. What is dear to compute and the same for
 * several cuts (logarithms, sums of products, the levels of days) is made once, from prefixes only: a value
 * behind a cut never reaches what is read at that cut. Constants that all cuts share are taken from before
 * the first of them.
 */
import type { Memory } from './memory.ts'
import { freshMemory } from './memory.ts'

export interface Series {
  /** Without gaps. */
  readonly y: Float64Array
  /** Steps in a day. */
  readonly period: number
  /** Where the history is cut, whole days apart and the latest first: the first is its whole length. */
  readonly cuts: readonly number[]
  readonly memory: Memory
  /** Made by `once`, by maker. */
  readonly made: Map<unknown, unknown>
}

/** What a model may learn from: `series.y` before `end`, one of the cuts. */
export interface Past {
  readonly series: Series
  readonly end: number
}

export interface SeriesOptions {
  readonly period: number
  /** Default: only the whole length. */
  readonly cuts?: readonly number[]
  /** Default: memory of its own. A series lives until the next one is made on the same memory. */
  readonly memory?: Memory
}

export function createSeries(y: Float64Array, { period, cuts, memory = freshMemory }: SeriesOptions): Series {
  memory.begin()
  return { y, period, cuts: cuts ?? [y.length], memory, made: new Map() }
}

/** What `make` gives for this series; made at the first call. */
export const once = <T>(series: Series, make: (series: Series) => T): T => onceFor(series, make, () => make(series))

/** The same in the name of `key`. */
export function onceFor<T>({ made }: Series, key: unknown, make: () => T): T {
  if (!made.has(key)) made.set(key, make())
  return made.get(key) as T
}

/** The length of the shortest past: constants of all cuts come from before it. */
export const firstCut = ({ cuts, y }: Series): number => cuts.at(-1) ?? y.length

/** How many whole days lie between `end` and the end of the series. */
export const daysBehind = ({ series, end }: Past): number => (series.y.length - end) / series.period
