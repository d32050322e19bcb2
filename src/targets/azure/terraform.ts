/**
 * A finished plan as values of the Terraform variables in templates/terraform/azure. Everything is keyed by stable
 * keys, so that one more VM is one more entry and nothing else.
 */
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import { byVm, placedVms, stands, type PlacedVm } from '../placed-vms.ts'
import { backupHours, backupKey } from './backup-policy.ts'
import { adminVariables } from './terraform-admin-rules.ts'
import { isReplicated } from './terraform-findings.ts'
import { networkVariables } from './terraform-network.ts'
import { securityVariables } from './terraform-security.ts'
import { cardPlaces, recoveredServer, replicatedServer, standingServer } from './terraform-servers.ts'
import { siteName, tagValue } from './text.ts'

/** Foundation first: it is applied first, and recovery reads its outputs. */
export function azureTerraformRoots(plan: Plan): TerraformRoot[] {
  const vms = placedVms(plan)
  const places = cardPlaces(plan.network)
  const network = networkVariables(plan.network)
  const shared = {
    location: plan.target.region,
    name: siteName(plan.site.id),
    tags: { 'drplan:managed-by': 'terraform', 'drplan:site': tagValue(plan.site.id) },
  }
  const made = vms.filter((placed) => !stands(placed) && !isReplicated(placed))
  return [
    {
      name: 'foundation',
      variables: {
        ...shared,
        ...network,
        ...securityVariables(plan.network, new Set(Object.keys(network.subnets))),
        ...adminVariables(plan.network),
        backup_policies: backupPolicies(vms),
        servers: byVm(vms.filter(stands), (placed) => standingServer(placed, places)),
        replicated_servers: byVm(vms.filter(isReplicated), (placed) => replicatedServer(placed, places)),
      },
      files: [],
    },
    {
      name: 'recovery',
      variables: { ...shared, servers: byVm(made, (placed) => recoveredServer(placed, places)) },
      files: [],
    },
  ]
}

const backupPolicies = (vms: readonly PlacedVm[]): Record<string, { readonly interval_hours: number }> =>
  Object.fromEntries(
    vms.flatMap(({ assignment: { backupIntervalMinutes: minutes } }) =>
      minutes === null ? [] : [[backupKey(minutes), { interval_hours: backupHours(minutes) }]],
    ),
  )
