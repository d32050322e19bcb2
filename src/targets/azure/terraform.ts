/**
 * A finished plan as values of the Terraform variables in templates/terraform/azure. Everything is keyed by stable
 * keys, so that one more VM is one more entry and nothing else.
 */
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import { byVm, placedVms, stands, type PlacedVm } from '../placed-vms.ts'
import { backupHours, backupKey } from './backup-policy.ts'
import { adminVariables } from './terraform-admin-rules.ts'
import { capacityVariable } from './terraform-capacity.ts'
import { gatewayVariables } from './terraform-gateways.ts'
import { movedFiles } from './terraform-moves.ts'
import { privateRecords, privateZones } from './terraform-names.ts'
import { guardableSubnets, networkVariables } from './terraform-network.ts'
import { probeRules } from './terraform-probes.ts'
import { isReplicated, recoveryPlansOf, replicationVariable } from './terraform-replication.ts'
import { securityVariables } from './terraform-security.ts'
import { cardPlaces, recoveredServer, replicatedServer, standingServer } from './terraform-servers.ts'
import { servingVariables } from './terraform-serving.ts'
import { testFiles } from './terraform-tests.ts'
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
  const replicated = vms.filter(isReplicated)
  const security = securityVariables(plan.network, guardableSubnets(plan.network))
  const { network_security_rules: rules } = security
  const serving = servingVariables(plan.network, vms)
  const foundation = {
    ...network,
    ...gatewayVariables(plan.network),
    ...security,
    network_security_rules: { ...rules, ...probeRules(plan.network, rules) },
    ...adminVariables(plan.network),
    servers: byVm(vms.filter(stands), (placed) => standingServer(placed, places)),
    replication: replicationVariable(plan, replicated),
  }
  const made = vms.filter((placed) => !stands(placed) && !isReplicated(placed))
  return [
    {
      name: 'foundation',
      variables: {
        ...shared,
        ...foundation,
        ...serving.foundation,
        backup_policies: backupPolicies(vms),
        capacity: capacityVariable(plan.network, vms),
        replicated_servers: byVm(replicated, (placed) => replicatedServer(placed, places)),
      },
      files: [...movedFiles(plan.moves ?? [], foundation), ...testFiles(plan, recoveryPlansOf(plan, replicated))],
    },
    {
      name: 'recovery',
      variables: {
        ...shared,
        ...serving.recovery,
        servers: byVm(made, (placed) => recoveredServer(placed, places)),
        private_records: privateRecords(plan.network),
        private_zones: privateZones(plan.network),
      },
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
