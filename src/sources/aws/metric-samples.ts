/** Answers of CloudWatch as samples in base units. */
import type { SampleBatch } from '../../model/source.ts'
import type { Measure } from './metric-measures.ts'
import type { Window } from './metric-windows.ts'

/** Value by epoch milliseconds of the start of its period. */
export type Samples = ReadonlyMap<number, number>

/** The sum of the parts at every time that all of them know, converted; sorted by time. */
export function measureSamples(
  measure: Measure,
  parts: readonly (readonly Samples[])[],
  periodSeconds: number,
): Samples {
  const [first = new Map<number, number>(), ...others] = parts.map((alternatives) => {
    const merged = mergeAlternatives(alternatives)
    return measure.isPerPeriod ? ratesOf(merged, periodSeconds) : merged
  })
  const sums = [...first].flatMap(([ms, value]) => {
    const values = others.map((part) => part.get(ms))
    if (values.includes(undefined)) return []
    return [[ms, (value + values.reduce<number>((sum, one) => sum + (one ?? 0), 0)) * measure.factor] as const]
  })
  return new Map(sums)
}

/** The first list that has a sample tells it. */
function mergeAlternatives(alternatives: readonly Samples[]): Samples {
  const merged = new Map(alternatives.toReversed().flatMap((samples) => [...samples]))
  return new Map([...merged].toSorted(([a], [b]) => a - b))
}

/** A sample every five minutes holds five minutes. */
const basicMs = 300_000

/**
 * Amounts per second. Asked for minutes, CloudWatch answers what was sent under basic monitoring with one sample in
 * five minutes that holds all five, and an instance may have changed from one to the other: a sample whose nearest
 * neighbour is five minutes away, or further, is one of those.
 */
function ratesOf(samples: Samples, periodSeconds: number): Samples {
  const times = [...samples.keys()]
  const seconds = (index: number): number => {
    const at = times[index] ?? 0
    const nearest = Math.min(at - (times[index - 1] ?? -Infinity), (times[index + 1] ?? Infinity) - at)
    return periodSeconds === 60 && nearest >= basicMs ? basicMs / 1000 : periodSeconds
  }
  return new Map([...samples.entries()].map(([ms, value], index) => [ms, value / seconds(index)]))
}

/** What CloudWatch answered for one window. */
export interface WindowReading {
  readonly samples: readonly (readonly [Measure, Samples])[]
  /** How many metrics CloudWatch could not compute, and for which measures. */
  readonly refused: number
  readonly incomplete: ReadonlySet<Measure>
}

/** The samples of one window: times, values. */
type Columns = readonly [Float64Array, Float64Array]

interface HeldMeasure {
  readonly windows: Columns[]
  /** What was answered in whole, so far without a hole. */
  covers: NonNullable<SampleBatch['covers']> | null
}

export interface SampleStore {
  add(reading: WindowReading, window: Window): void
  count(): number
  takeAll(): readonly SampleBatch[]
}

/**
 * Samples of many measures, held until there are enough of them to be worth a batch each. Windows come in the order of
 * time; after one that CloudWatch could not answer for a measure, nothing more of it counts as covered.
 */
export function createSampleStore(): SampleStore {
  const held = new Map<Measure, HeldMeasure>()
  const broken = new Set<Measure>()
  let count = 0
  return {
    add({ samples: read, incomplete }, { startMs, endMs }) {
      for (const measure of incomplete) broken.add(measure)
      for (const [measure, samples] of read) {
        const own = held.get(measure) ?? { windows: [], covers: null }
        held.set(measure, own)
        if (!broken.has(measure)) own.covers = { from: own.covers?.from ?? startMs, until: endMs }
        if (samples.size === 0) continue
        own.windows.push([Float64Array.from(samples.keys()), Float64Array.from(samples.values())])
        count += samples.size
      }
    },
    count: () => count,
    takeAll() {
      const batches = [...held].map(([{ vmId, metric }, { windows, covers }]) => ({
        vmId,
        metric,
        at: joined(windows.map(([at]) => at)),
        values: joined(windows.map(([, values]) => values)),
        ...(covers && { covers }),
      }))
      held.clear()
      count = 0
      return batches.filter(({ at, covers }) => at.length > 0 || covers !== undefined)
    },
  }
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}
