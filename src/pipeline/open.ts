/** A context for the steps, from drplan.yaml and the adapters a caller has. */
import type { Source } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { loadConfig } from '../workspace/config.ts'
import type { StepContext, StepReport } from './context.ts'

export interface OpenOptions {
  readonly configFile: string
  readonly folders: StepContext['folders']
  readonly madeBy: string
  readonly loadSource: (id: SourceId) => Promise<Source>
  readonly loadTarget: (id: TargetId) => Promise<Target>
  readonly report: (line: StepReport) => void
}

/** Throws InputError `config.*`. */
export async function openContext(options: OpenOptions): Promise<StepContext> {
  const { config, folder } = await loadConfig(options.configFile)
  return {
    config,
    configFolder: folder,
    folders: options.folders,
    madeBy: options.madeBy,
    loadSource: options.loadSource,
    target: await options.loadTarget(config.target.platform),
    report: options.report,
  }
}
