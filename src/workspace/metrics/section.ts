/** A section while it is written: what the manifest will say of one source. */
import type { Finding } from '../../model/finding.ts'
import type { SampleBatch } from '../../model/source.ts'
import type { MetricPart, MetricSection, SectionSeries } from './manifest.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
export type OpenSeries = Writable<SectionSeries>

export interface OpenSection {
  readonly key: string
  readonly live: boolean
  readonly series: OpenSeries[]
  raw: readonly MetricPart[]
  hourly: readonly MetricPart[]
  inputs: string
  duplicates: number
  findings: readonly Finding[]
  rawFromMs: number | null
  /** Samples that were left out because the raw samples of their hour are gone. */
  tooLate: number
  /** The place of a series in the dictionary; undefined when it is new. */
  idOf(name: Pick<SectionSeries, 'vmId' | 'metric'>): number | undefined
  /** Enters a new series and gives its id. */
  enter(series: OpenSeries): number
  toManifest(): MetricSection
}

const keyOf = ({ vmId, metric }: Pick<SectionSeries, 'vmId' | 'metric'>): string => `${metric} ${vmId}`

export const emptySection = (key: string, live: boolean): MetricSection => ({
  key,
  live,
  active: true,
  inputs: '',
  duplicates: 0,
  findings: [],
  rawFromMs: null,
  raw: [],
  hourly: [],
  series: [],
})

export function openSection(held: MetricSection): OpenSection {
  const series = held.series.map((each) => ({ ...each }))
  const ids = new Map(series.map((each, id) => [keyOf(each), id]))
  return {
    ...held,
    series,
    tooLate: 0,
    idOf: (name) => ids.get(keyOf(name)),
    enter(entered) {
      ids.set(keyOf(entered), series.length)
      return series.push(entered) - 1
    },
    toManifest() {
      const { key, live, inputs, duplicates, findings, rawFromMs, raw, hourly } = this
      const copied = series.map((each) => ({ ...each }))
      return { key, live, active: true, inputs, duplicates, findings, rawFromMs, raw, hourly, series: copied }
    },
  }
}

type Covers = NonNullable<SampleBatch['covers']>

/**
 * Up to where a series is held without a hole, after ranges that came in order of time. The first range of a run may
 * begin later than what was held ends: the source no longer has what is between.
 */
export function extend(heldUntil: number | null, covers: readonly Covers[], isFirst: boolean): number | null {
  let until = heldUntil
  for (const [index, range] of covers.entries()) {
    const reaches = until === null || range.from <= until || (isFirst && index === 0)
    if (reaches) until = Math.max(until ?? range.until, range.until)
  }
  return until
}
