/** VMs with what they were at the primary site: what the Terraform of the way home is written from. */
import { failbackHome } from '../model/failback-home.ts'
import type { MappedDisk } from '../model/mapping.ts'
import type { AddressTranslation } from '../model/network-translation.ts'
import type { Plan } from '../model/plan.ts'
import type { PrimaryDisk, PrimaryMachine } from '../model/primary-machine.ts'
import type { TargetId } from '../model/target-id.ts'
import { cardsOf, placedVms, type PlacedVm } from './placed-vms.ts'

export interface HomeCard {
  /** Of the plan, for the subnet that it stands in at the primary site. */
  readonly subnetKey: string
  readonly securityGroupIds: readonly string[]
  readonly packetFilterIds: readonly string[]
  readonly memberGroupIds: readonly string[]
  /** With what they were at the primary site. */
  readonly addresses: readonly AddressTranslation[]
  readonly forwards: boolean
}

export interface HomeDisk extends Omit<PrimaryDisk, 'capacityGiB'> {
  readonly sizeGiB: number
}

export interface HomeServer extends Pick<PlacedVm, 'vm' | 'wave'> {
  readonly tierId: string
  readonly machine: PrimaryMachine
  readonly size: string
  readonly cards: readonly HomeCard[]
  readonly disks: readonly HomeDisk[]
}

export interface HomeSite {
  readonly region: string
  /** In the order of their keys. */
  readonly servers: readonly HomeServer[]
  /** By key, the ids at the primary site of the subnets that servers stand in. */
  readonly subnets: Readonly<Record<string, string>>
}

/** Null where the primary site is not of this platform, or nothing can be made again there. */
export function homeSite(plan: Plan, platform: TargetId): HomeSite | null {
  const home = failbackHome(plan)
  const { region } = plan.site
  if (home?.platform !== platform || home.vmIds.size === 0 || region === null) return null
  const servers = placedVms(plan).flatMap((placed) => (home.vmIds.has(placed.vm.vmId) ? homeServer(placed) : []))
  const used = new Set(servers.flatMap(({ cards }) => cards.map(({ subnetKey }) => subnetKey)))
  return {
    region,
    servers,
    subnets: Object.fromEntries(
      plan.network.subnets.flatMap(({ key, from }) => (from !== null && used.has(key) ? [[key, from]] : [])),
    ),
  }
}

function homeServer({ vm, assignment, addresses, wave }: PlacedVm): readonly HomeServer[] {
  const { primary: machine } = vm
  if (!machine || machine.size === null) return []
  return [
    {
      vm,
      wave,
      tierId: assignment.tierId,
      machine,
      size: machine.size,
      cards: cardsOf(addresses).map((card) => homeCard(card, machine)),
      disks: machine.disks.map((disk) => homeDisk(disk, assignment.disks)),
    },
  ]
}

function homeCard(addresses: readonly AddressTranslation[], { cards }: PrimaryMachine): HomeCard {
  const [first] = addresses
  const card = cards.find(({ nicIndex }) => nicIndex === first?.nicIndex)
  return {
    subnetKey: first?.subnetKey ?? '',
    securityGroupIds: card?.securityGroupIds ?? [],
    packetFilterIds: card?.packetFilterIds ?? [],
    memberGroupIds: card?.memberGroupIds ?? [],
    addresses,
    forwards: first?.forwards === true,
  }
}

/** A disk that grew at the recovery site comes back grown: none may be smaller than what it is copied from. */
function homeDisk({ capacityGiB, ...disk }: PrimaryDisk, mapped: readonly MappedDisk[]): HomeDisk {
  const there = mapped.find(({ diskId }) => diskId === disk.id)?.sizeGiB ?? 0
  return { ...disk, sizeGiB: Math.max(Math.ceil(capacityGiB), there) }
}
