/** The order of the unplanned failover, as everything that is written for other orchestrators has it. */
import { orderToExport } from '../core/order/order-to-export.ts'
import { BugError } from '../errors.ts'
import type { OrderToExport } from '../model/order-export.ts'
import type { Plan } from '../model/plan.ts'
import type { Runbook } from '../model/runbook.ts'
import type { Target } from '../model/target.ts'
import { srmLimits } from '../orchestrators/srm/index.ts'

export function unplannedFailover(runbooks: readonly Runbook[]): Runbook {
  const runbook = runbooks.find(({ phase, mode }) => phase === 'failover' && mode === 'unplanned')
  if (!runbook) throw new BugError('bug.invariant', 'There is no runbook of an unplanned failover.')
  return runbook
}

export const orderOf = (
  plan: Plan,
  runbook: Runbook,
  { recoveryService: service }: Pick<Target, 'recoveryService'>,
): OrderToExport =>
  orderToExport({
    plan,
    runbook,
    service,
    priorities: { priorities: srmLimits.priorities.value, vmsInPlan: srmLimits.vmsInPlan.value },
  })
