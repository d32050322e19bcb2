/**
 * The metric store: samples and hourly rollups as Parquet, with a manifest that says which files count.
 *
 *     <folder>/manifest.json                  what is true: parts, checksums, the dictionary of series
 *     <folder>/raw/part-<hash>.parquet        series INTEGER, at TIMESTAMP (UTC), value DOUBLE; by series, at
 *     <folder>/hourly/part-<hash>.parquet     series, hour, mean, max, p95, count; by series, hour
 *     <folder>/tmp/                           work of a running write; removed by the next one
 *
 * Any number of readers may read while one writer writes; that there is one writer is the caller's duty
 * (the lock of the workspace). The parts of the last generation stay until the next write begins, so a
 * reader that started before a commit finishes.
 */
import { mkdir, rm } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import type { Grid } from '../model/metric-series.ts'
import type { SampleBatch } from '../model/source.ts'
import { explainWriteFaults } from './durable-file.ts'
import { ingest } from './metric-ingest.ts'
import {
  commitManifest,
  findPart,
  newManifest,
  readManifest,
  removeUnlisted,
  temporaryFolder,
} from './metric-manifest.ts'
import type { MetricManifest, SeriesSummary } from './metric-manifest.ts'
import { scanGrids } from './metric-read.ts'

/** What the store holds, known without reading a sample. */
export interface MetricSummary {
  /** Hash of what the samples were read from, as given to writeMetrics. */
  readonly inputsHash: string
  /** Counts the writes that changed something, from 1. */
  readonly generation: number
  /** Samples after duplicates were merged. */
  readonly samples: number
  /** Samples that were merged away: given again for the same series and time. */
  readonly duplicates: number
  /** By VM, then metric; a series without samples is not there. */
  readonly series: readonly SeriesSummary[]
}

export interface MetricWriting {
  readonly batches: AsyncIterable<SampleBatch>
  readonly inputsHash: string
}

/**
 * Replaces the content of the store, as one step: a crash, or an error out of `batches`, leaves what was
 * there. Duplicates by (series, at) are merged, the last one given wins; samples that are not finite are
 * left out. The same samples make the same bytes. Throws InputError `workspace.unwritable`.
 */
export async function writeMetrics(folder: string, { batches, inputsHash }: MetricWriting): Promise<MetricSummary> {
  return explainWriteFaults(folder, async () => {
    await mkdir(folder, { recursive: true })
    const before = await readReplaced(folder)
    await removeUnlisted(folder, before)
    const ingested = await ingest(folder, batches)
    const manifest = newManifest({ inputs: inputsHash, generation: (before?.generation ?? 0) + 1, ...ingested })
    const unchanged = before !== null && sameContent(before, manifest)
    if (!unchanged) await commitManifest(folder, manifest)
    await rm(temporaryFolder(folder), { recursive: true, force: true })
    return summaryOf(unchanged ? before : manifest)
  })
}

/** What is replaced may be damaged: writing anew is how it is repaired. */
async function readReplaced(folder: string): Promise<MetricManifest | null> {
  try {
    return await readManifest(folder)
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

const sameContent = (a: MetricManifest, b: MetricManifest): boolean =>
  JSON.stringify({ ...a, generation: 0 }) === JSON.stringify({ ...b, generation: 0 })

const summaryOf = ({ inputs, generation, duplicates, series }: MetricManifest): MetricSummary => ({
  inputsHash: inputs,
  generation,
  samples: series.reduce((sum, { count }) => sum + count, 0),
  duplicates,
  series,
})

/**
 * Can the store be read, as far as its manifest and the sizes of its parts tell? If not, writing anew repairs it.
 * Throws InputError `artifact.newer`.
 */
export async function isMetricStoreWhole(folder: string): Promise<boolean> {
  try {
    const manifest = await readManifest(folder)
    const parts = [...(manifest?.raw ?? []), ...(manifest?.hourly ?? [])]
    for (const part of parts) await findPart(folder, part)
    return manifest !== null
  } catch (error) {
    if (error instanceof InputError && error.code === 'artifact.damaged') return false
    throw error
  }
}

/** Null when nothing was ever written. Throws InputError `artifact.damaged` or `artifact.newer`. */
export async function readMetricSummary(folder: string): Promise<MetricSummary | null> {
  const manifest = await readManifest(folder)
  return manifest && summaryOf(manifest)
}

/**
 * Every series as a regular hourly grid from the hour of its first sample to the hour of its last one, NaN
 * where an hour has no sample; by VM, then metric. Nothing when nothing was ever written. Throws InputError
 * `artifact.damaged` when a part is missing or changed.
 */
export async function* readGrids(folder: string): AsyncGenerator<Grid> {
  const manifest = await readManifest(folder)
  if (manifest) yield* scanGrids(folder, manifest)
}
