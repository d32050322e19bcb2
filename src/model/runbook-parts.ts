/** What only a platform can do on the day, as steps that a target adds to a runbook. */
import type { RunbookParameter, RunbookStep } from './runbook.ts'

/** A drill and a failover make the same machines; a drill closes them off. */
export type RecoveryMode = 'failover' | 'drill'

/** A file that a command of a step reads. */
export interface RunbookFile {
  /** Relative to the folder of the runbooks. */
  readonly path: string
  readonly contents: string
}

/** Steps come without `after`, in their order: each follows the one before it, the first what its stage follows. */
export interface RunbookParts {
  readonly parameters: readonly RunbookParameter[]
  /** While the primary site is well. */
  readonly prepare: readonly RunbookStep[]
  /** Looks whether what is about to be made can be had. */
  readonly reserve: readonly RunbookStep[]
  /** Of VMs that a service of the platform brings back; the others are made by Terraform. */
  recover(wave: number, mode: RecoveryMode): readonly RunbookStep[]
  /** Proves that machines of a drill can reach nobody. */
  readonly isolation: readonly RunbookStep[]
  /** What a drill leaves behind besides what Terraform destroys. */
  readonly cleanUp: readonly RunbookStep[]
  /** Once the recovery site serves. */
  readonly afterwards: readonly RunbookStep[]
  /** VMs that `recover` brings back. */
  readonly vmIds: ReadonlySet<string>
  readonly files: readonly RunbookFile[]
}

export const noRunbookParts: RunbookParts = {
  parameters: [],
  prepare: [],
  reserve: [],
  recover: () => [],
  isolation: [],
  cleanUp: [],
  afterwards: [],
  vmIds: new Set(),
  files: [],
}
