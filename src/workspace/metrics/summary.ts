/** What the store holds, known without reading a sample. */
import type { Finding } from '../../model/finding.ts'
import type { MetricId } from '../../model/metric-series.ts'
import { hashText } from '../files.ts'
import type { MetricManifest, MetricSection, SectionSeries } from './manifest.ts'
import { compareSeries } from './slice.ts'

interface SeriesSummary {
  readonly vmId: string
  readonly metric: MetricId
  /** Epoch milliseconds UTC of the first and the last sample. */
  readonly firstMs: number
  readonly lastMs: number
  /** Samples after duplicates were merged; where two sources have the series, those of both. */
  readonly count: number
}

export interface SectionSummary {
  readonly key: string
  readonly live: boolean
  readonly inputsHash: string
  readonly samples: number
  readonly findings: readonly Finding[]
}

export interface MetricSummary {
  /** The same when the same samples are held in the same parts. */
  readonly hash: string
  /** Counts the commits, from 1. */
  readonly generation: number
  readonly samples: number
  /** Samples of files that were merged away: given again for the same series and time. */
  readonly duplicates: number
  /** Active sections, in the order of drplan.yaml. */
  readonly sections: readonly SectionSummary[]
  /** By VM, then metric; a series without samples is not there. */
  readonly series: readonly SeriesSummary[]
  /** VMs and metrics that several sources have. */
  readonly doubled: readonly SeriesSummary[]
}

export interface MergedSeries extends SeriesSummary {
  /** Its id in each section; null where that does not have it. */
  readonly ids: readonly (number | null)[]
}

/** Series of the same VM and metric are one, whichever source they came from. */
export function mergedSeries(sections: readonly MetricSection[]): readonly MergedSeries[] {
  const merged = new Map<string, MergedSeries>()
  for (const [place, { series }] of sections.entries()) {
    for (const [id, one] of series.entries()) {
      if (one.count === 0) continue
      const key = `${one.metric} ${one.vmId}`
      const known = merged.get(key) ?? noneYet(one, sections.length)
      merged.set(key, { ...known, ...rangeOf(known, one), ids: known.ids.with(place, id) })
    }
  }
  return [...merged.values()].sort(compareSeries)
}

const noneYet = ({ vmId, metric, firstMs, lastMs }: SectionSeries, sections: number): MergedSeries => ({
  vmId,
  metric,
  firstMs,
  lastMs,
  count: 0,
  ids: Array.from({ length: sections }, () => null),
})

const rangeOf = (a: MergedSeries, b: SectionSeries): Pick<MergedSeries, 'firstMs' | 'lastMs' | 'count'> => ({
  firstMs: Math.min(a.firstMs, b.firstMs),
  lastMs: Math.max(a.lastMs, b.lastMs),
  count: a.count + b.count,
})

export function summaryOf({ generation, sections }: MetricManifest): MetricSummary {
  const active = sections.filter((section) => section.active)
  const merged = mergedSeries(active)
  const withoutIds = ({ vmId, metric, firstMs, lastMs, count }: MergedSeries): SeriesSummary => ({
    vmId,
    metric,
    firstMs,
    lastMs,
    count,
  })
  const samplesOf = ({ series }: MetricSection): number => series.reduce((sum, { count }) => sum + count, 0)
  return {
    hash: hashText(JSON.stringify(active.map(({ key, hourly, series }) => [key, hourly, series.length]))),
    generation,
    samples: active.reduce((sum, section) => sum + samplesOf(section), 0),
    duplicates: active.reduce((sum, { duplicates }) => sum + duplicates, 0),
    sections: active.map((section) => ({
      key: section.key,
      live: section.live,
      inputsHash: section.inputs,
      samples: samplesOf(section),
      findings: section.findings,
    })),
    series: merged.map(withoutIds),
    doubled: merged.filter(({ ids }) => ids.filter((id) => id !== null).length > 1).map(withoutIds),
  }
}
