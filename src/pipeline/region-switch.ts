/** The failover as a plan of the platform's own service, where drplan.yaml asks for one (terraform.regionSwitch). */
import { createFinding, type Finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import type { Runbook } from '../model/runbook.ts'
import type { SwitchInTerraform } from '../model/target.ts'
import { orchestrators } from '../orchestrators/index.ts'
import type { StepContext } from './context.ts'
import { orderOf, unplannedFailover } from './exported-order.ts'

const nothing: SwitchInTerraform = { variables: {}, findings: [] }

/** Nothing where nobody asks; a finding where it cannot be. */
export function regionSwitch(
  plan: Plan,
  runbooks: readonly Runbook[],
  { config, target }: Pick<StepContext, 'config' | 'target'>,
): SwitchInTerraform {
  const settings = config.terraform.regionSwitch
  if (!settings) return nothing
  const order = orderOf(plan, unplannedFailover(runbooks), target)
  const kinds = config.sources.map(({ kind }) => kind)
  const unfit = orchestrators.arc.unfit(order, kinds)
  if (unfit === null && target.regionSwitch) return target.regionSwitch(order, settings)
  return { ...nothing, findings: [unused(unfit ?? `${target.name} has no such service`)] }
}

const unused = (why: string): Finding =>
  createFinding('plan.region-switch-unused', {
    subject: 'terraform.regionSwitch',
    message: `No plan of ${orchestrators.arc.name} is made: ${why}.`,
    suggestion: 'Take the setting out, or walk runbooks/failover.md.',
  })
