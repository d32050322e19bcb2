/** The quotas that were read from the account at the recovery site: one file for each target and region. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { AccountQuotas } from '../model/account-quotas.ts'
import { remakingCommand } from '../model/artifact.ts'
import type { TargetId } from '../model/target-id.ts'
import { loadArtifact, saveArtifact, type Stored } from './artifacts.ts'
import { explainWriteFaults } from './durable-file.ts'
import { readTextIfThere } from './files.ts'

export interface QuotaPlace {
  readonly platform: TargetId
  /** One that the catalogue of the platform has. */
  readonly region: string
}

export const quotasName = ({ platform, region }: QuotaPlace): string => `quotas-${platform}-${region}.json`

export const quotasFile = (workspace: string, place: QuotaPlace): string => join(workspace, quotasName(place))

/**
 * Null when nothing was read. Throws InputError `artifact.damaged`, `artifact.older` or `artifact.newer`; a file that
 * speaks of another region is damaged.
 */
export async function loadQuotas(workspace: string, place: QuotaPlace): Promise<Stored<'quotas'> | null> {
  const file = quotasFile(workspace, place)
  const stored = await loadArtifact(file, 'quotas')
  if (stored === null) return null
  const { platform, region } = stored.content
  if (platform === place.platform && region === place.region) return stored
  throw new InputError('artifact.damaged', `${file} is damaged: it has the quotas of ${platform} in ${region}.`, {
    place: { file },
    suggestions: [`Delete it and run ${remakingCommand('quotas')}.`],
  })
}

/** Throws InputError `workspace.unwritable`. */
export const saveQuotas = (workspace: string, content: AccountQuotas, madeBy: string): Promise<Stored<'quotas'>> =>
  saveArtifact(quotasFile(workspace, content), 'quotas', { content, inputs: {}, madeBy })

/** True when there was one. Throws InputError `workspace.unwritable`. */
export async function removeQuotas(workspace: string, place: QuotaPlace): Promise<boolean> {
  const file = quotasFile(workspace, place)
  const isThere = (await readTextIfThere(file)) !== null
  await explainWriteFaults(file, () => rm(file, { force: true }))
  return isThere
}
