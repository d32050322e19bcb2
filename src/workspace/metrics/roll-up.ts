/** Samples to hours: mean, largest, P95 and how many. */
import { hourOf, type Samples } from './samples.ts'

/** A row an hour that has a sample; columns equally long. */
export interface Hours {
  /** Epoch milliseconds UTC of their beginnings. */
  readonly at: Float64Array
  readonly mean: Float64Array
  readonly max: Float64Array
  readonly p95: Float64Array
  readonly count: Float64Array
}

/**
 * `samples` are merged. Sums add in the order of time, so that one hour has one mean however it came together. The P95
 * is exact and between two samples where it falls between them (Hyndman and Fan 1996, definition 7).
 */
export function rollUp({ at, values }: Samples): Hours {
  const starts = startsOfHours(at)
  const hours = starts.length
  const rolled = columnsOf(hours)
  for (let hour = 0; hour < hours; hour++) {
    const [from, to] = [starts[hour] as number, starts[hour + 1] ?? at.length]
    rolled.at[hour] = hourOf(at[from] as number)
    rolled.count[hour] = to - from
    fillHour(rolled, hour, values.subarray(from, to))
  }
  return rolled
}

const columnsOf = (hours: number): Hours => ({
  at: new Float64Array(hours),
  mean: new Float64Array(hours),
  max: new Float64Array(hours),
  p95: new Float64Array(hours),
  count: new Float64Array(hours),
})

function startsOfHours(at: Float64Array): readonly number[] {
  const starts: number[] = []
  let end = Number.NEGATIVE_INFINITY
  for (let index = 0; index < at.length; index++) {
    const ms = at[index] as number
    if (ms < end) continue
    starts.push(index)
    end = hourOf(ms) + 3_600_000
  }
  return starts
}

function fillHour({ mean, max, p95 }: Hours, hour: number, values: Float64Array): void {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] as number
  const sorted = sortedCopy(values)
  mean[hour] = sum / values.length
  max[hour] = sorted[values.length - 1] as number
  p95[hour] = quantileOf(sorted, values.length, 0.95)
}

function quantileOf(sorted: Float64Array, length: number, quantile: number): number {
  const place = quantile * (length - 1)
  const below = Math.floor(place)
  const low = sorted[below] as number
  if (below === length - 1) return low
  return low + ((sorted[below + 1] as number) - low) * (place - below)
}

/** Up to here sorting by insertion beats a call of sort(). */
const FEW = 64
const scratch = new Float64Array(FEW)

/** The first `values.length` numbers of what is returned; it is overwritten by the next call. */
function sortedCopy(values: Float64Array): Float64Array {
  if (values.length > FEW) return values.slice().sort()
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    let place = index
    while (place > 0 && (scratch[place - 1] as number) > value) {
      scratch[place] = scratch[place - 1] as number
      place--
    }
    scratch[place] = value
  }
  return scratch
}
