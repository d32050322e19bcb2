/** What is known of the samples that a plan rests on: how long, how whole, and what more would change. */
import type { Demand } from './forecast.ts'
import type { Immutable } from './immutable.ts'
import type { MetricId } from './metric-series.ts'

type Confidence = Immutable<Demand['confidence']>
export type ConfidenceLevel = Confidence['level']

/** Worst first. */
export const confidenceLevels = ['none', 'low', 'medium', 'high'] as const satisfies readonly ConfidenceLevel[]

export interface SeriesStatus {
  readonly metric: MetricId
  /** ISO 8601 UTC of the first and the last sample. */
  readonly first: string
  readonly last: string
  /** After duplicates were merged. */
  readonly samples: number
  /** Hours from the first sample to the last one, both included: as many steps the hourly grid has. */
  readonly expectedHours: number
  /** Share of these hours that have a sample, 0 to 1. */
  readonly coverage: number
  /** The longest run of hours without a sample, the first of equally long ones; null without any. */
  readonly longestGap: { readonly hours: number; readonly from: string } | null
  /** Hours from its last sample to the latest one of the whole store: whether it ended before the others. */
  readonly silentHours: number
}

export interface VmDataStatus {
  readonly vmId: string
  readonly name: string
  readonly confidence: Confidence
  /** Null at the highest level. */
  readonly nextLevel: ConfidenceLevel | null
  /**
   * ISO 8601 UTC: when the next level is reached if collection goes on from the latest sample of the store and
   * loses nothing more. Null at the highest level, and where CPU or memory was never measured.
   */
  readonly collectUntil: string | null
  /** Least coverage first. */
  readonly series: readonly SeriesStatus[]
}
