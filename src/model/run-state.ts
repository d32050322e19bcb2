/** What follows from the events of a run, and how a step stands at a time. */
import type { Runbook, RunbookStep } from './runbook.ts'
import type { RunEvent, RunEventOf } from './run.ts'

interface StepClaim {
  readonly attempt: number
  readonly by: string
  readonly runner: string | null
  readonly at: string
  readonly leaseUntil: string
}

interface StepEnd {
  readonly how: 'done' | 'skipped'
  readonly at: string
  readonly by: string
  /** The attempt that ended it; null = there was none (approved, skipped). */
  readonly attempt: number | null
  readonly note: string | null
  readonly minutes: number | null
  readonly waivedBy: string | null
}

export interface StepFailure {
  readonly at: string
  readonly by: string
  readonly attempt: number | null
  readonly note: string
  readonly exitCode: number | null
  readonly tail: readonly string[]
}

export interface StepState {
  /** Of the last claim; 0 = it was never claimed. */
  readonly attempt: number
  readonly claim: StepClaim | null
  readonly end: StepEnd | null
  /** How often it failed since it may be tried. */
  readonly failures: number
  readonly lastFailure: StepFailure | null
  readonly approvals: readonly { readonly role: string; readonly by: string; readonly at: string }[]
}

export interface RunState {
  readonly started: RunEventOf<'started'>
  readonly parameters: Readonly<Record<string, string>>
  /** By id; of every step of the runbook. */
  readonly steps: ReadonlyMap<string, StepState>
  /** Ids of steps that failed for good and stop the run. */
  readonly stoppedBy: ReadonlySet<string>
  readonly aborted: { readonly at: string; readonly by: string; readonly reason: string } | null
  /** Time of the last event. */
  readonly lastAt: string
}

export interface Run {
  readonly runbook: Runbook
  readonly events: readonly RunEvent[]
  readonly state: RunState
}

/**
 * `waiting`: for other steps; `ready`: may be claimed, or approved; `pausing`: failed, and is tried again later; `held`:
 * somebody has it; `lapsed`: somebody has it for longer than the lease; `failed`: stops the run; `noted`: failed, and
 * the run goes on.
 */
export type Standing = 'waiting' | 'ready' | 'pausing' | 'held' | 'lapsed' | 'failed' | 'noted' | 'done' | 'skipped'

export interface StepStanding {
  readonly step: RunbookStep
  readonly state: StepState
  readonly standing: Standing
  /** It takes longer than its timeout, or waits for an approval for longer. */
  readonly overdue: boolean
  /** Ids of steps that it still waits for. */
  readonly waitsFor: readonly string[]
}
