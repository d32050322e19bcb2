/**
 * A finished plan as values of the Terraform variables in templates/terraform/aws. Everything is keyed by stable
 * keys, so that one more VM is one more entry and nothing else.
 */
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import { byVm, placedVms, stands } from '../placed-vms.ts'
import { isLaunchedByDrs } from './drs.ts'
import { applianceRoutes } from './terraform-appliances.ts'
import { gatewayVariables } from './terraform-gateways.ts'
import { movedFiles } from './terraform-moves.ts'
import { launchFiles } from './terraform-launch.ts'
import { failoverRecords, privateNames } from './terraform-names.ts'
import { networkVariables } from './terraform-network.ts'
import { primaryFiles, primaryMachines } from './terraform-primary.ts'
import { protectionVariables } from './terraform-protection.ts'
import { joiningServer, launchedServer, recoveredServer, standingServer } from './terraform-servers.ts'
import { endpointValues, reservedAddresses, servingVariables } from './terraform-serving.ts'
import { siteName, tagValue } from './text.ts'

/** Foundation first: it is applied first, and recovery reads its outputs. */
export function awsTerraformRoots(plan: Plan): TerraformRoot[] {
  const vms = placedVms(plan)
  const shared = {
    region: plan.target.region,
    name: siteName(plan.site.id),
    tags: { 'drplan:managed-by': 'terraform', 'drplan:site': tagValue(plan.site.id) },
  }
  const machines = primaryMachines(plan, vms)
  const launched = vms.filter(isLaunchedByDrs)
  const recovered = vms.filter((placed) => !stands(placed))
  const serving = servingVariables(plan.network, { name: shared.name, vms, stands })
  const failover_records = failoverRecords(plan.network)
  return [
    {
      name: 'foundation',
      variables: {
        ...shared,
        ...networkVariables(plan.network),
        ...gatewayVariables(plan.network),
        ...serving.foundation,
        endpoints: endpointValues(plan.network.endpoints ?? []),
        reserved_addresses: reservedAddresses(plan.network, vms),
        failover_records,
        ...protectionVariables(plan, vms),
        servers: byVm(vms.filter(stands), standingServer),
        replicated_servers: byVm(launched, launchedServer),
        primary_machines: machines,
        appliance_routes: applianceRoutes(plan.network, vms.filter(stands)),
      },
      files: [...movedFiles(plan.moves ?? []), ...primaryFiles(plan, machines), ...launchFiles(launched)],
    },
    {
      name: 'recovery',
      variables: {
        ...shared,
        ...serving.recovery,
        ...privateNames(plan.network),
        failover_records,
        servers: byVm(
          recovered.filter((placed) => !isLaunchedByDrs(placed)),
          recoveredServer,
        ),
        replicated_servers: byVm(launched, joiningServer),
        appliance_routes: applianceRoutes(plan.network, recovered),
      },
      files: [],
    },
  ]
}
