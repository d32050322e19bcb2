/** Rows of many series in, batches of one series out, with a bounded number of samples in between. */
import type { SampleBatch } from '../../model/source.ts'
import { commonStepSeconds } from '../common-step.ts'
import { ratesOf, type CounterSample } from './counter-rates.ts'
import type { OpenSeries } from './open-series.ts'
import type { SeriesFaults } from './series-faults.ts'

/** About 16 MB of samples; the arrays grow by doubling or are made in advance, so three times that at most. */
const MOST_SAMPLES = 1 << 20

const FEWEST = 16
const nothing = new Float64Array(0)

/** The samples of one series that wait for their batch, in the unit of the file. */
export interface PendingSeries {
  readonly series: OpenSeries
  readonly label: string
  at: Float64Array
  values: Float64Array
  count: number
  /** Seconds between samples, once it is needed and known. */
  stepSeconds: number | null
  /** Of a counter: the last sample that was handed on. */
  last: CounterSample | null
}

export const pendingSeries = (series: OpenSeries, label: string): PendingSeries => ({
  series,
  label,
  at: nothing,
  values: nothing,
  count: 0,
  stepSeconds: null,
  last: null,
})

export interface SampleBuffer {
  add(pending: PendingSeries, ms: number, value: number): void
  /** Batches, when there are enough samples to be worth it. */
  takeFull(): SampleBatch[]
  /** Everything that is left. */
  takeAll(): SampleBatch[]
}

export function createSampleBuffer(faults: SeriesFaults, mostSamples = MOST_SAMPLES): SampleBuffer {
  const waiting = new Set<PendingSeries>()
  let samples = 0
  // Series of one file are about as long, and an array that never grows is never copied.
  let expected = FEWEST
  let reserved = 0
  const begin = (pending: PendingSeries): void => {
    waiting.add(pending)
    const capacity = reserved + expected > mostSamples ? FEWEST : expected
    reserved += capacity
    if (pending.at.length < capacity) resize(pending, capacity)
  }
  const take = (isLast: boolean): SampleBatch[] => {
    const batches: SampleBatch[] = []
    for (const pending of waiting) {
      const batch = takeBatch(pending)
      if (batch) batches.push(batch)
      else if (isLast) faults.unknownPeriods.add(pending.label)
      if (batch || isLast) waiting.delete(pending)
    }
    samples = waiting.size
    reserved = 0
    expected = batches.reduce((most, { at }) => Math.max(most, at.length), FEWEST)
    return batches
  }
  return {
    add(pending, ms, value) {
      if (pending.count === 0) begin(pending)
      if (pending.count === pending.at.length) resize(pending, 2 * pending.count)
      pending.at[pending.count] = ms
      pending.values[pending.count] = value
      pending.count++
      samples++
      if (pending.series.conversion.isShare && value > 100) faults.aboveAllocation.add(pending.series.vmId)
    },
    takeFull: () => (samples >= mostSamples ? take(false) : []),
    takeAll: () => take(true),
  }
}

function resize(pending: PendingSeries, capacity: number): void {
  const longer = (column: Float64Array): Float64Array => {
    const copy = new Float64Array(capacity)
    copy.set(column)
    return copy
  }
  pending.at = longer(pending.at)
  pending.values = longer(pending.values)
}

/** Null when the period of amounts per period is not known yet; the samples keep waiting. */
function takeBatch(pending: PendingSeries): SampleBatch | null {
  const { vmId, metric, conversion } = pending.series
  const at = pending.at.subarray(0, pending.count)
  const needsStep = conversion.perPeriod || conversion.isCounter === true
  if (needsStep) pending.stepSeconds ??= commonStepSeconds(at)
  if (needsStep && pending.stepSeconds === null) return null
  const factor = conversion.factor / (conversion.perPeriod ? (pending.stepSeconds ?? 1) : 1)
  const values = pending.values.subarray(0, pending.count)
  for (let index = 0; index < values.length; index++) values[index] = (values[index] as number) * factor
  pending.at = nothing
  pending.values = nothing
  pending.count = 0
  return { vmId, metric, ...(conversion.isCounter ? nextRates(pending, { at, values }) : { at, values }) }
}

function nextRates(
  pending: PendingSeries,
  samples: Pick<SampleBatch, 'at' | 'values'>,
): Pick<SampleBatch, 'at' | 'values'> {
  const { at, values, last } = ratesOf(samples, pending.stepSeconds ?? 1, pending.last)
  pending.last = last
  return { at, values }
}
