/** Assigned VMs as values of the variable `servers`, keyed by the plan's stable keys. */
import { formatAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import type { Assignment, MappedDisk } from '../../model/mapping.ts'
import type { AddressTranslation } from '../../model/network-translation.ts'
import type { PlannedVm } from '../../model/plan.ts'
import { cardsOf, type PlacedVm } from '../placed-vms.ts'
import { backupKey } from './backup-schedule.ts'
import { plainText, tagValue } from './text.ts'

/** What every server has, standing or not. */
function serverValue({ vm, assignment, addresses }: PlacedVm) {
  return {
    name: plainText(vm.name),
    instance_type: assignment.offering.componentId,
    tags: tagsOf(vm, assignment),
    ...rootDisk(assignment.disks),
    data_disks: dataDisks(assignment.disks),
    interfaces: interfacesOf(addresses),
  }
}

/** A server that a drill or failover makes, in its wave. */
export const recoveredServer = (placed: PlacedVm) => ({ ...serverValue(placed), wave: placed.wave })

/** A server that DRS launches: with what its launch template can say. */
export const launchedServer = (placed: PlacedVm) => {
  const { name, instance_type, tags, interfaces } = serverValue(placed)
  return { name, instance_type, tags, interfaces }
}

/** What recovery/ knows of a server that DRS launches. */
export const joiningServer = (placed: PlacedVm) => ({
  wave: placed.wave,
  interfaces: Object.keys(interfacesOf(placed.addresses)),
})

/** A server that stands all the time, perhaps at a smaller size. */
export function standingServer(placed: PlacedVm) {
  const { standbyComponentId, componentId } = placed.assignment.offering
  const smaller = standbyComponentId !== null && standbyComponentId !== componentId
  return { ...serverValue(placed), ...(smaller ? { standby_instance_type: standbyComponentId } : {}) }
}

function tagsOf(vm: PlannedVm, assignment: Assignment): Record<string, string> {
  const { backupIntervalMinutes, tierId, offering } = assignment
  return {
    Name: tagValue(vm.name) || vm.key,
    'drplan:application': tagValue(vm.application),
    'drplan:strategy': offering.strategy,
    'drplan:tier': tagValue(tierId),
    'drplan:vm': vm.key,
    ...(backupIntervalMinutes === null ? {} : { 'drplan:backup': backupKey(backupIntervalMinutes) }),
  }
}

const diskValue = (disk: MappedDisk) => ({
  type: disk.classId,
  size_gib: disk.sizeGiB,
  ...(disk.iops === null ? {} : { iops: disk.iops }),
  ...(disk.throughputMiBps === null ? {} : { throughput_mibs: disk.throughputMiBps }),
})

function rootDisk(disks: readonly MappedDisk[]) {
  const root = disks.find(({ boot }) => boot)
  return root ? { root_disk: diskValue(root) } : {}
}

function dataDisks(disks: readonly MappedDisk[]) {
  const root = disks.find(({ boot }) => boot)
  const data = disks.filter((disk) => disk !== root)
  return Object.fromEntries(
    data.map((disk, index) => [
      stableKey(disk.diskId, disk.diskId),
      { device_name: deviceName(index), ...diskValue(disk) },
    ]),
  )
}

/** Recommended names first, then the further ones (Amazon EC2 user guide, "Device names on Linux instances"). */
export function deviceName(index: number): string {
  const letter = (from: string, offset: number): string => String.fromCharCode(from.charCodeAt(0) + offset)
  if (index <= 10) return `/dev/sd${letter('f', index)}`
  const further = index - 11
  return `/dev/xvd${letter('b', Math.floor(further / 26))}${letter('a', further % 26)}`
}

/** Network cards by their order, counted from 0, because EC2 wants a card 0. */
const interfacesOf = (addresses: readonly AddressTranslation[]) =>
  Object.fromEntries(
    cardsOf(addresses).map((card, index) => [
      String(index),
      {
        subnet_key: card[0]?.subnetKey ?? '',
        security_group_keys: [...(card[0]?.securityGroupKeys ?? [])].sort(),
        addresses: card.flatMap(({ to }) => (to?.family === 4 ? [formatAddress(to)] : [])),
        ...(card[0]?.forwards === true && { forwards: true }),
      },
    ]),
  )
