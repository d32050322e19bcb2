/** Why one VM comes back as it does: gathered to be looked at, never kept. Also what `drplan explain --json` prints. */
import type { Application } from './application.ts'
import type { Arbitration } from './arbitration.ts'
import type { VmCompatibility } from './compatibility.ts'
import type { Demand } from './forecast.ts'
import type { Finding } from './finding.ts'
import type { Assignment, MappedAccelerator, Unmapped } from './mapping.ts'
import type { MetricId } from './metric-series.ts'
import type { MonthHours } from './month.ts'
import type { ApplicationPromise } from './plan.ts'
import type { TierOrigin } from './scoped-vm.ts'
import type { RecoveryStrategy, Tier } from './tier.ts'
import type { TierProposal } from './tier-proposal.ts'

/** How many components of the region one constraint keeps out. */
export interface Rejection {
  /** In the words of the demand. */
  readonly constraint: string
  readonly needed: string
  readonly components: number
  /** Of them, those that nothing else keeps out. */
  readonly alone: number
}

/** One strategy, tried for this VM with the component that is cheapest for it. */
export interface StrategyOutcome {
  readonly strategy: RecoveryStrategy
  /**
   * `not-allowed`: by the tier, whether or not it would keep the promise. `misses`: the promise. `shared-limits`: cheaper
   * for this VM, and not to be had for all.
   */
  readonly verdict: 'chosen' | 'dearer' | 'misses' | 'not-allowed' | 'shared-limits'
  readonly rtoMinutes: number
  readonly rpoMinutes: number
  /** By how much the promise is missed; 0 = kept, or nothing promised. */
  readonly rtoExcessMinutes: number
  readonly rpoExcessMinutes: number
  /** Null where no component holds the VM, or where the catalogue lacks a price. */
  readonly componentId: string | null
  readonly standbyPerMonth: number | null
  readonly recoveredPerHour: number | null
}

/** One thing that, were it otherwise, would lead to a cheaper choice, or to a choice at all. */
export interface Change {
  /** To follow "with": "0.3 GiB of memory less". */
  readonly change: string
  readonly componentId: string
  readonly strategy: RecoveryStrategy
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
  /** Null where the VM has no component today. Below 0 = it costs more there, and less in the other. */
  readonly savedStandbyPerMonth: number | null
  readonly savedRecoveredPerHour: number | null
}

export interface ChoiceExplanation {
  /** Components with a price in the region. */
  readonly considered: number
  /** Of them, those that hold the demand. */
  readonly holding: number
  /** Most components first. */
  readonly rejections: readonly Rejection[]
  /** All of them, from the dearest to the cheapest kind. */
  readonly strategies: readonly StrategyOutcome[]
  /** Those that save most first. */
  readonly changes: readonly Change[]
}

/** Another VM, in the order of recovery. */
export interface Neighbour {
  readonly vmId: string
  readonly name: string
  readonly tierId: string
  /** Minutes after the disaster until it is back; null when it has no component. */
  readonly endMinutes: number | null
}

/** Minutes after the disaster. */
export interface RecoveryTimes {
  readonly startMinutes: number
  readonly endMinutes: number
  /** Until users are served again. */
  readonly servedMinutes: number
  /** The name of the VM it waits for last; null when it waits for nobody. */
  readonly waitsLastFor: string | null
}

export interface RecoveryOrder {
  /** Null when it has no component, as are the times. */
  readonly wave: number | null
  readonly times: RecoveryTimes | null
  readonly waitsFor: readonly Neighbour[]
  readonly waitedForBy: readonly Neighbour[]
}

export interface ExplainedAddress {
  readonly from: string | null
  /** Null: the platform gives one. */
  readonly to: string | null
  readonly subnet: string
  readonly fromBlock: string | null
  readonly toBlock: string
  readonly rule: string
}

export interface ExplainedDisk {
  readonly diskId: string
  readonly name: string
  readonly capacityGiB: number
  /** Null when it becomes no volume: it comes up empty on the component's own disk, or the VM has no component. */
  readonly classId: string | null
  readonly sizeGiB: number | null
  readonly iops: number | null
  readonly throughputMiBps: number | null
}

export interface VmExplanation {
  readonly vmId: string
  readonly name: string
  readonly application: string
  readonly tier: Tier
  readonly tierOrigin: TierOrigin
  readonly tierProposal: TierProposal | null
  /** Of its application. */
  readonly promise: ApplicationPromise | null
  readonly demand: Demand | null
  /** What is measured of it. */
  readonly measured: readonly MetricId[]
  readonly region: string
  readonly currency: string
  readonly hoursPerMonth: MonthHours
  /** The oldest date of the prices. */
  readonly catalogueAsOf: string
  /** Null when nothing can be sized. */
  readonly choice: ChoiceExplanation | null
  /** One of these two is there. */
  readonly assignment: Assignment | null
  readonly unmapped: Unmapped | null
  /** Null in what an older drplan mapped. */
  readonly compatibility: VmCompatibility | null
  /** Null where it needs no accelerator. */
  readonly accelerator: MappedAccelerator | null
  readonly disks: readonly ExplainedDisk[]
  readonly addresses: readonly ExplainedAddress[]
  readonly order: RecoveryOrder
  readonly findings: readonly Finding[]
}

/** A VM that the plan leaves out, and why. */
export interface ExcludedVm {
  readonly vmId: string
  readonly name: string
  readonly excluded: string
}

export interface ApplicationExplanation {
  readonly application: Application
  readonly promise: ApplicationPromise | null
  /** What was proven of the ways in which it fails over. */
  readonly arbitration: Arbitration
  /** Of the VMs that it names, by id. */
  readonly names: Readonly<Record<string, string>>
}

export type Explanation = VmExplanation | ExcludedVm | ApplicationExplanation
