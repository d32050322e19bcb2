/** What a step is given besides its own arguments: configuration, folders, adapters, and someone to tell. */
import type { Place } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Source } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'
import type { Target } from '../model/target.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Stored } from '../workspace/artifacts.ts'

export interface StepContext {
  readonly config: Config
  /** Where a setting stands in drplan.yaml. */
  readonly placeOf: (path: readonly string[]) => Place
  /** Paths of the configuration start here. */
  readonly configFolder: string
  /** `metrics`: where the metric store is, when it is not the workspace's own. */
  readonly folders: { readonly workspace: string; readonly out: string; readonly metrics?: string }
  /** Name and version of this program; an artefact of another version is made again. */
  readonly madeBy: string
  /** ISO 8601 UTC: the end of the history that live sources are asked for. The clock is the caller's. */
  readonly now: string
  /** Threads to compute on beside the present one; what is computed does not depend on it. */
  readonly threads: number
  readonly loadSource: (id: SourceId) => Promise<Source>
  /** For what is not of the target of the plan: the way home to another platform. */
  readonly loadTarget: (id: TargetId) => Promise<Target>
  /** Its catalogue is the one that counts: refreshed, and with the user's own prices. */
  readonly target: Target
  /** Of the user's own prices: what is wrong with them, and the hash of their file. */
  readonly prices: { readonly findings: readonly Finding[]; readonly inputs: InputHashes }
  /** What was read of the account at the recovery site; null = nothing. */
  readonly accountQuotas: Stored<'quotas'> | null
  /** Told when a step ends. */
  readonly report: (line: StepReport) => void
}

export interface StepReport {
  readonly step: string
  readonly summary: string
  readonly reused: boolean
}
