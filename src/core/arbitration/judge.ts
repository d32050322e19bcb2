/** What is proven of each way in which the applications of a plan fail over. */
import type { Arbitration } from '../../model/arbitration.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import type { Runbook } from '../../model/runbook.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { provesOneSite } from './workflow.ts'

/** By people: declared, fenced, started. By health check: what runs at full size takes over at once. */
const ways: readonly { readonly strategies: readonly RecoveryStrategy[]; readonly automatic: boolean }[] = [
  { strategies: ['warm-standby', 'pilot-light', 'backup-restore'], automatic: false },
  { strategies: ['hot-standby'], automatic: true },
]

/** Active-active is left out: there both sites serve, and the application is made for it. */
export function judgeArbitration(
  plan: Pick<Plan, 'vms' | 'mapping'>,
  runbooks: readonly Runbook[],
  { selfFencing }: { readonly selfFencing: boolean },
): Arbitration {
  const failback = runbooks.find(({ phase }) => phase === 'failback')
  if (!failback) return []
  const failover = runbooks.filter(({ phase }) => phase === 'failover')
  return ways.flatMap(({ strategies, automatic }) => {
    const applications = applicationsUsing(plan, strategies)
    if (applications.length === 0) return []
    const { states, trace } = provesOneSite({ failover, failback, automatic, selfFencing })
    return [{ strategies: [...strategies], applications, states, counterexample: trace && [...trace] }]
  })
}

function applicationsUsing(
  { vms, mapping }: Pick<Plan, 'vms' | 'mapping'>,
  strategies: readonly RecoveryStrategy[],
): string[] {
  const using = new Set(
    mapping.assignments.filter(({ offering }) => strategies.includes(offering.strategy)).map(({ vmId }) => vmId),
  )
  return [...new Set(vms.filter(({ vmId }) => using.has(vmId)).map(({ application }) => application))].sort()
}

export const arbitrationFindings = (verdicts: Arbitration): readonly Finding[] =>
  verdicts.flatMap(({ strategies, applications, counterexample }) =>
    counterexample === null
      ? []
      : [
          createFinding('plan.two-sites-serve', {
            subject: count(applications.length, 'application'),
            message: `Both sites may serve ${applications.slice(0, 5).join(', ')}${applications.length > 5 ? ` and ${applications.length - 5} more` : ''} at once (${strategies.join(', ')}): ${counterexample.join('; then ')}.`,
            suggestion:
              'Let the primary site stop serving by itself when it loses sight of a witness in a third place, and say so (runbook.selfFencing); or give the VMs a strategy that somebody declares.',
            affected: applications,
          }),
        ],
  )
