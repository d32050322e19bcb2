/** Answers of CloudWatch as samples in base units. */
import type { SampleBatch } from '../../model/source.ts'
import type { Measure } from './metric-measures.ts'

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

/** The samples of one window: times, values. */
type Columns = readonly [Float64Array, Float64Array]

/** Samples of many measures, held until there are enough of them to be worth a batch each. */
export function createSampleStore(): {
  add(read: readonly (readonly [Measure, Samples])[]): void
  count(): number
  takeAll(): readonly SampleBatch[]
} {
  const held = new Map<Measure, Columns[]>()
  let count = 0
  return {
    add(read) {
      for (const [measure, samples] of read.filter(([, { size }]) => size > 0)) {
        const columns: Columns = [Float64Array.from(samples.keys()), Float64Array.from(samples.values())]
        held.set(measure, [...(held.get(measure) ?? []), columns])
        count += samples.size
      }
    },
    count: () => count,
    takeAll() {
      const batches = [...held].map(([{ vmId, metric }, windows]) => ({
        vmId,
        metric,
        at: joined(windows.map(([at]) => at)),
        values: joined(windows.map(([, values]) => values)),
      }))
      held.clear()
      count = 0
      return batches
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
