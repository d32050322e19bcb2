/** What a readiness check is given, and what it is. */
import type { InputHashes } from './artifact.ts'
import type { Finding } from './finding.ts'
import type { Plan } from './plan.ts'
import type { ScopedVm } from './scoped-vm.ts'
import type { Site } from './site.ts'

export const checkIds = ['inputs-changed', 'objectives', 'vms-changed', 'vms-gone', 'vms-unprotected'] as const
export type CheckId = (typeof checkIds)[number]

export interface CheckContext {
  /** The committed plan, and the hashes of the files it was made from. */
  readonly plan: Plan
  readonly plannedFrom: InputHashes
  /** The site as it is now, the VMs the present drplan.yaml covers, and the hashes of the same files now. */
  readonly site: Site
  readonly planned: readonly ScopedVm[]
  readonly now: InputHashes
}

export interface Check {
  /** One sentence: what it makes sure of. */
  readonly title: string
  run(context: CheckContext): readonly Finding[]
}
