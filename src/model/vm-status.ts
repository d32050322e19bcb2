/** What is known of one VM beside its samples: its application, whom it needs and who needs it, its accelerators. */
import type { VmDataStatus } from './data-status.ts'
import type { Dependency } from './dependency.ts'
import type { Accelerator } from './site.ts'

/** One relation, seen from one of its two VMs. */
export interface Relation extends Pick<
  Dependency,
  'evidence' | 'protocol' | 'port' | 'observed' | 'confidence' | 'why'
> {
  /** The other VM. */
  readonly vmId: string
  readonly name: string
}

export interface Relations {
  readonly needs: readonly Relation[]
  readonly neededBy: readonly Relation[]
}

/** Over all hours held: the mean, the P95 of the hours, and the highest sample. */
export interface AcceleratorUse {
  readonly metric: 'gpu' | 'gpu-memory'
  /** Whole GPUs, or GiB of framebuffer, of all GPUs of the VM together. */
  readonly unit: 'GPU' | 'GiB'
  readonly mean: number
  readonly p95: number
  readonly peak: number
}

export interface VmStatus extends VmDataStatus, Relations {
  /** Null when nobody says. */
  readonly application: string | null
  readonly accelerators: readonly Accelerator[]
  /** Empty where it has none, or where nobody measures them. */
  readonly acceleratorUse: readonly AcceleratorUse[]
}

export interface DataStatus {
  readonly site: string
  /** ISO 8601 UTC of the latest sample of the store; null when it has none. */
  readonly latestSample: string | null
  /** Every VM that the plan covers, with the least known one first. */
  readonly vms: readonly VmStatus[]
  /** What is held of VMs that the plan does not cover. */
  readonly outsidePlan: { readonly vms: number; readonly series: number }
}
