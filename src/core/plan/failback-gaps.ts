/** VMs that have no way home, although the primary site is a cloud. */
import { failbackHome } from '../../model/failback-home.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'

/** One finding for all VMs of which the same is missing. */
export function failbackGaps(plan: Pick<Plan, 'site' | 'vms' | 'mapping' | 'network'>): readonly Finding[] {
  const gaps = failbackHome(plan)?.gaps ?? []
  const alike = Map.groupBy(gaps, ({ missing }) => missing.join(', '))
  return [...alike].map(([missing, own]) =>
    createFinding('plan.failback-partial', {
      subject: count(own.length, 'VM'),
      message: `The Terraform in failback/ does not make ${count(own.length, 'VM')} again. Not known: ${missing}.`,
      suggestion:
        'Read the primary site with the right to see machine types, interfaces and subnets, or plan their way home by hand.',
      affected: own.map(({ vm }) => vm.vmId),
    }),
  )
}
