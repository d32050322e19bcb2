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
import { mergeSamples, type Samples } from './samples.ts'
import type { OpenSection } from './section.ts'

export interface FoundStore {
  readonly manifest: MetricManifest | null
  /** Parts of live sections that are gone, by the key of the section. */
  readonly lost: ReadonlyMap<string, readonly string[]>
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
  const lost = new Map<string, readonly string[]>()
  const sections: MetricSection[] = []
  for (const section of manifest.sections) {
    const [raw, hourly] = [await wholeOf(folder, section.raw), await wholeOf(folder, section.hourly)]
    const gone = [...raw.gone, ...hourly.gone]
    if (gone.length === 0) sections.push(section)
    else if (section.live) {
      lost.set(section.key, gone)
      sections.push({ ...section, raw: raw.whole, hourly: hourly.whole })
    }
  }
  return { manifest: { ...manifest, sections }, lost }
}

async function wholeOf(
  folder: string,
  parts: readonly MetricPart[],
): Promise<{ whole: readonly MetricPart[]; gone: readonly string[] }> {
  const found = await Promise.all(
    parts.map((part) =>
      findPart(folder, part).then(
        () => true,
        () => false,
      ),
    ),
  )
  return {
    whole: parts.filter((_, index) => found[index] === true),
    gone: parts.filter((_, index) => found[index] !== true).map(({ file }) => file),
  }
}

/** Rolls up anew what raw samples there are, and lets the source be asked for all it still has. */
export async function mend(store: OpenStore, section: OpenSection, gone: readonly string[]): Promise<Finding> {
  for (const series of section.series) series.heldUntil = null
  for (const part of section.raw) {
    const range = {
      series: [part.firstSeries, part.lastSeries] as const,
      ms: [part.firstMs, part.lastMs] as const,
    }
    const lots = new Map<number, Samples[]>()
    for (const each of section.raw) {
      for await (const { id, ...samples } of readRaw(store, each, range))
        lots.set(id, [...(lots.get(id) ?? []), samples])
    }
    const rows = [...lots].map(([id, own]) => ({ id, ...mergeSamples(own) })).sort((a, b) => a.id - b.id)
    const hourly = await writeHourly(store, rows)
    if (hourly) section.hourly = [...section.hourly, hourly]
  }
  return createFinding('store.part-lost', {
    subject: section.key,
    message: `${gone.length === 1 ? 'A file' : `${gone.length} files`} of its samples was missing or cut short, so history may have a gap: ${gone.join(', ')}.`,
    suggestion: 'Restore the file from a backup of the workspace if the source no longer has that time.',
  })
}
