/** What a readiness check is given, and what it is. */
import type { InputHashes } from './artifact.ts'
import type { DemandPolicy } from './config.ts'
import type { CheckSettings } from './check-settings.ts'
import type { Equivalence } from './equivalence.ts'
import type { FindingCode } from './finding-codes.ts'
import type { Finding } from './finding.ts'
import type { PermissionReading } from './needed-action.ts'
import type { Plan } from './plan.ts'
import type { KindChanges } from './plan-diff.ts'
import type { ScopedVm } from './scoped-vm.ts'
import type { Site } from './site.ts'
import type { VersionReading } from './version-reading.ts'

export const checkIds = [
  'addresses',
  'catalogue-age',
  'components',
  'connections',
  'dependencies',
  'disks',
  'drills',
  'inputs-changed',
  'inventory-age',
  'network',
  'objectives',
  'outputs',
  'permissions',
  'promises',
  'quota-age',
  'target',
  'tiers',
  'version',
  'versions',
  'vms-changed',
  'vms-gone',
  'vms-renamed',
  'vms-unprotected',
] as const
export type CheckId = (typeof checkIds)[number]

/** A drill that was walked to its end, and of which VMs. */
export interface DrillRecord {
  readonly run: string
  /** ISO 8601 UTC. */
  readonly endedAt: string
  /** SHA-256 of the plan.json that its runbook was made from; null = not known. */
  readonly planSha256: string | null
  /** VM id → minutes from the start of the run until it was back, by the clock; null = not measured. */
  readonly minutesByVm: ReadonlyMap<string, number | null>
}

export interface CheckContext {
  /** The committed plan: its hash, the drplan that made it, and the hashes of the files it was made from. */
  readonly plan: Plan
  readonly planSha256: string
  readonly plannedBy: string
  readonly plannedFrom: InputHashes
  /** The site as it is now, the VMs the present drplan.yaml covers, and the hashes of the same files now. */
  readonly site: Site
  readonly planned: readonly ScopedVm[]
  readonly now: InputHashes
  readonly checkedBy: string
  /** Which of `now` are files of samples. */
  readonly histories: ReadonlySet<string>
  /** What would be planned for the site as it is now, changing as little as possible. */
  readonly replanned: Plan
  /** Was demand forecast again from samples as they are now? */
  readonly forecastAgain: boolean
  /** What drplan.yaml asks of a forecast. */
  readonly demandPolicy: Pick<DemandPolicy, 'quantile' | 'horizonDays'>
  /** Ids of the VMs that both plans place in the same way. */
  readonly settled: ReadonlySet<string>
  /** From the committed network to the one that would be made now. */
  readonly networkChanges: readonly KindChanges[]
  /** The committed network against the connections of the primary site as it is now. */
  readonly provenNow: Equivalence
  readonly settings: CheckSettings
  /** ISO date. */
  readonly today: string
  /** The latest last. */
  readonly drills: readonly DrillRecord[]
  /** Of the files that were written with the committed plan, relative to the output folder. */
  readonly outputs: { readonly missing: readonly string[]; readonly changed: readonly string[] }
  /** ISO date or time; null = never read. */
  readonly quotasReadAt: string | null
  /** Null: nobody's permissions were looked at. */
  readonly permissions: PermissionReading | null
  readonly versions: VersionReading
}

export interface Check {
  /** One sentence: what it makes sure of. */
  readonly title: string
  /** Every code that it may find. */
  readonly codes: readonly FindingCode[]
  /** Why one looks at it: a standard, or a practice of the field. */
  readonly source: string
  run(context: CheckContext): readonly Finding[]
}
