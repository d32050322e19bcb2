/** What the steps of one runbook are made from. */
import type { Conversion } from '../../model/compatibility.ts'
import type { Plan } from '../../model/plan.ts'
import type { RecoveryMode, RunbookParts } from '../../model/runbook-parts.ts'
import type { RunbookSettings } from '../../model/runbook-settings.ts'

export interface RunbookInput {
  readonly plan: Plan
  readonly settings: RunbookSettings
  readonly parts: RunbookParts
  /** What the target needs of guests of other platforms. */
  readonly conversions: readonly Conversion[]
  /** Does the plan have Terraform? */
  readonly terraform: boolean
}

export interface Situation extends RunbookInput {
  readonly mode: RecoveryMode
  /** The primary site is well. */
  readonly planned: boolean
}

/** Ids of what is made on the day, and of what stands and grows. */
export function vmsUsing({ plan }: RunbookInput, ...strategies: readonly string[]): readonly string[] {
  const using = plan.mapping.assignments.filter(({ offering }) => strategies.includes(offering.strategy))
  return using.map(({ vmId }) => vmId).sort()
}

/** The longest that a term of the recovery model takes among these VMs; null where none of them has it. */
export function termMinutes({ plan }: RunbookInput, name: string, vmIds?: readonly string[]): number | null {
  const asked = vmIds && new Set(vmIds)
  const minutes = plan.mapping.assignments
    .filter(({ vmId }) => asked?.has(vmId) ?? true)
    .flatMap(({ achieved }) => achieved.terms.filter((term) => term.name === name).map((term) => term.minutes))
  return minutes.length === 0 ? null : minutes.reduce((most, one) => Math.max(most, one), 0)
}

/** What the plan has for it, and twice that, but a quarter of an hour at least, before somebody asks what is wrong. */
export const timeoutFor = (minutes: number | null): number => Math.max(15, Math.ceil((minutes ?? 0) * 2))
