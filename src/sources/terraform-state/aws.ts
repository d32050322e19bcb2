/** aws_instance and what belongs to it as VMs. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import { readAddresses } from '../read-addresses.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { blankDisk, blankVm, type PlacedVm } from '../vm-list.ts'
import type { Resources } from './resources.ts'
import { compareText } from '../../model/text-order.ts'

export interface VmNotes {
  /** Ids of VMs with a disk whose size is not known. */
  readonly withoutSize: string[]
}

type Instance = Resources['awsInstances'][number]['value']

export const plainTags = (tags: Readonly<Record<string, string | null>> | null | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [key, value ?? '']))

export const positive = (value: number | null | undefined): number | null =>
  typeof value === 'number' && value > 0 ? value : null

export const readAwsVms = (resources: Resources, notes: VmNotes): readonly PlacedVm[] =>
  resources.awsInstances
    .filter(({ value }) => value.instance_state !== 'terminated')
    .map(({ value, place }) => ({ vm: vmOf(value, resources, notes), place }))

function vmOf(instance: Instance, resources: Resources, notes: VmNotes): Vm {
  const tags = plainTags(instance.tags)
  return {
    ...blankVm,
    id: instance.id,
    name: tags['Name']?.trim() || instance.id,
    source: 'terraform-state',
    power: powerOf(instance.instance_state ?? ''),
    vcpus: vcpusOf(instance),
    sourceType: instance.instance_type ?? null,
    disks: disksOf(instance, resources, notes),
    nics: nicsOf(instance, resources),
    placement: placementOf(instance),
    ...nounsFromTags(tags),
    tags,
  }
}

function vcpusOf(instance: Instance): number | null {
  const vcpus = (instance.cpu_core_count ?? 0) * (instance.cpu_threads_per_core ?? 0)
  return Number.isInteger(vcpus) && vcpus > 0 ? vcpus : null
}

const placementOf = (instance: Instance): Vm['placement'] => ({
  datacenter: null,
  cluster: instance.placement_group || null,
  host: instance.host_id || null,
  zone: instance.availability_zone || null,
})

function powerOf(state: string): Vm['power'] {
  if (state === 'running' || state === 'pending') return 'on'
  return state === 'stopped' || state === 'stopping' ? 'off' : 'unknown'
}

interface StatedDisk {
  readonly id: string
  readonly name: string
  readonly size?: number | null | undefined
  readonly type?: string | null | undefined
  readonly iops?: number | null | undefined
  readonly throughput?: number | null | undefined
  readonly boot: boolean
}

/** Block devices of the instance, and volumes attached by a resource of their own; the provider lists those in both. */
function disksOf(instance: Instance, resources: Resources, notes: VmNotes): readonly Disk[] {
  const disks = new Map<string, Disk>()
  for (const stated of [...ownDisks(instance), ...attachedDisks(instance, resources)]) {
    const capacityGiB = positive(stated.size)
    if (disks.has(stated.id)) continue
    if (capacityGiB === null) notes.withoutSize.push(instance.id)
    else
      disks.set(stated.id, {
        ...blankDisk,
        id: stated.id,
        name: stated.name,
        capacityGiB,
        sourceClass: stated.type ?? null,
        iops: positive(stated.iops),
        throughputMiBps: positive(stated.throughput),
        attachment: holdersOf(stated.id, resources) > 1 ? 'shared' : 'exclusive',
        boot: stated.boot,
      })
  }
  return [...disks.values()].toSorted((a, b) => Number(b.boot) - Number(a.boot) || compareText(a.id, b.id))
}

function ownDisks(instance: Instance): readonly StatedDisk[] {
  const read = (device: Instance['ebs_block_device'][number], name: string, boot: boolean): StatedDisk => ({
    ...device,
    id: device.volume_id || name,
    name: device.device_name || name,
    size: device.volume_size,
    type: device.volume_type,
    boot,
  })
  return [
    ...instance.root_block_device.slice(0, 1).map((device) => read(device, 'root', true)),
    ...instance.ebs_block_device.map((device, index) => read(device, device.device_name || `ebs${index}`, false)),
  ]
}

function attachedDisks(instance: Instance, { awsAttachments, awsVolumes }: Resources): readonly StatedDisk[] {
  const volumes = new Map(awsVolumes.map(({ value }) => [value.id, value]))
  return awsAttachments
    .filter(({ value }) => value.instance_id === instance.id)
    .map(({ value: { volume_id: id, device_name: name } }) => {
      const volume = volumes.get(id)
      return {
        id,
        name: name || id,
        size: volume?.size,
        type: volume?.type,
        iops: volume?.iops,
        throughput: volume?.throughput,
        boot: false,
      }
    })
}

const holdersOf = (volumeId: string, { awsAttachments }: Resources): number =>
  new Set(awsAttachments.filter(({ value }) => value.volume_id === volumeId).map(({ value }) => value.instance_id)).size

/** The interface of the instance's own attributes first, then those attached as resources. */
function nicsOf(instance: Instance, resources: Resources): readonly Nic[] {
  const primaryId = instance.primary_network_interface_id || `${instance.id}/primary`
  const attached = resources.awsNics.filter(
    ({ value }) => value.id !== primaryId && isAttached(value, instance, resources),
  )
  const primary: readonly Nic[] =
    instance.subnet_id || instance.private_ip
      ? [
          {
            id: primaryId,
            subnetId: instance.subnet_id || null,
            macAddress: resources.awsNics.find(({ value }) => value.id === primaryId)?.value.mac_address ?? null,
            addresses: addressesOf([
              instance.private_ip,
              ...instance.secondary_private_ips,
              ...instance.ipv6_addresses,
            ]),
            securityGroupIds: instance.vpc_security_group_ids.toSorted(compareText),
            hasPublicAddress: Boolean(instance.public_ip) || hasElasticAddress(resources, [instance.id, primaryId]),
          },
        ]
      : []
  return [
    ...primary,
    ...attached
      .map(({ value }) => value)
      .toSorted((a, b) => compareText(a.id, b.id))
      .map((nic) => ({
        id: nic.id,
        subnetId: nic.subnet_id ?? null,
        macAddress: nic.mac_address ?? null,
        addresses: addressesOf([nic.private_ip, ...nic.private_ips, ...nic.ipv6_addresses]),
        securityGroupIds: nic.security_groups.toSorted(compareText),
        hasPublicAddress: hasElasticAddress(resources, [nic.id]),
      })),
  ]
}

const isAttached = (
  nic: Resources['awsNics'][number]['value'],
  { id }: Instance,
  { awsNicAttachments }: Resources,
): boolean =>
  nic.attachment.some(({ instance }) => instance === id) ||
  awsNicAttachments.some(({ value }) => value.instance_id === id && value.network_interface_id === nic.id)

const hasElasticAddress = ({ awsAddresses }: Resources, ids: readonly string[]): boolean =>
  awsAddresses.some(({ value }) => ids.includes(value.instance ?? '') || ids.includes(value.network_interface ?? ''))

/** What the provider wrote is an address; anything else counts as none. */
export const addressesOf = (texts: readonly (string | null | undefined)[]): Nic['addresses'] =>
  readAddresses(texts.map((text) => text ?? '').join(' ')).addresses
