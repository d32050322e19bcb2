/**
 * A level that changed and stayed: a VM that was resized, a service that moved in or out.
 *
 * The models need no help with it: most of them take their level from the last day, and the backtests vote down the others.
 * (Moving the past of 290 shifted series of Bitbrains and Azure to the new level before the models saw it made forecasts one
 * to three per cent worse and took two to five points from the coverage of P95.) What looks back four weeks for a size does.
 */
import { mean, median } from 'simple-statistics'
import { medianOfRange } from './order.ts'

export interface LevelShift {
  /** The first step of the new level. */
  readonly step: number
  /** The median of the days before and after. */
  readonly before: number
  readonly after: number
}

/** Days of the new level that must have been seen: one could be a holiday. */
const LEAST_DAYS_AFTER = 2
const LEAST_DAYS_BEFORE = 5
const MOST_DAYS_BEFORE = 14
/** A shift further back has been forgotten by what looks at the last four weeks. */
const MOST_DAYS_AFTER = 28
/** The levels of the two sides lie further apart than each of them spreads, by this factor, */
const CLEAR_OF_SPREAD = 2
/** and by this share of the larger one. */
const LEAST_SHARE = 0.4

/** The clearest lasting shift of daily levels that `y` ends with; null without one. */
export function findLevelShift(y: Float64Array, period: number): LevelShift | null {
  const days = Math.floor(y.length / period)
  const levels = Array.from({ length: days }, (_, day) => levelOfDay(y, day, period))
  let found: LevelShift | null = null
  let clearest = 1
  for (let after = LEAST_DAYS_AFTER; after <= Math.min(MOST_DAYS_AFTER, days - LEAST_DAYS_BEFORE); after++) {
    const clearness = clearnessAt(levels, after)
    if (clearness <= clearest) continue
    clearest = clearness
    found = {
      step: y.length - after * period,
      before: median(levels.slice(after, after + MOST_DAYS_BEFORE)),
      after: median(levels.slice(0, after)),
    }
  }
  return found
}

const levelOfDay = (y: Float64Array, day: number, period: number): number =>
  medianOfRange(y, y.length - period * (day + 1), y.length - period * day)

/** Above 1: a shift, so many days ago. The nearest levels of the two sides are compared, so that weekends make no shift. */
function clearnessAt(levels: readonly number[], after: number): number {
  const young = levels.slice(0, after)
  const old = levels.slice(after, after + MOST_DAYS_BEFORE)
  const [lowYoung, highYoung] = [Math.min(...young), Math.max(...young)]
  const [lowOld, highOld] = [Math.min(...old), Math.max(...old)]
  const between = Math.max(lowYoung - highOld, lowOld - highYoung)
  const spread = Math.max(highYoung - lowYoung, highOld - lowOld)
  const larger = Math.max(Math.abs(mean(young)), Math.abs(mean(old)))
  if (between <= 0 || larger === 0) return 0
  return Math.min(between / (CLEAR_OF_SPREAD * spread + Number.MIN_VALUE), between / (LEAST_SHARE * larger))
}
