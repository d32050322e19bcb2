/**
 * What Azure Site Recovery replicates, where the primary site is another region of Azure: by that region its machines, with
 * the ids that the plan holds of them. From elsewhere (VMware, AWS) the azurerm provider cannot: it wants machines that the
 * configuration server of Site Recovery has found already.
 */
import { formatAddress } from '../../model/address.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import { compareText } from '../../model/text-order.ts'
import { cardsOf, type PlacedVm } from '../placed-vms.ts'
import { lots } from '../runbook-steps.ts'
import { armId } from './arm-id.ts'
import { azureRecoveryService } from './quotas.ts'
import { capacityGroup, zoneOf, zonesOf } from './terraform-capacity.ts'
import { diskKeys, diskType } from './terraform-disks.ts'

/** Regions as Azure writes them: no other platform does so without hyphens. */
const azureRegion = /^[a-z]+\d?$/

export const isReplicated = ({ assignment }: PlacedVm): boolean => assignment.offering.strategy === 'pilot-light'

/** Can the provider replicate from the primary site at all? */
export const comesFromAzure = ({ site, target }: Plan): boolean =>
  site.region !== null && azureRegion.test(site.region) && site.region !== target.region

type Machine = {
  readonly source_vm_id: string
  readonly size: string
  readonly zone?: string
  readonly capacity_group_key?: string
  readonly vpc_key: string
  readonly disks: Record<string, { readonly source_id: string; readonly type: string }>
  readonly interfaces: Record<
    string,
    { readonly source_id: string; readonly subnet_key: string; readonly address?: string }
  >
}

type Reading = { readonly machine: Machine } | { readonly lacks: string }

/** A machine, or what the plan does not know of it. */
export function replicatedMachine(placed: PlacedVm, network: NetworkTranslation): Reading {
  const { vm, assignment, addresses } = placed
  const id = armId('virtualMachines', vm.vmId)
  if (id === null) return { lacks: 'its id is not one of Azure' }
  const disks = disksOf(placed)
  if (disks === null) return { lacks: 'the ids of its disks are not known' }
  const vpcs = new Set(addresses.map(({ subnetKey }) => network.subnets.find(({ key }) => key === subnetKey)?.vpcKey))
  const [vpcKey, another] = [...vpcs]
  if (vpcKey === undefined || another !== undefined) return { lacks: 'its cards are not in one network' }
  if (networkId(network, vpcKey) === null) return { lacks: 'the id of its network is not known' }
  const interfaces = interfacesOf(placed)
  if (interfaces === null) return { lacks: 'the ids of its cards are not known' }
  const { componentId } = assignment.offering
  const zone = zoneOf(placed, zonesOf(network))
  const capacity = capacityGroup(placed, zonesOf(network))
  const place = zone === undefined ? {} : { zone: String(zone + 1) }
  return { machine: { source_vm_id: id, size: componentId, ...place, vpc_key: vpcKey, ...capacity, disks, interfaces } }
}

const networkId = ({ vpcs }: NetworkTranslation, vpcKey: string): string | null =>
  armId('virtualNetworks', vpcs.find(({ key }) => key === vpcKey)?.from ?? null)

function disksOf({ assignment: { disks } }: PlacedVm): Machine['disks'] | null {
  const keys = diskKeys(disks)
  const read = disks.flatMap(({ diskId, classId }, index) => {
    const id = armId('disks', diskId)
    return id === null ? [] : [[keys[index] ?? '', { source_id: id, type: diskType(classId).type }] as const]
  })
  return read.length === disks.length && read.length > 0 ? Object.fromEntries(read) : null
}

function interfacesOf({ addresses }: PlacedVm): Machine['interfaces'] | null {
  const cards = cardsOf(addresses)
  const read = cards.flatMap(([first], index) => {
    const id = armId('networkInterfaces', first?.nicId ?? null)
    if (!first || id === null) return []
    const address = first.to?.family === 4 ? { address: formatAddress(first.to) } : {}
    return [[String(index), { source_id: id, subnet_key: first.subnetKey, ...address }] as const]
  })
  return read.length === cards.length ? Object.fromEntries(read) : null
}

/** Values of the variable `replication`. */
export function replicationVariable(plan: Plan, vms: readonly PlacedVm[]) {
  const { site, network } = plan
  const read = vms.flatMap((placed) => {
    const reading = replicatedMachine(placed, network)
    return 'machine' in reading
      ? [{ key: placed.vm.key, wave: placed.wave, vpcKey: reading.machine.vpc_key, machine: reading.machine }]
      : []
  })
  if (!comesFromAzure(plan) || site.region === null || read.length === 0) return {}
  const vpcKeys = [...new Set(read.map(({ machine }) => machine.vpc_key))].toSorted(compareText)
  return {
    [site.region]: {
      networks: Object.fromEntries(vpcKeys.map((key) => [key, networkId(network, key) ?? ''])),
      source_subnet_ids: sourceSubnets(
        network,
        read.map(({ machine }) => machine),
      ),
      machines: Object.fromEntries(read.map(({ key, machine }) => [key, machine])),
      recovery_plans: Object.fromEntries(recoveryPlans(read).map(({ key, keys }) => [key, { groups: [keys] }])),
    },
  }
}

function sourceSubnets({ subnets }: NetworkTranslation, machines: readonly Machine[]): readonly string[] {
  const used = new Set(machines.flatMap(({ interfaces }) => Object.values(interfaces).map((card) => card.subnet_key)))
  const ids = subnets.flatMap(({ key, from }) => (used.has(key) ? (armId('subnets', from) ?? []) : []))
  return [...new Set(ids)].toSorted(compareText)
}

export interface RecoveryPlan {
  readonly key: string
  readonly wave: number
  readonly vpcKey: string
  /** Of machines. */
  readonly keys: readonly string[]
}

interface Member {
  readonly key: string
  readonly wave: number
  readonly vpcKey: string
}

/**
 * Plans of one wave each, because other servers of the wave are made and checked beside it before the next one starts; and of
 * one network, because a test failover of a plan goes to one. A plan has so many machines at most.
 */
export function recoveryPlans(machines: readonly Member[]): readonly RecoveryPlan[] {
  const mostVms = azureRecoveryService.vmsInPart.value
  const waves = [...Map.groupBy(machines, ({ wave }) => wave)].toSorted(([a], [b]) => a - b)
  return waves.flatMap(([wave, own]) => {
    const networks = [...Map.groupBy(own, ({ vpcKey }) => vpcKey)].toSorted(([a], [b]) => compareText(a, b))
    return networks
      .flatMap(([vpcKey, members]) =>
        lots(members.map(({ key }) => key).toSorted(compareText), mostVms).map((keys) => ({ vpcKey, keys })),
      )
      .map((lot, index) => ({ ...lot, wave, key: `wave-${padded(wave, 3)}-${padded(index + 1, 2)}` }))
  })
}

const padded = (number: number, places: number): string => String(number).padStart(places, '0')

/** Of what the Terraform replicates; none where the primary site is elsewhere. */
export function recoveryPlansOf(plan: Plan, vms: readonly PlacedVm[]): readonly RecoveryPlan[] {
  if (!comesFromAzure(plan)) return []
  return recoveryPlans(vms.flatMap((placed) => memberOf(placed, plan.network)))
}

function memberOf(placed: PlacedVm, network: NetworkTranslation): readonly Member[] {
  const reading = replicatedMachine(placed, network)
  return 'machine' in reading ? [{ key: placed.vm.key, wave: placed.wave, vpcKey: reading.machine.vpc_key }] : []
}
