/** What the commands of the catalogue share: they need no drplan.yaml, and use one that is there. */
import type { TargetId } from '../model/target-id.ts'
import { BaseCommand, type WorkspaceFlags } from './base-command.ts'

export abstract class CatalogueCommand extends BaseCommand {
  /** `isConfigNamed`: a configuration that a person asks for must be there; the usual one need not. */
  protected catalogueOptions(
    flags: WorkspaceFlags & { readonly target?: TargetId | undefined },
    metadata: { readonly flags: Readonly<Record<string, { readonly setFromDefault?: boolean } | undefined>> },
  ): {
    readonly configFile: string
    readonly isConfigNamed: boolean
    readonly workspace: string
    readonly target: TargetId | null
  } {
    const { configFile, folders } = this.stepOptions(flags)
    return {
      configFile,
      isConfigNamed: metadata.flags['config']?.setFromDefault !== true,
      workspace: folders.workspace,
      target: flags.target ?? null,
    }
  }
}
