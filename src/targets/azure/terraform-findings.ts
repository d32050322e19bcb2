/** What a plan says that the Terraform for Azure cannot make. */
import { onePoolKeyOf } from '../../model/listener-rules.ts'
import { formatCidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import type { Plan } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { placedVms, type PlacedVm } from '../placed-vms.ts'
import { backupHours, isTooFrequent } from './backup-policy.ts'
import { unsaidRecords } from './terraform-names.ts'
import { unsaidAdminEntries } from './terraform-admin-rules.ts'
import { lostRoutes, untabledSubnets } from './terraform-network.ts'
import { comesFromAzure, isReplicated, replicatedMachine } from './terraform-replication.ts'
import { refusalsOf, sameNamed, serviceSubnets } from './special-subnets.ts'
import { guardsCards } from './terraform-security.ts'

/** In no order. */
export function azureTerraformFindings(plan: Plan): readonly Finding[] {
  const vms = placedVms(plan)
  const byService = vms.filter(isReplicated)
  return [
    ...(comesFromAzure(plan) ? unreplicated(plan, byService) : replicated(byService)),
    ...rareBackups(vms),
    ...unbalanced(plan, byService),
    ...privateNames(plan),
    ...adminRules(plan),
    ...routes(plan),
    ...specialSubnets(plan),
  ]
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

/** One for each zone. */
function privateNames({ network }: Plan): readonly Finding[] {
  return [...Map.groupBy(unsaidRecords(network), ({ zone }) => zone)].map(([zone, own]) =>
    createFinding('plan.terraform-partial', {
      subject: zone,
      message: `${count(own.length, 'record')} of the private zone ${zone} ${own.length === 1 ? 'is' : 'are'} not in the Terraform, which makes A records, and one zone of a name: ${listed(own.map(({ name, type }) => `${name} (${type})`))}.`,
      suggestion: 'Write them into the zone by hand after a failover.',
    }),
  )
}

/** Cards that a failover of Site Recovery makes are in no pool of Terraform. */
function unbalanced({ network }: Plan, vms: readonly PlacedVm[]): readonly Finding[] {
  const used = new Set((network.balancers ?? []).flatMap(({ listeners }) => listeners.map(onePoolKeyOf)))
  const pools = (network.targetPools ?? []).filter(({ key }) => used.has(key))
  const behind = new Set(pools.flatMap(({ targets }) => targets.map(({ vmId }) => vmId)))
  const own = vms.filter(({ vm }) => behind.has(vm.vmId))
  if (own.length === 0) return []
  return [
    createFinding('plan.terraform-partial', {
      subject: 'load balancers',
      message: `${count(own.length, 'VM')} behind load balancers ${own.length === 1 ? 'is' : 'are'} made by the failover of Azure Site Recovery: no Terraform puts ${own.length === 1 ? 'it' : 'them'} there.`,
      suggestion: 'Put their cards into the pools of the load balancers after a failover, before users come back.',
      affected: own.map(({ vm }) => vm.vmId),
    }),
  ]
}

/** From another region of Azure the Terraform replicates all that it knows the ids of. */
function unreplicated({ network }: Plan, vms: readonly PlacedVm[]): readonly Finding[] {
  const lacking = vms.flatMap((placed) => {
    const reading = replicatedMachine(placed, network)
    return 'lacks' in reading ? [{ id: placed.vm.vmId, lacks: reading.lacks }] : []
  })
  const more = vms.filter(({ addresses }) => addresses.some(({ addressIndex }) => addressIndex > 0))
  return [
    ...[...Map.groupBy(lacking, ({ lacks }) => lacks)].map(([lacks, own]) =>
      createFinding('plan.terraform-partial', {
        subject: count(own.length, 'replicated VM'),
        message: `${count(own.length, 'VM')} with pilot light ${own.length === 1 ? 'is' : 'are'} not replicated by the Terraform: ${lacks}.`,
        suggestion:
          'Read the site from Azure itself (source azure); or replicate by hand what the output site_recovery names.',
        affected: own.map(({ id }) => id),
      }),
    ),
    ...(more.length === 0
      ? []
      : [
          createFinding('plan.terraform-partial', {
            subject: 'further addresses',
            message: `${count(more.length, 'replicated VM')} ${more.length === 1 ? 'has a card' : 'have cards'} with several addresses; version 4 of the provider sets the first one of a card.`,
            suggestion: 'Add the others to the cards after a failover: the output site_recovery says which.',
            affected: more.map(({ vm }) => vm.vmId),
          }),
        ]),
  ]
}

/** What guards or leads a subnet at the primary site, and must not at a subnet that a service of Azure stands in. */
function specialSubnets({ network }: Plan): readonly Finding[] {
  const guarded = new Set(network.packetFilters.filter(guardsCards).flatMap(({ subnetKeys }) => subnetKeys))
  const services = serviceSubnets(network)
  return [
    ...untabledSubnets(network).map(({ name, key }) =>
      createFinding('network.route-untranslated', {
        subject: key,
        message: `Azure takes no route table with these routes at ${name}: ${key} has none.`,
        suggestion: 'Let the gateway or firewall in it learn its routes by BGP, or leave it to those of Azure.',
      }),
    ),
    ...network.subnets
      .filter(({ key }) => guarded.has(key) && refusalsOf(services.get(key)).filter)
      .map(({ name, key }) =>
        createFinding('network.rule-untranslated', {
          subject: key,
          message: `Azure takes no network security group at ${name}: ${key} stands behind none.`,
          suggestion: 'Guard the subnets behind it; what stands in it is guarded by its service.',
        }),
      ),
    ...sameNamed(network).map(({ name, key, vpcKey }) =>
      createFinding('network.special-subnet', {
        subject: key,
        message: `${vpcKey} has several subnets with the name ${name}, and Azure takes one: ${key} is called by its key, and no service of Azure finds it.`,
        suggestion: 'Give it another name at the primary site.',
      }),
    ),
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
