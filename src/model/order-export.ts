/**
 * The order of a recovery for an orchestrator that is not drplan: what it is given, what a written document says when it is
 * read back, and how much of the order that is.
 */
import type { OrderPair, OrderPart } from './recovery-order.ts'
import type { RunbookStep } from './runbook.ts'
import type { Limit } from './limit.ts'

/** `arc`: Region switch; `asr`: Site Recovery; `srm`: Site Recovery Manager; `ssm`: Systems Manager Automation. */
export const exportIds = ['arc', 'asr', 'srm', 'ssm'] as const
export type ExportId = (typeof exportIds)[number]

export interface ExportedVm {
  readonly vmId: string
  /** `vms[].key` of the plan: lower-case letters, digits and hyphens, so that it is no syntax anywhere. */
  readonly key: string
  /** As somebody wrote it. */
  readonly name: string
  readonly application: string
}

/** What is brought back in one wave, by keys; the wave before it is checked first. */
export interface ExportedWave {
  readonly number: number
  /** By a service of the platform: rounds that follow one another, of jobs side by side. */
  readonly rounds: readonly (readonly (readonly string[])[])[]
  /** By Terraform, or by hand. */
  readonly made: readonly string[]
  /** Until somebody asks what is wrong. */
  readonly timeoutMinutes: number
}

export interface OrderToExport {
  readonly site: { readonly id: string; readonly region: string | null }
  readonly target: { readonly id: string; readonly region: string }
  /** The strictest RTO of the tiers in use; null = none is promised. */
  readonly rtoMinutes: number | null
  /** The last step of deciding, of reserving and of fencing: nothing irreversible comes before them. */
  readonly gates: readonly RunbookStep[]
  /** Of the unplanned failover. */
  readonly steps: readonly RunbookStep[]
  readonly vms: readonly ExportedVm[]
  /** Keys of VMs that stand, and grow before the waves. */
  readonly standing: readonly string[]
  readonly waves: readonly ExportedWave[]
  /** Keys of replicated VMs, in recovery plans as the Terraform of the target has them. */
  readonly replicated: readonly OrderPart[]
  /** Keys of all VMs of the waves in recovery plans, with the priority (from 1) of each and the needs inside its priority. */
  readonly prioritised: readonly PrioritisedPart[]
  /** Names of records that change on the day. */
  readonly records: readonly string[]
}

export interface PrioritisedPart {
  readonly vms: readonly { readonly key: string; readonly priority: number; readonly needs: readonly string[] }[]
}

/** `vm:<key>` starts a VM and sees it run; `gate:<id of a step>` decides, reserves or fences. */
export const vmAct = (key: string): string => `vm:${key}`
export const gateAct = (stepId: string): string => `gate:${stepId}`

/** Stages follow one another: all acts of one are done before any of the next begins. */
export interface SaidStage {
  readonly acts: readonly string[]
  /** What the document orders inside the stage. */
  readonly within: readonly OrderPair[]
}

/** Nothing but people keeps an order between plans. */
interface SaidPlan {
  readonly name: string
  readonly stages: readonly SaidStage[]
}

/** What a document says, by the rules of its format. */
export interface SaidOrder {
  readonly plans: readonly SaidPlan[]
}

/** `before` is done before `after` begins, in every run. */
export interface OrderEdge {
  readonly before: string
  readonly after: string
  readonly because: 'need' | 'gate'
}

/** Why an edge is not kept: an end is not in the document, in another plan, or in one stage without an order; or the reverse is said. */
export type UnsaidReason = 'left-out' | 'other-plan' | 'same-group' | 'reversed'

export interface UnsaidEdge extends OrderEdge {
  readonly why: UnsaidReason
}

/** How an orchestrator runs what it is given. */
export interface OrderLanguage {
  readonly name: string
  /** How stages and what is inside them run. */
  readonly rules: readonly string[]
  /** What has to be so for the proof to hold. */
  readonly assumes: readonly string[]
  readonly source: string
}

export interface LimitReplay {
  readonly what: string
  readonly limit: Limit
  readonly found: number
}

export interface OrderProof {
  readonly edges: number
  readonly kept: number
  /** Empty = every order that the document allows keeps the order of the plan. */
  readonly unsaid: readonly UnsaidEdge[]
  /** Of the format and its service; `found` above the limit is a breach. */
  readonly limits: readonly LimitReplay[]
}
