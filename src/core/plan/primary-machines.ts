/** What a cloud at the primary site has of a VM, so that it can be made there again. */
import { guardingFilters, objectsOf, type NetworkObject } from '../../model/network-objects.ts'
import { platformOf, type PrimaryMachine } from '../../model/primary-machine.ts'
import type { Disk, Nic, Vm } from '../../model/site.ts'

/** Null for a VM of no cloud. */
export type MachineReader = (vm: Vm) => PrimaryMachine | null

export function primaryMachinesOf(objects: readonly NetworkObject[]): MachineReader {
  const filters = byNic(guardingFilters(objects))
  const members = byNic(objectsOf(objects, 'member-group'))
  const cardOf = ({ id, securityGroupIds }: Nic, nicIndex: number): PrimaryMachine['cards'][number] => ({
    nicIndex,
    securityGroupIds,
    packetFilterIds: filters.get(id) ?? [],
    memberGroupIds: members.get(id) ?? [],
  })
  return (vm) => {
    const platform = platformOf(vm)
    if (platform === null) return null
    return {
      platform,
      size: vm.sourceType,
      zone: vm.placement.zone,
      ...(vm.platformRole !== undefined && { platformRole: vm.platformRole }),
      cards: vm.nics.map(cardOf),
      disks: vm.disks.filter(({ attachment }) => attachment !== 'ephemeral').map(diskOf),
    }
  }
}

/** Ids of things by the card that they are at, sorted. */
function byNic(
  things: readonly { readonly id: string; readonly nicIds: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const pairs = things.flatMap(({ id, nicIds }) => nicIds.map((nicId) => ({ id, nicId })))
  const grouped = Map.groupBy(pairs, ({ nicId }) => nicId)
  return new Map([...grouped].map(([nicId, own]) => [nicId, [...new Set(own.map(({ id }) => id))].sort()]))
}

const diskOf = ({ id, name, capacityGiB, sourceClass, iops, throughputMiBps, boot }: Disk) => ({
  id,
  name,
  capacityGiB,
  sourceClass,
  iops,
  throughputMiBps,
  boot,
})
