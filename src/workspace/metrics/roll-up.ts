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
 * Rolls up one series after the other; what it gives is overwritten by the next call, for columns of their own a series
 * keep the garbage collector busier than the sums do. `samples` are merged. Sums add in the order of time, so that one
 * hour has one mean however it came together. The P95 is exact, and between two samples where it falls between them
 * (Hyndman and Fan 1996, definition 7).
 */
export function createRollUp(): (samples: Samples) => Hours {
  let room = columnsOf(1024)
  return ({ at, values }) => {
    if (room.at.length < at.length) room = columnsOf(at.length)
    let hour = 0
    for (let from = 0, to = 0; from < at.length; from = to, hour++) {
      const start = hourOf(at[from] as number)
      to = from + 1
      while (to < at.length && (at[to] as number) < start + HOUR_MS) to++
      room.at[hour] = start
      room.count[hour] = to - from
      fillHour(room, hour, values.subarray(from, to))
    }
    return cut(room, hour)
  }
}

const HOUR_MS = 3_600_000

const columnsOf = (hours: number): Hours => ({
  at: new Float64Array(hours),
  mean: new Float64Array(hours),
  max: new Float64Array(hours),
  p95: new Float64Array(hours),
  count: new Float64Array(hours),
})

const cut = ({ at, mean, max, p95, count }: Hours, hours: number): Hours => ({
  at: at.subarray(0, hours),
  mean: mean.subarray(0, hours),
  max: max.subarray(0, hours),
  p95: p95.subarray(0, hours),
  count: count.subarray(0, hours),
})

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
