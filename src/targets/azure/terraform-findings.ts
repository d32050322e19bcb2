/** What a plan says that the Terraform for Azure cannot make. */
import { formatCidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { placedVms, type PlacedVm } from '../placed-vms.ts'
import { backupHours, isTooFrequent } from './backup-policy.ts'
import { unsaidAdminEntries } from './terraform-admin-rules.ts'
import { lostRoutes } from './terraform-network.ts'

export const isReplicated = ({ assignment }: PlacedVm): boolean => assignment.offering.strategy === 'pilot-light'

/** In no order. */
export function azureTerraformFindings(plan: Plan): readonly Finding[] {
  const vms = placedVms(plan)
  return [...replicated(vms.filter(isReplicated)), ...rareBackups(vms), ...adminRules(plan), ...routes(plan)]
}

/** Site Recovery makes a machine and its disks itself: Terraform beside it would make a second one. */
function replicated(vms: readonly PlacedVm[]): readonly Finding[] {
  if (vms.length === 0) return []
  return [
    createFinding('plan.terraform-partial', {
      subject: count(vms.length, 'replicated VM'),
      message: `${count(vms.length, 'VM')} with pilot light ${vms.length === 1 ? 'is' : 'are'} made by the failover of Azure Site Recovery, and by no Terraform.`,
      suggestion:
        'Replicate them into the vault of foundation/ with what its output site_recovery says, and fail them over there in their waves.',
      affected: vms.map(({ vm }) => vm.vmId),
    }),
  ]
}

function rareBackups(vms: readonly PlacedVm[]): readonly Finding[] {
  return vms.flatMap(({ vm, assignment: { backupIntervalMinutes: minutes } }) => {
    if (minutes === null || !isTooFrequent(minutes)) return []
    return [
      createFinding('plan.backup-too-rare', {
        subject: vm.name,
        message: `${vm.name} counts on a backup every ${minutes} minutes; Azure takes one every ${backupHours(minutes)} hours at most, and so does its policy.`,
        suggestion:
          'Leave shorter intervals out of recovery.backupIntervals in drplan.yaml, or protect it by replication.',
        affected: [vm.vmId],
      }),
    ]
  })
}

const adminRules = ({ network }: Plan): readonly Finding[] =>
  unsaidAdminEntries(network).map(({ filter, entry }) =>
    createFinding('network.rule-untranslated', {
      subject: `${filter.name} ${entry.name}`,
      message: `Entry ${entry.name} of ${filter.name} is not in the Terraform: security admin rules know addresses and service tags, and no groups.`,
      suggestion: 'Name addresses in it, or put it into the network security groups.',
    }),
  )

const routes = ({ network }: Plan): readonly Finding[] =>
  lostRoutes(network).map(({ tableKey, destination }) =>
    createFinding('network.route-untranslated', {
      subject: `${tableKey} → ${formatCidr(destination)}`,
      message: `The route to ${formatCidr(destination)} in ${tableKey} is not in the Terraform: the address of the appliance it leads to is not known.`,
      suggestion: 'Recover the appliance with an address that the plan knows.',
    }),
  )
