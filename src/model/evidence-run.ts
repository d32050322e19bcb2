/** A run as an evidence pack tells it; its journal lies beside. */
import type { RunbookName } from './runbook-name.ts'

export interface EvidenceRun {
  readonly run: string
  readonly runbook: RunbookName
  readonly state: 'open' | 'finished' | 'aborted'
  readonly planSha256: string
  /** Was its runbook made from the plan of the pack? */
  readonly ofThisPlan: boolean
  readonly startedAt: string
  readonly startedBy: string
  /** Of its last event. */
  readonly lastAt: string
  readonly aborted: { readonly at: string; readonly by: string; readonly reason: string } | null
  readonly steps: { readonly all: number; readonly done: number; readonly leftOut: number; readonly open: number }
  readonly leftOut: readonly LeftOutStep[]
  readonly failures: readonly {
    readonly step: string
    readonly at: string
    readonly by: string
    readonly note: string
  }[]
  /** Empty where the run does not bring applications back, or was not walked to its end. */
  readonly applications: readonly MeasuredApplication[]
}

interface LeftOutStep {
  readonly step: string
  readonly title: string
  readonly at: string
  readonly by: string
  readonly reason: string | null
  /** Who answers for it, where it guards something that cannot be undone. */
  readonly waivedBy: string | null
}

export interface MeasuredApplication {
  readonly application: string
  readonly promisedRtoMinutes: number | null
  readonly calculatedRtoMinutes: number | null
  /** From the start of the run until the last of its VMs was back, by the clock; null = of some nobody knows. */
  readonly measuredMinutes: number | null
  /** Within the promise? Null where nothing is promised or measured. */
  readonly within: boolean | null
}
