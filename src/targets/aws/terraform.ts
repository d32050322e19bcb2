/**
 * A finished plan as values of the Terraform variables in templates/terraform/aws. Everything is keyed by stable
 * keys, so that one more VM is one more entry and nothing else.
 */
import { formatCidr } from '../../model/cidr.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { backupKey, backupSchedule } from './backup-schedule.ts'
import { networkVariables, publicSubnetKeys } from './terraform-network.ts'
import { byVm, placedVms, stands, type PlacedVm } from '../placed-vms.ts'
import { recoveredServer, standingServer } from './terraform-servers.ts'
import { tagValue } from './text.ts'

/** Strategies whose data arrives by continuous replication. */
const replicated: ReadonlySet<RecoveryStrategy> = new Set(['hot-standby', 'warm-standby', 'pilot-light'])

/** Foundation first: it is applied first, and recovery reads its outputs. */
export function awsTerraformRoots(plan: Plan): TerraformRoot[] {
  const vms = placedVms(plan)
  const shared = {
    region: plan.target.region,
    name: siteName(plan.site.id),
    tags: { 'drplan:managed-by': 'terraform', 'drplan:site': tagValue(plan.site.id) },
  }
  return [
    {
      name: 'foundation',
      variables: {
        ...shared,
        ...networkVariables(plan.network),
        backup_plans: backupPlans(vms),
        replication: replication(plan, vms),
        servers: byVm(vms.filter(stands), standingServer),
      },
    },
    {
      name: 'recovery',
      variables: {
        ...shared,
        servers: byVm(
          vms.filter((placed) => !stands(placed)),
          recoveredServer,
        ),
      },
    },
  ]
}

/** Short enough for "<name>-every-24h" as the name of a backup plan, which AWS ends at 50 characters. */
function siteName(siteId: string): string {
  const key = stableKey(siteId, siteId)
  return key.length <= 32 ? key : `${key.slice(0, 24)}-${key.slice(-7)}`
}

function backupPlans(vms: readonly PlacedVm[]): Record<string, { schedule: string }> {
  return Object.fromEntries(
    vms.flatMap(({ assignment: { backupIntervalMinutes: minutes } }) =>
      minutes === null ? [] : [[backupKey(minutes), { schedule: backupSchedule(minutes) }]],
    ),
  )
}

type Replication = {
  readonly vpc_key: string
  readonly source_blocks: readonly string[]
  readonly endpoint_block: string
}

function replication(plan: Plan, vms: readonly PlacedVm[]): Record<string, Replication> {
  if (!vms.some(({ assignment }) => replicated.has(assignment.offering.strategy))) return {}
  const staging = stagingSubnet(plan.network)
  if (!staging) return {}
  const vpc = plan.network.vpcs.find(({ key }) => key === staging.vpcKey)
  const vpcBlock = vpc?.blocks.find(({ family }) => family === 4) ?? staging.block
  const sources = plan.network.blocks.flatMap(({ from }) => (from?.family === 4 ? [formatCidr(from)] : []))
  return {
    [staging.key]: {
      vpc_key: staging.vpcKey,
      source_blocks: [...new Set(sources)].sort(),
      endpoint_block: formatCidr(vpcBlock),
    },
  }
}

/**
 * Where DRS puts its replication servers: a subnet that no VM is recovered into, where there is one, because they
 * take any free address and must not take one that a recovered VM will need; and rather a private one.
 */
function stagingSubnet(network: NetworkTranslation): SubnetTranslation | undefined {
  const occupied = new Set(network.addresses.map(({ subnetKey }) => subnetKey))
  const open = publicSubnetKeys(network)
  const rank = ({ key }: SubnetTranslation): number => (occupied.has(key) ? 2 : 0) + (open.has(key) ? 1 : 0)
  return network.subnets
    .filter(({ block }) => block.family === 4)
    .sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))[0]
}
