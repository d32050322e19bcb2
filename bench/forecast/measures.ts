/**
 * Measures. sMAPE, MASE and OWA as in the M4 competition (S. Makridakis, E. Spiliotis and V. Assimakopoulos, International
 * Journal of Forecasting 36(1), 2020), its Naive2 hourly figures from the organisers' "Evaluation and Ranks.xlsx". Hours
 * without a sample are not judged.
 */
import type { Case } from './cases.ts'

const NAIVE2_SMAPE = 18.383
const NAIVE2_MASE = 2.395
/** Errors below this share of the usual change from day to day are equally good. */
const FLOOR_SHARE = 0.001
const DAY = 24

export interface PointFigures {
  /** 0 to 200. */
  readonly smape: number
  readonly mase: number
  /** Of hourly M4 series only. */
  readonly owa: number
  /** The geometric mean over cases of the mean absolute error over that of seasonal naive. */
  readonly relative: number
}

export interface QuantileFigures {
  /** Loss over all hours / sum of |y| over all hours. */
  readonly pinball: number
  /** Share of hours that stayed at or below, 0 to 1. */
  readonly coverage: number
}

/** A case and a path of what was said of it. */
export interface Judged {
  readonly one: Case
  readonly path: Float64Array
}

/** Means over cases, whatever their number of hours; null without a case. */
export function judgePoints(judged: readonly Judged[]): PointFigures | null {
  if (judged.length === 0) return null
  const smape = meanOf(judged, ({ one, path }) =>
    hourlyMean(one.actual, (y, hour) => halvedShare(y, path[hour] as number)),
  )
  const mase = meanOf(judged, ({ one, path }) => maeOf(one.actual, path) / one.change)
  const logs = meanOf(judged, ({ one, path }) => Math.log(relativeError(one, path)))
  return {
    smape,
    mase,
    owa: (smape / NAIVE2_SMAPE + mase / NAIVE2_MASE) / 2,
    relative: Math.exp(logs),
  }
}

/** Over the hours of all cases together: large machines count for more. Null without an hour. */
export function judgeQuantile(judged: readonly Judged[], level: number): QuantileFigures | null {
  let [loss, total, held, hours] = [0, 0, 0, 0]
  for (const { one, path } of judged) {
    for (const [hour, y] of one.actual.entries()) {
      if (!Number.isFinite(y)) continue
      const over = y - (path[hour] as number)
      loss += over > 0 ? level * over : (level - 1) * over
      total += Math.abs(y)
      held += over <= 0 ? 1 : 0
      hours++
    }
  }
  return hours === 0 ? null : { pinball: loss / total, coverage: held / hours }
}

function relativeError({ actual, filled, change }: Case, path: Float64Array): number {
  const naive = hourlyMean(actual, (y, hour) => Math.abs(y - (filled[filled.length - DAY + (hour % DAY)] as number)))
  const floor = FLOOR_SHARE * change
  return (maeOf(actual, path) + floor) / (naive + floor)
}

const maeOf = (actual: Float64Array, path: Float64Array): number =>
  hourlyMean(actual, (y, hour) => Math.abs(y - (path[hour] as number)))

function halvedShare(y: number, said: number): number {
  const size = Math.abs(y) + Math.abs(said)
  return size === 0 ? 0 : (200 * Math.abs(y - said)) / size
}

function hourlyMean(actual: Float64Array, errorAt: (y: number, hour: number) => number): number {
  let [sum, hours] = [0, 0]
  for (const [hour, y] of actual.entries()) {
    if (!Number.isFinite(y)) continue
    sum += errorAt(y, hour)
    hours++
  }
  return sum / hours
}

const meanOf = (judged: readonly Judged[], errorOf: (one: Judged) => number): number =>
  judged.reduce((sum, one) => sum + errorOf(one), 0) / judged.length
