/**
 * A slice becomes one raw part and one hourly part. What is held already with the same value is not written again; an
 * hour that gets a sample is rolled up anew, with what is held of it. So the same samples twice change nothing, late
 * ones cost their hours only, and it does not matter over how many runs an hour was collected.
 */
import { meets, readRaw, writeParts, type OpenStore } from './parts.ts'
import { hourOf, mergeSamples, newsOf, noSamples, type Samples } from './samples.ts'
import { extend, type OpenSection, type OpenSeries } from './section.ts'
import type { SliceSeries } from './slice.ts'

const HOUR_MS = 3_600_000

/** Which series had a range in this run already: the first one may jump (section.ts). */
type Begun = Set<number>

/** Leaves flushed parts in the store and enters them in the section; nothing is committed. */
export async function writeSlice(
  store: OpenStore,
  section: OpenSection,
  { slice, begun }: { readonly slice: readonly SliceSeries[]; readonly begun: Begun },
): Promise<void> {
  const held = await readHeld(store, section, slice)
  const news = slice.flatMap((series) => enter(section, series, { held, begun }))
  const fresh = news.filter(({ fresh: { at } }) => at.length > 0)
  if (fresh.length === 0) return
  const { raw, hourly } = await writeParts(store, {
    raw: fresh.map(({ id, fresh: samples }) => ({ id, ...samples })).sort(byId),
    touched: fresh.map(({ id, touched }) => ({ id, ...touched })).sort(byId),
  })
  if (raw) section.raw = [...section.raw, raw]
  if (hourly) section.hourly = [...section.hourly, hourly]
}

const byId = (a: { id: number }, b: { id: number }): number => a.id - b.id

interface SeriesNews {
  readonly id: number
  readonly fresh: Samples
  readonly touched: Samples
}

/** Held samples by id, of the hours that the slice may change. */
type Held = ReadonlyMap<number, Samples>

/** Tells the dictionary what a series of the slice adds. */
function enter(
  section: OpenSection,
  { vmId, metric, samples, arrived, covers }: SliceSeries,
  { held, begun }: { readonly held: Held; readonly begun: Begun },
): SeriesNews[] {
  if (samples.at.length === 0 && covers.length === 0) return []
  const id = section.idOf({ vmId, metric }) ?? section.enter({ vmId, metric, ...nothingHeld })
  const series = section.series[id] as OpenSeries
  const given = series.count > 0 ? withoutTooLate(section, samples) : samples
  const before = held.get(id)
  const news = before ? newsOf(given, before) : { fresh: given, replacing: 0, touched: given }
  const added = news.fresh.at.length - news.replacing
  if (!section.live) section.duplicates += arrived - added
  series.heldUntil = extend(series.heldUntil, covers, isFirstRange(begun, id, covers.length))
  if (added > 0) lengthen(series, news.fresh.at, added)
  return [{ id, ...news }]
}

const nothingHeld = { firstMs: 0, lastMs: 0, count: 0, heldUntil: null }

function isFirstRange(begun: Begun, id: number, ranges: number): boolean {
  if (ranges === 0 || begun.has(id)) return false
  begun.add(id)
  return true
}

function lengthen(series: OpenSeries, at: Float64Array, added: number): void {
  const [first, last] = [at[0] as number, at.at(-1) as number]
  series.firstMs = series.count === 0 ? first : Math.min(series.firstMs, first)
  series.lastMs = series.count === 0 ? last : Math.max(series.lastMs, last)
  series.count += added
}

/** An hour whose raw samples are gone cannot be rolled up with one more. */
function withoutTooLate(section: OpenSection, samples: Samples): Samples {
  if (section.rawFromMs === null) return samples
  const start = lowerBound(samples.at, section.rawFromMs)
  section.tooLate += start
  return { at: samples.at.subarray(start), values: samples.values.subarray(start) }
}

async function readHeld(store: OpenStore, section: OpenSection, slice: readonly SliceSeries[]): Promise<Held> {
  const wanted = overlapsOf(section, slice)
  if (wanted.size === 0) return new Map()
  const [ids, ranges] = [[...wanted.keys()], [...wanted.values()]]
  const range = {
    series: [least(ids), most(ids)] as const,
    ms: [least(ranges.map(([from]) => from)), most(ranges.map(([, to]) => to))] as const,
  }
  const lots = new Map<number, Samples[]>()
  for (const part of section.raw.filter((each) => meets(each, range))) {
    for await (const { id, at, values } of readRaw(store, part, range)) {
      const own = wanted.get(id)
      if (own) lots.set(id, [...(lots.get(id) ?? []), within({ at, values }, own)])
    }
  }
  return new Map([...wanted.keys()].map((id) => [id, mergeSamples(lots.get(id) ?? [noSamples])]))
}

/** Of thousands of numbers: a call does not take as many arguments. */
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity)

type TimeRange = readonly [from: number, to: number]

/** By id, the hours that a series may share with what is held of it. */
function overlapsOf(section: OpenSection, slice: readonly SliceSeries[]): ReadonlyMap<number, TimeRange> {
  const wanted = new Map<number, TimeRange>()
  for (const { vmId, metric, samples } of slice) {
    const id = section.idOf({ vmId, metric })
    const series = id === undefined ? undefined : section.series[id]
    if (id === undefined || !series || series.count === 0 || samples.at.length === 0) continue
    const [first, last] = [samples.at[0] as number, samples.at.at(-1) as number]
    const [from, to] = [hourOf(first), hourOf(last) + HOUR_MS - 1]
    if (from <= series.lastMs && to >= series.firstMs) wanted.set(id, [from, to])
  }
  return wanted
}

function within({ at, values }: Samples, [from, to]: TimeRange): Samples {
  const start = lowerBound(at, from)
  const end = lowerBound(at, to + 1)
  return { at: at.subarray(start, end), values: values.subarray(start, end) }
}

/** The first place whose value is not below `limit`. */
function lowerBound(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
