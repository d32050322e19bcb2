/** The catalogue that was refreshed from its vendor: one file a target, used from then on by every step. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArtifactOf } from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import type { TargetId } from '../model/target-id.ts'
import { loadArtifact, saveArtifact, type Stored } from './artifacts.ts'
import { explainWriteFaults } from './durable-file.ts'
import { readTextIfThere } from './files.ts'

export type RefreshedCatalogue = Immutable<ArtifactOf<'catalogue'>>

export const catalogueFile = (workspace: string, target: TargetId): string =>
  join(workspace, `catalogue-${target}.json`)

/** Null when nothing was refreshed. Throws InputError `artifact.damaged`, `artifact.older` or `artifact.newer`. */
export async function loadRefreshed(workspace: string, target: TargetId): Promise<RefreshedCatalogue | null> {
  const stored = await loadArtifact(catalogueFile(workspace, target), 'catalogue')
  return stored?.content ?? null
}

/** Throws InputError `workspace.unwritable`. */
export const saveRefreshed = (
  workspace: string,
  content: RefreshedCatalogue,
  madeBy: string,
): Promise<Stored<'catalogue'>> =>
  saveArtifact(catalogueFile(workspace, content.catalogue.target), 'catalogue', { content, inputs: {}, madeBy })

/** True when there was one. Throws InputError `workspace.unwritable`. */
export async function removeRefreshed(workspace: string, target: TargetId): Promise<boolean> {
  const file = catalogueFile(workspace, target)
  const isThere = (await readTextIfThere(file)) !== null
  await explainWriteFaults(file, () => rm(file, { force: true }))
  return isThere
}
