/** Findings of the cut: what a failover needs and would not have, and what nobody said. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { runbookStages, type Runbook } from '../../model/runbook.ts'
import { needKinds, type FailedDomain, type NeedKind, type StepNeed } from '../../model/step-needs.ts'
import { goneWith, stagesOf, type Blocked } from './cut.ts'
import { failedDomains } from './domains.ts'

/** Of the domain that the plan is for, the site or region, it is an error; of a larger or smaller one a warning. */
export function judgeCut(
  plan: Pick<Plan, 'vms' | 'site'>,
  runbook: Pick<Runbook, 'steps'> | undefined,
  needs: readonly StepNeed[],
): readonly Finding[] {
  const walked = runbookStages.filter((stage) => runbook?.steps.some((step) => step.stage === stage))
  const blocked = failedDomains(plan, needs).flatMap((failed, index) =>
    goneWith(needs, failed)
      .filter(({ need }) => stagesOf(need, walked).length > 0)
      .map((one) => blocker(one, { failed, walked, isSite: index === 0 })),
  )
  return [...dangling(needs), ...blocked, ...unsaid(needs)]
}

interface Context {
  readonly failed: FailedDomain
  readonly walked: readonly (typeof runbookStages)[number][]
  readonly isSite: boolean
}

function blocker({ need, through }: Blocked, { failed, walked, isSite }: Context): Finding {
  const stages = stagesOf(need, walked)
  const rests = through.length > 1 ? ` It rests on ${through.slice(1).join(', which rests on ')}.` : ''
  return createFinding(isSite ? 'plan.depends-on-failed' : 'plan.depends-on-part', {
    subject: need.name,
    message: `${need.name} (${need.kind}) is gone with ${failed.name}, and the failover needs it at ${stages.join(', ')}: it stands in ${need.standsIn.join(', ')} only.${rests}`,
    suggestion: 'Have it in a second place too, or a way to do without it on the day, and say so (runbook.needs).',
  })
}

const dangling = (needs: readonly StepNeed[]): readonly Finding[] => {
  const names = new Set(needs.map(({ name }) => name))
  return needs.flatMap(({ name, needs: own }) => {
    const unknown = own.filter((other) => !names.has(other))
    if (unknown.length === 0) return []
    return [
      createFinding('plan.need-unknown', {
        subject: name,
        message: `${name} rests on ${unknown.join(', ')}, which runbook.needs does not have.`,
        suggestion: 'Add it, with the place where it stands.',
      }),
    ]
  })
}

/** Every failover needs these, whatever it recovers. */
const always: readonly NeedKind[] = ['identity', 'dns-zone', 'state', 'network']

function unsaid(needs: readonly StepNeed[]): readonly Finding[] {
  const said = new Set(needs.map(({ kind }) => kind))
  const missing = needKinds.filter((kind) => always.includes(kind) && !said.has(kind))
  if (missing.length === 0) return []
  return [
    createFinding('plan.need-unsaid', {
      subject: 'runbook.needs',
      message: `Whether the failover depends on what just died cannot be told for: ${missing.join(', ')}. Nobody said where they stand.`,
      suggestion:
        'Name in drplan.yaml (runbook.needs) how those who walk it sign in, who hosts the zones, where the state of Terraform is, and how people reach the recovery site.',
    }),
  ]
}
