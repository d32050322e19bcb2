/** What arrived since the last write: lots of samples by series, until there are enough of them for a part. */
import type { MetricId } from '../../model/metric-series.ts'
import type { SampleBatch } from '../../model/source.ts'
import { countFinite, mergeSamples, type Samples } from './samples.ts'

type Covers = NonNullable<SampleBatch['covers']>

/** One series of a slice. */
export interface SliceSeries {
  readonly vmId: string
  readonly metric: MetricId
  readonly samples: Samples
  /** Samples before those of one time became one. */
  readonly arrived: number
  /** Ranges that a live source was asked for in whole, in the order of their arrival. */
  readonly covers: readonly Covers[]
}

export interface Slice {
  add(batch: SampleBatch): void
  /** Values held, to tell when it is full. */
  size(): number
  /** Everything, by VM, then metric; the slice is empty afterwards. */
  take(): readonly SliceSeries[]
}

interface Arrived {
  readonly vmId: string
  readonly metric: MetricId
  readonly lots: Samples[]
  readonly covers: Covers[]
}

export function createSlice(): Slice {
  let arrivals = new Map<string, Arrived>()
  let size = 0
  return {
    add({ vmId, metric, at, values, covers }) {
      const key = `${metric} ${vmId}`
      const known = arrivals.get(key) ?? { vmId, metric, lots: [], covers: [] }
      arrivals.set(key, known)
      if (at.length > 0) known.lots.push({ at, values })
      if (covers) known.covers.push(covers)
      size += at.length
    },
    size: () => size,
    take() {
      const taken = [...arrivals.values()].sort(compareSeries)
      arrivals = new Map()
      size = 0
      return taken.map(({ vmId, metric, lots, covers }) => {
        const samples = mergeSamples(lots)
        return { vmId, metric, samples, arrived: countArrived(lots, samples), covers }
      })
    },
  }
}

/** Where merging left all of them, all were samples, and none needs to be looked at. */
function countArrived(lots: readonly Samples[], merged: Samples): number {
  const given = lots.reduce((sum, { at }) => sum + at.length, 0)
  return given === merged.at.length ? given : lots.reduce((sum, lot) => sum + countFinite(lot), 0)
}

interface SeriesName {
  readonly vmId: string
  readonly metric: string
}

/** By VM, then metric. */
export function compareSeries(a: SeriesName, b: SeriesName): number {
  if (a.vmId !== b.vmId) return a.vmId < b.vmId ? -1 : 1
  return a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0
}
