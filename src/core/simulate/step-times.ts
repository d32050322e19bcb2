/**
 * Step times in whole milliseconds: sums of them are exact, so that nothing depends on the order of adding. A time is
 * drawn by turning one uniform number over its distribution function.
 */
import type { StepTime } from '../../model/simulation-model.ts'
import { normalQuantile } from './normal-quantile.ts'
import { uniformOf } from './random.ts'

export const MS_A_MINUTE = 60_000

/** One row a task; `a`, `b`, `c` are low, mode and high, or median and sigma, or first and count of `recorded`. */
export interface StepTimes {
  readonly kind: Uint8Array
  readonly a: Float64Array
  readonly b: Float64Array
  readonly c: Float64Array
  readonly recorded: Float64Array
}

const kinds = { fixed: 0, triangular: 1, 'log-normal': 2, empirical: 3 } as const
/** The score that 95 % of a normal distribution lie below. */
const Z_P95 = normalQuantile(0.95)

export function compileTimes(durations: readonly StepTime[]): StepTimes {
  const recorded: number[] = []
  const rows = durations.map((time) => rowOf(time, recorded))
  const column = (place: number): Float64Array => Float64Array.from(rows, (row) => row[place] as number)
  return {
    kind: Uint8Array.from(durations, ({ kind }) => kinds[kind]),
    a: column(0),
    b: column(1),
    c: column(2),
    recorded: Float64Array.from(recorded),
  }
}

function rowOf(time: StepTime, recorded: number[]): readonly [number, number, number] {
  switch (time.kind) {
    case 'fixed':
      return [msOf(time.minutes), 0, 0]
    case 'triangular':
      return [time.low * MS_A_MINUTE, time.mode * MS_A_MINUTE, time.high * MS_A_MINUTE]
    case 'log-normal':
      return [time.median * MS_A_MINUTE, Math.log(time.p95 / time.median) / Z_P95, 0]
    default:
      recorded.push(...time.minutes.map(msOf))
      return [recorded.length - time.minutes.length, time.minutes.length, 0]
  }
}

const msOf = (minutes: number): number => Math.round(minutes * MS_A_MINUTE)

/** Milliseconds of the task, by 32 random bits. */
export function drawTime(times: StepTimes, task: number, word: number): number {
  const a = times.a[task] as number
  if (times.kind[task] === kinds.fixed) return a
  const b = times.b[task] as number
  const u = uniformOf(word)
  switch (times.kind[task]) {
    case kinds.triangular:
      return Math.round(triangular([a, b, times.c[task] as number], u))
    case kinds['log-normal']:
      return Math.round(a * Math.exp(b * normalQuantile(u)))
    default:
      return times.recorded[a + Math.floor(u * b)] as number
  }
}

function triangular([low, mode, high]: readonly [number, number, number], u: number): number {
  const width = high - low
  if (width === 0) return mode
  const rising = mode - low
  return u * width <= rising ? low + Math.sqrt(u * width * rising) : high - Math.sqrt((1 - u) * width * (high - mode))
}

/** Milliseconds that are most likely: what a timetable is made of. */
export function typicalTime(times: StepTimes, task: number): number {
  const a = times.a[task] as number
  switch (times.kind[task]) {
    case kinds.triangular:
      return Math.round(times.b[task] as number)
    case kinds.empirical: {
      const own = times.recorded.slice(a, a + (times.b[task] as number)).sort()
      return own[(own.length - 1) >> 1] as number
    }
    default:
      return Math.round(a)
  }
}
