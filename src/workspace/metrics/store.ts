/**
 * The metric store: samples and hourly rollups as Parquet, with a manifest that says which files count.
 *
 *     <folder>/manifest.json                     what is true: sections, their parts with checksums, their series
 *     <folder>/raw/<day>/part-<hash>.parquet     series INTEGER, at TIMESTAMP (UTC), value DOUBLE; by series, at
 *     <folder>/hourly/<day>/part-<hash>.parquet  series, hour, mean, max, p95, count; by series, hour
 *     <folder>/tmp/                              work of a running write; removed by the next one
 *
 * A section is what one source gave. That of files is replaced as a whole when they change; that of a live system grows
 * from run to run, slice by slice, each a commit. Any number of readers may read while one writer writes; that there is
 * one writer is the caller's duty (the lock of the workspace). Parts that a commit no longer lists stay for some minutes,
 * so a reader that started before it finishes.
 */
import { mkdir, rm } from 'node:fs/promises'
import { InputError } from '../../errors.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Grid } from '../../model/metric-series.ts'
import { count } from '../../model/quantity.ts'
import type { SampleBatch } from '../../model/source.ts'
import { explainWriteFaults } from '../durable-file.ts'
import { commitSections, writeStore } from './commit.ts'
import { compact } from './compact.ts'
import { readVerified, scanGrids } from './grids.ts'
import { ingest } from './ingest.ts'
import { findPart, readManifest, temporaryFolder } from './manifest.ts'
import { mend, readForWriting } from './recover.ts'
import { dropExpired, type Retention } from './retention.ts'
import { emptySection, openSection, type OpenSection } from './section.ts'
import { summaryOf, type MetricSummary } from './summary.ts'

export interface SectionWriting {
  /** Which source: its kind and where it reads. */
  readonly key: string
  /** Hash of what the samples are read from; of a live source, of how it is asked. */
  readonly inputsHash: string
  readonly batches: AsyncIterable<SampleBatch>
  /** What the source found; asked for when the last batch was taken. */
  readonly findings?: () => readonly Finding[]
  /** The default suits any size. */
  readonly samplesPerPart?: number
}

/** Two slices, their tables and the engine stay within a few hundred MB. */
const SAMPLES_PER_PART = 1 << 21

/**
 * Replaces the section, as one step: a crash, or an error out of `batches`, leaves what was there. Duplicates by
 * (series, at) are merged, the last one given wins; samples that are not finite are left out. Nothing changes when the
 * samples are the same. Throws InputError `workspace.unwritable`.
 */
export const replaceSection = (folder: string, writing: SectionWriting): Promise<void> =>
  writeStore(folder, async ({ commit }, store) => {
    const section = openSection(emptySection(writing.key, false))
    const { batches, samplesPerPart = SAMPLES_PER_PART } = writing
    await ingest(store, section, { batches, samplesPerPart, afterSlice: async () => undefined })
    section.inputs = writing.inputsHash
    section.findings = writing.findings?.() ?? []
    await commit(section.toManifest())
  })

export interface Appending extends SectionWriting {
  readonly retention: Retention
}

/**
 * Adds to the section, a commit a slice: what was committed outlives a crash and an error out of `batches`. The same
 * samples again change nothing. Throws InputError `workspace.unwritable`.
 */
export const appendSection = (folder: string, writing: Appending): Promise<void> =>
  writeStore(folder, async ({ found, commit }, store) => {
    const { key, inputsHash, batches, samplesPerPart = SAMPLES_PER_PART } = writing
    const before = found.manifest?.sections.find((each) => each.key === key) ?? emptySection(key, true)
    const section = openSection(before)
    const lost = found.lost.get(key)
    const mended = lost ? [await mend(store, section, lost)] : []
    if (section.inputs !== inputsHash) for (const series of section.series) series.heldUntil = null
    section.inputs = inputsHash
    const afterSlice = (): Promise<void> => commit(section.toManifest())
    await ingest(store, section, { batches, samplesPerPart, afterSlice })
    await dropExpired(store, section, writing.retention)
    await compact(store, section)
    section.findings = [...(writing.findings?.() ?? []), ...mended, ...lateFindings(section)]
    await commit(section.toManifest())
  })

/**
 * Up to where the store holds each series of a live source without a hole; null where it holds nothing, or the source
 * is asked in another way now. Throws InputError `artifact.newer`.
 */
export async function readHeldUntil(
  folder: string,
  { key, inputsHash }: Pick<SectionWriting, 'key' | 'inputsHash'>,
): Promise<(vmId: string, metric: string) => number | null> {
  const manifest = await readManifest(folder).catch(passNewer)
  const section = manifest?.sections.find((each) => each.key === key && each.inputs === inputsHash)
  const held = new Map(section?.series.map(({ vmId, metric, heldUntil }) => [`${metric} ${vmId}`, heldUntil]))
  return (vmId, metric) => held.get(`${metric} ${vmId}`) ?? null
}

/** Which sources drplan.yaml names, in its order: samples of other files go, those of other live systems rest. */
export const arrangeSections = (folder: string, keys: readonly string[]): Promise<void> =>
  explainWriteFaults(folder, async () => {
    const { manifest } = await readForWriting(folder)
    const sections = manifest?.sections ?? []
    const named = keys.flatMap((key) => sections.filter((section) => section.key === key))
    const resting = sections.filter((section) => section.live && !keys.includes(section.key))
    await mkdir(temporaryFolder(folder), { recursive: true })
    await commitSections(folder, manifest, [
      ...named.map((section) => ({ ...section, active: true })),
      ...resting.map((section) => ({ ...section, active: false })),
    ])
    await rm(temporaryFolder(folder), { recursive: true, force: true })
  })

const passNewer = (error: unknown): null => {
  if (error instanceof InputError && error.code === 'artifact.damaged') return null
  throw error
}

function lateFindings({ key, tooLate }: OpenSection): readonly Finding[] {
  if (tooLate === 0) return []
  return [
    createFinding('store.value-dropped', {
      subject: key,
      message: `${count(tooLate, 'sample')} came for hours whose raw samples are no longer kept; left out.`,
      suggestion: 'Raise retention.rawDays in drplan.yaml if sources send samples that late.',
    }),
  ]
}

/**
 * Can the active sections be read, as far as the manifest and the sizes of parts tell? If not, writing anew repairs them.
 * Throws InputError `artifact.newer`.
 */
export async function isMetricStoreWhole(folder: string): Promise<boolean> {
  try {
    const manifest = await readManifest(folder)
    const active = manifest?.sections.filter((section) => section.active) ?? []
    for (const part of active.flatMap(({ raw, hourly }) => [...raw, ...hourly])) await findPart(folder, part)
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
 * where an hour has no sample; by VM, then metric; of one VM where it is named. Nothing when nothing was ever written.
 * Throws InputError `artifact.damaged` when a part is missing or changed.
 */
export async function* readGrids(folder: string, vmId?: string): AsyncGenerator<Grid> {
  const manifest = await readVerified(folder)
  if (manifest) yield* scanGrids(folder, manifest, vmId)
}
