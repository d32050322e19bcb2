/** A run as people and scripts look at it (`drplan/run@1`). */
import type { Standing } from './run-state.ts'
import type { RunbookName } from './runbook-name.ts'
import type { RunbookStage, RunbookStep } from './runbook.ts'

export interface StepView {
  readonly id: string
  readonly stage: RunbookStage
  readonly title: string
  readonly kind: RunbookStep['kind']
  /** By role. */
  readonly who: string
  readonly instruction: string
  readonly expected: string
  readonly irreversible: boolean
  /** As a person would type it into a shell; null = there is none. */
  readonly command: string | null
  readonly standing: Standing
  readonly overdue: boolean
  readonly timeoutMinutes: number
  /** Of the last claim; 0 = it was never claimed. */
  readonly attempt: number
  readonly heldBy: string | null
  readonly heldSince: string | null
  readonly leaseUntil: string | null
  /** Who did it, left it out, or failed. */
  readonly endedBy: string | null
  readonly endedAt: string | null
  readonly minutes: number | null
  /** What was said at its end, or why it failed. */
  readonly note: string | null
  readonly waivedBy: string | null
  readonly exitCode: number | null
  readonly tail: readonly string[]
  readonly approval: {
    readonly required: number
    readonly of: readonly string[]
    readonly approvals: readonly { readonly role: string; readonly by: string; readonly at: string }[]
  } | null
  /** Ids of steps that it still waits for. */
  readonly waitsFor: readonly string[]
}

export interface RunView {
  readonly schema: 'drplan/run@1'
  readonly run: string
  readonly runbook: RunbookName
  readonly site: string
  readonly journal: string
  readonly startedAt: string
  readonly startedBy: string
  readonly now: string
  readonly state: 'open' | 'finished' | 'aborted'
  readonly aborted: { readonly at: string; readonly by: string; readonly reason: string } | null
  readonly parameters: Readonly<Record<string, string>>
  readonly steps: readonly StepView[]
  /** Ids of what may be done now. */
  readonly next: readonly string[]
  /** Ids of steps that failed and stop the run. */
  readonly stoppedBy: readonly string[]
  /** Characters of a line that a crash left half, and that does not count. */
  readonly torn: number
}

export interface UndoView {
  readonly step: string
  readonly title: string
  readonly what: 'undo' | 'look' | 'irreversible' | 'clean-up'
  readonly instruction: string
  readonly command: string | null
}
