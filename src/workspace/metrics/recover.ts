/**
 * What a writer finds may be damaged, by a disk or a hand; crashes leave nothing damaged. Samples of files are read
 * again, so their section just goes. Those of a live source may exist nowhere else: whatever is whole stays.
 */
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { InputError } from '../../errors.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import {
  findPart,
  manifestFile,
  readManifest,
  type MetricManifest,
  type MetricPart,
  type MetricSection,
} from './manifest.ts'
import { readRaw, writeHourly, type OpenStore } from './parts.ts'
import { hourOf, mergeSamples, type Samples } from './samples.ts'
import type { OpenSection } from './section.ts'

const HOUR_MS = 3_600_000

export interface FoundStore {
  /** Without sections of files that lack a part; those of live sources still list what is lost. */
  readonly manifest: MetricManifest | null
  /** Parts of live sections that are gone, by the key of the section. */
  readonly lost: ReadonlyMap<string, readonly MetricPart[]>
}

/** A store with live samples whose manifest cannot be read is set aside as `<folder>-damaged`. Throws InputError `artifact.newer`. */
export async function readForWriting(folder: string): Promise<FoundStore> {
  try {
    const manifest = await readManifest(folder)
    return manifest ? await checkParts(folder, manifest) : { manifest: null, lost: new Map() }
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'artifact.damaged') throw error
    await setAside(folder)
    return { manifest: null, lost: new Map() }
  }
}

async function setAside(folder: string): Promise<void> {
  const text = await readFile(manifestFile(folder), 'utf8').catch(() => '')
  if (!text.includes('"live":true')) return
  await rm(`${folder}-damaged`, { recursive: true, force: true })
  await rename(folder, `${folder}-damaged`)
  await mkdir(folder)
}

async function checkParts(folder: string, manifest: MetricManifest): Promise<FoundStore> {
  const lost = new Map<string, readonly MetricPart[]>()
  const sections: MetricSection[] = []
  for (const section of manifest.sections) {
    const gone = await goneOf(folder, [...section.raw, ...section.hourly])
    if (gone.length > 0) lost.set(section.key, gone)
    if (gone.length === 0 || section.live) sections.push(section)
  }
  return { manifest: { ...manifest, sections }, lost }
}

async function goneOf(folder: string, parts: readonly MetricPart[]): Promise<readonly MetricPart[]> {
  const isThere = (part: MetricPart): Promise<boolean> =>
    findPart(folder, part).then(
      () => true,
      () => false,
    )
  const found = await Promise.all(parts.map(isThere))
  return parts.filter((_, index) => found[index] !== true)
}

/**
 * Lets the source be asked for all it still has, and rolls up anew where hours are lost. What is still rolled up goes
 * before that where raw samples are lost too: they may be of the same hours.
 */
export async function mend(store: OpenStore, section: OpenSection, gone: readonly MetricPart[]): Promise<Finding> {
  const [raw, hourly] = [withoutLost(section.raw, gone), withoutLost(section.hourly, gone)]
  const isRawWhole = raw.length === section.raw.length
  const again = hourly.length === section.hourly.length ? [] : await rollUpAgain(store, raw)
  section.raw = raw
  section.hourly = isRawWhole ? [...hourly, ...again] : [...again, ...hourly]
  for (const series of section.series) series.heldUntil = null
  return createFinding('store.part-lost', {
    subject: section.key,
    message: `${gone.length === 1 ? 'A file' : `${gone.length} files`} of its samples was missing or cut short, so history may have a gap: ${gone.map(({ file }) => file).join(', ')}.`,
    suggestion: 'Restore the file from a backup of the workspace if the source no longer has that time.',
  })
}

const withoutLost = (parts: readonly MetricPart[], gone: readonly MetricPart[]): readonly MetricPart[] =>
  parts.filter(({ file }) => !gone.some((lost) => lost.file === file))

async function rollUpAgain(store: OpenStore, raw: readonly MetricPart[]): Promise<readonly MetricPart[]> {
  const parts: MetricPart[] = []
  for (const part of raw) {
    const range = {
      series: [part.firstSeries, part.lastSeries] as const,
      // Whole hours: an hour between two parts is in both.
      ms: [hourOf(part.firstMs), hourOf(part.lastMs) + HOUR_MS - 1] as const,
    }
    const lots = new Map<number, Samples[]>()
    for (const each of raw) {
      for await (const { id, ...samples } of readRaw(store, each, range))
        lots.set(id, [...(lots.get(id) ?? []), samples])
    }
    const rows = [...lots].map(([id, own]) => ({ id, ...mergeSamples(own) })).sort((a, b) => a.id - b.id)
    const hourly = await writeHourly(store, rows)
    if (hourly) parts.push(hourly)
  }
  return parts
}
