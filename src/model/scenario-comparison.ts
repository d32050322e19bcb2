/** Scenarios side by side. Also what `drplan map --scenario --json` prints; missing is null, units are in the names. */
import type { CompatibilityVerdict } from './compatibility.ts'
import type { Severity } from './finding-codes.ts'
import type { Solution } from './mapping.ts'
import type { MonthHours } from './month.ts'
import type { SettingChange } from './scenario.ts'
import type { RecoveryStrategy } from './tier.ts'

/** How one VM comes back by one scenario; a VM without a component costs nothing and protects nothing. */
export interface PlacedVm {
  readonly state: 'mapped' | 'unmapped' | 'not-planned'
  readonly componentId: string | null
  readonly strategy: RecoveryStrategy | null
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
  /** Twelve months of standing by, and of the drills that the scenario counts. */
  readonly perYear: number
}

/** A VM that comes back otherwise, or at another price, than by drplan.yaml itself. */
export interface VmDifference {
  readonly vmId: string
  readonly name: string
  readonly before: PlacedVm
  readonly after: PlacedVm
  /** Another component or strategy, one where there was none, or none any more. */
  readonly isOther: boolean
  readonly perYear: number
}

/** Of the year, to drplan.yaml itself. */
interface CostDifference {
  readonly standbyPerMonth: number
  readonly recoveredPerDay: number
  readonly perYear: number
  /** Of what drplan.yaml costs a year; null where that is nothing. */
  readonly share: number | null
}

export interface ScenarioOutcome {
  readonly name: string
  /** Null = drplan.yaml itself. */
  readonly file: string | null
  readonly target: { readonly id: string; readonly region: string; readonly catalogueAsOf: string }
  /** Those that the scenario states and that are other ones by it. */
  readonly settings: readonly SettingChange[]
  readonly vms: {
    readonly mapped: number
    readonly unmapped: number
    /** Of the planned VMs, those whose tier promises something; and of these, those that keep it and can run there. */
    readonly promised: number
    readonly keeping: number
    /** Those with a longer RTO or RPO than by drplan.yaml itself, with none any more, or not planned any more. */
    readonly promisedLess: number
    readonly compatibility: Readonly<Record<CompatibilityVerdict, number>>
    readonly strategies: Readonly<Partial<Record<RecoveryStrategy, number>>>
  }
  readonly cost: {
    readonly currency: string
    readonly standbyPerMonth: number
    readonly recoveredPerHour: number
    readonly recoveredPerDay: number
    /** Of every month that is made of hours. */
    readonly hoursPerMonth: MonthHours
    readonly drillHoursPerMonth: number
    readonly perYear: number
  }
  readonly solution: Pick<Solution, 'objective' | 'status' | 'gap' | 'stopped'>
  /** Of forecast and mapping. */
  readonly findings: Readonly<Record<Severity, number>>
  /** To the first one; null of the first one itself, and where the currencies differ. */
  readonly difference: CostDifference | null
  /** Largest difference of cost first. */
  readonly vmDifferences: readonly VmDifference[]
}

export interface ScenarioComparison {
  readonly site: string
  /** drplan.yaml itself first, then the scenarios in the order they were named in. */
  readonly scenarios: readonly ScenarioOutcome[]
}
