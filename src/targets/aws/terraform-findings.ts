/** What a plan says that the Terraform for AWS cannot make. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { launchedVms } from './drs.ts'

/** DRS gives no image: only its own launch turns replicated disks into a server. */
export function awsTerraformFindings(plan: Plan): readonly Finding[] {
  const vms = launchedVms(plan)
  if (vms.length === 0) return []
  return [
    createFinding('plan.terraform-partial', {
      subject: count(vms.length, 'replicated VM'),
      message: `${count(vms.length, 'VM')} with pilot light ${vms.length === 1 ? 'is' : 'are'} launched by AWS Elastic Disaster Recovery, and by no Terraform.`,
      suggestion:
        'Install its agent on them, and walk runbooks/prepare.md: it gives DRS their types, addresses and groups. The failover runbooks launch them in their waves.',
      affected: vms.map(({ vm }) => vm.vmId),
    }),
  ]
}
