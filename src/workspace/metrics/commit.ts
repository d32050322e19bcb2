/** One writing of the store: what is there, what is found damaged, and commits. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { explainWriteFaults } from '../durable-file.ts'
import { openEngine } from '../engine.ts'
import {
  commitManifest,
  partsOf,
  removeUnlisted,
  retire,
  temporaryFolder,
  type MetricManifest,
  type MetricSection,
} from './manifest.ts'
import type { OpenStore } from './parts.ts'
import { readForWriting, type FoundStore } from './recover.ts'

interface Writing {
  readonly found: FoundStore
  /** Unless nothing changed. */
  readonly commit: (section: MetricSection) => Promise<void>
}

export async function writeStore(
  folder: string,
  work: (writing: Writing, store: OpenStore) => Promise<void>,
): Promise<void> {
  await explainWriteFaults(folder, async () => {
    const temporary = temporaryFolder(folder)
    await mkdir(folder, { recursive: true })
    const found = await readForWriting(folder)
    await removeUnlisted(folder, found.manifest)
    await mkdir(temporary, { recursive: true })
    const engine = await openEngine(join(temporary, 'spill'))
    let { manifest } = found
    const commit = async (section: MetricSection): Promise<void> => {
      const sections = manifest?.sections ?? []
      const isNew = !sections.some(({ key }) => key === section.key)
      const next = isNew ? [...sections, section] : sections.map((each) => (each.key === section.key ? section : each))
      manifest = await commitSections(folder, manifest, next)
    }
    try {
      await work({ found, commit }, { engine, folder })
    } finally {
      engine.close()
    }
    await rm(temporary, { recursive: true, force: true })
  })
}

/** The manifest that is true afterwards. */
export async function commitSections(
  folder: string,
  before: MetricManifest | null,
  sections: readonly MetricSection[],
): Promise<MetricManifest> {
  if (before && JSON.stringify(before.sections) === JSON.stringify(sections)) return before
  const after = await commitManifest(folder, { generation: (before?.generation ?? 0) + 1, sections })
  const listed = new Set(partsOf(after).map(({ file }) => file))
  await retire(
    folder,
    partsOf(before).filter(({ file }) => !listed.has(file)),
  )
  return after
}
