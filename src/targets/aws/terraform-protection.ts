/** What protects data, and capacity, as values of foundation/'s variables. */
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { backupKey, backupSchedule } from './backup-schedule.ts'
import { publicSubnetKeys } from './terraform-network.ts'
import type { PlacedVm } from '../placed-vms.ts'

/** Strategies whose data arrives by continuous replication. */
const replicated: ReadonlySet<RecoveryStrategy> = new Set(['hot-standby', 'warm-standby', 'pilot-light'])

const isReplicated = ({ assignment }: PlacedVm): boolean => replicated.has(assignment.offering.strategy)

/** Sunday morning, when nobody is disturbed and somebody can look on Monday. */
const RESTORE_TEST = { schedule: 'cron(0 5 ? * SUN *)', kept_hours: 4 }

export function protectionVariables(plan: Plan, vms: readonly PlacedVm[]) {
  const staging = stagingSubnet(plan.network)
  return {
    backup_plans: backupPlans(vms),
    restore_test: staging ? { [staging.key]: { vpc_key: staging.vpcKey, ...RESTORE_TEST } } : {},
    replication: staging && vms.some(isReplicated) ? { [staging.key]: replicationInto(staging, plan.network) } : {},
    replication_promises: replicationPromises(plan, vms),
    capacity: capacity(plan.network, vms),
  }
}

const backupPlans = (vms: readonly PlacedVm[]): Record<string, { schedule: string }> =>
  Object.fromEntries(
    vms.flatMap(({ assignment: { backupIntervalMinutes: minutes } }) =>
      minutes === null ? [] : [[backupKey(minutes), { schedule: backupSchedule(minutes) }]],
    ),
  )

function replicationInto(staging: SubnetTranslation, network: NetworkTranslation) {
  const vpc = network.vpcs.find(({ key }) => key === staging.vpcKey)
  const vpcBlock = vpc?.blocks.find(({ family }) => family === 4) ?? staging.block
  const sources = network.blocks.flatMap(({ from }) => (from?.family === 4 ? [formatCidr(from)] : []))
  return {
    vpc_key: staging.vpcKey,
    source_blocks: [...new Set(sources)].sort(),
    endpoint_block: formatCidr(vpcBlock),
  }
}

/**
 * Where DRS puts its replication servers, and tests their restored machines: a subnet that no VM is recovered into, where
 * there is one, because they take any free address and must not take one that a recovered VM will need; and rather a
 * private one.
 */
function stagingSubnet(network: NetworkTranslation): SubnetTranslation | undefined {
  const occupied = new Set(network.addresses.map(({ subnetKey }) => subnetKey))
  const open = publicSubnetKeys(network)
  const rank = ({ key }: SubnetTranslation): number => (occupied.has(key) ? 2 : 0) + (open.has(key) ? 1 : 0)
  return network.subnets
    .filter(({ block }) => block.family === 4)
    .sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))[0]
}

/** By key, the minutes of the RPO that replication must keep; a tier without one has no alarm. */
function replicationPromises({ tiers }: Plan, vms: readonly PlacedVm[]): Record<string, number> {
  const promised = new Map(tiers.map(({ id, rpoMinutes }) => [id, rpoMinutes]))
  return Object.fromEntries(
    vms.filter(isReplicated).flatMap(({ vm, assignment }) => {
      const minutes = promised.get(assignment.tierId) ?? null
      // CloudWatch looks once a minute, and a promise of nothing lost would be broken by the first look.
      return minutes === null ? [] : [[vm.key, Math.max(1, minutes)]]
    }),
  )
}

/** One reservation for all servers of a type, zone and platform: a reservation is for one zone. */
function capacity(network: NetworkTranslation, vms: readonly PlacedVm[]) {
  const zones = new Map(network.subnets.map(({ key, zone }) => [key, zone]))
  const reserved = vms
    .filter(({ assignment }) => assignment.reservation?.reserved === true)
    .flatMap(({ vm, assignment, addresses }) => {
      const zone = zones.get(addresses[0]?.subnetKey ?? '')
      const platform = vm.os === 'windows' ? 'Windows' : 'Linux/UNIX'
      return zone === undefined ? [] : [{ instance_type: assignment.offering.componentId, platform, zone }]
    })
  const groups = Map.groupBy(reserved, ({ instance_type, platform, zone }) =>
    `${instance_type} ${platform} ${zone}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
  )
  return Object.fromEntries(
    [...groups].flatMap(([key, [first, ...others]]) =>
      first ? [[key, { ...first, servers: 1 + others.length }]] : [],
    ),
  )
}
