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

type Terms = Plan['mapping']['assignments'][number]['achieved']['terms']

/** Of each assigned VM, by id. A plan is asked for them by every step, and nobody changes it. */
const termsByPlan = new WeakMap<Plan['mapping']['assignments'], ReadonlyMap<string, Terms>>()

function termsOf({ mapping: { assignments } }: Plan): ReadonlyMap<string, Terms> {
  const known = termsByPlan.get(assignments)
  if (known) return known
  const terms = new Map(assignments.map(({ vmId, achieved }) => [vmId, achieved.terms]))
  termsByPlan.set(assignments, terms)
  return terms
}

/** The longest that a term of the recovery model takes among these VMs; null where none of them has it. */
export function termMinutes({ plan }: RunbookInput, name: string, vmIds?: readonly string[]): number | null {
  const terms = termsOf(plan)
  let most: number | null = null
  for (const id of vmIds ?? terms.keys())
    for (const term of terms.get(id) ?? []) if (term.name === name) most = Math.max(most ?? 0, term.minutes)
  return most
}

/** What the plan has for it, and twice that, but a quarter of an hour at least, before somebody asks what is wrong. */
export const timeoutFor = (minutes: number | null): number => Math.max(15, Math.ceil((minutes ?? 0) * 2))
