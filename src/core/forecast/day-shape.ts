/**
 * Days as levels and offsets: the level of a day is its median, the offset of an hour is how far it lies above that. Days
 * are counted back from the end of the series; cuts lie whole days apart, so both are made once for all of them.
 *
 * Additive, because ratios explode where a machine idles near zero; medians, because one backup night must not become
 * a habit.
 */
import { insertSorted, medianOfRange, medianOfSorted } from './order.ts'
import { daysBehind, once, type Past, type Series } from './series.ts'

export interface Days {
  /** How many whole days there are. */
  readonly count: number
  /** The median of each day, the last day first. */
  readonly levels: Float64Array
  /** Of each step of each day, the last day first. */
  readonly offsets: Float64Array
}

function splitIntoDays({ y, period, memory }: Series): Days {
  const count = Math.floor(y.length / period)
  const levels = memory.take('day levels', count + 1)
  const offsets = memory.take('day offsets', count * period)
  for (let day = 0; day < count; day++) {
    const from = y.length - period * (day + 1)
    const level = medianOfRange(y, from, from + period)
    levels[day] = level
    for (let step = 0; step < period; step++) offsets[period * day + step] = (y[from + step] as number) - level
  }
  return { count, levels, offsets }
}

export const daysOf = (series: Series): Days => once(series, splitIntoDays)

/** The most days a shape is made of: older habits are forgotten. */
const LONGEST_SHAPE = 28

/** How many days each shape looks back. */
const shapeDays = { short: 4, usual: 21, long: LONGEST_SHAPE } as const
export type ShapeId = keyof typeof shapeDays

/** How each step of a day lies above its level: the median over the last days. */
export type DayShapes = Readonly<Record<ShapeId, Float64Array>>

/** All shapes of a past in one go: the values of the short one are the beginning of the long one's. */
export function shapesOf(past: Past): DayShapes {
  const { series, end } = past
  const shapes = once(series, shapesByCut)
  const held = shapes.get(end)
  if (held !== undefined) return held
  const made = makeShapes(past)
  shapes.set(end, made)
  return made
}

const shapesByCut = (): Map<number, DayShapes> => new Map()

function makeShapes(past: Past): DayShapes {
  const { period, memory } = past.series
  const { count, offsets } = daysOf(past.series)
  const first = daysBehind(past)
  const days = Math.min(LONGEST_SHAPE, count - first)
  const shapes = { short: memory.lend(period), usual: memory.lend(period), long: memory.lend(period) }
  const sorted = memory.lend(LONGEST_SHAPE)
  for (let step = 0; step < period; step++) {
    for (let day = 0; day < days; day++) {
      insertSorted(sorted, day, offsets[period * (first + day) + step] as number)
      if (day + 1 === shapeDays.short) shapes.short[step] = medianOfSorted(sorted, day + 1)
      if (day + 1 === shapeDays.usual) shapes.usual[step] = medianOfSorted(sorted, day + 1)
    }
    const all = medianOfSorted(sorted, days)
    shapes.long[step] = all
    if (days < shapeDays.usual) shapes.usual[step] = all
    if (days < shapeDays.short) shapes.short[step] = all
  }
  return shapes
}
