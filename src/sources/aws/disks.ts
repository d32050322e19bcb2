/** The disks of an instance: EBS volumes from describe-volumes, instance store from describe-instance-types. */
import type { Disk } from '../../model/site.ts'
import type { Report } from '../report.ts'
import type { Dump } from './answers.ts'
import type { AwsInstance, AwsInstanceType, AwsVolume } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

export interface DiskNotes {
  /** Instances with a volume whose size is not in the dump. */
  readonly withoutSize: string[]
}

/** The volumes of the dump by id, and which are attached to an instance. */
export interface Volumes {
  readonly byId: ReadonlyMap<string, AwsVolume>
  readonly byInstance: ReadonlyMap<string, readonly AwsVolume[]>
}

export function indexVolumes(volumes: readonly AwsVolume[]): Volumes {
  const byInstance = new Map<string, AwsVolume[]>()
  for (const volume of volumes) {
    for (const { InstanceId } of volume.Attachments) {
      if (InstanceId) byInstance.set(InstanceId, [...(byInstance.get(InstanceId) ?? []), volume])
    }
  }
  return { byId: new Map(volumes.map((volume) => [volume.VolumeId, volume])), byInstance }
}

const bytesPerGiB = 2 ** 30

/** Sorted by volume id, instance store last. A volume counts when either side says that it is attached. */
export function readDisks(
  instance: AwsInstance,
  { volumes, type, notes }: { volumes: Volumes; type: AwsInstanceType | undefined; notes: DiskNotes },
): readonly Disk[] {
  const devices = new Map<string, string>()
  for (const { VolumeId, Attachments } of volumes.byInstance.get(instance.InstanceId) ?? []) {
    const device = Attachments.find(({ InstanceId }) => InstanceId === instance.InstanceId)?.Device
    devices.set(VolumeId, device ?? VolumeId)
  }
  for (const { DeviceName, Ebs } of instance.BlockDeviceMappings) {
    if (Ebs) devices.set(Ebs.VolumeId, DeviceName ?? Ebs.VolumeId)
  }
  const disks = [...devices].flatMap(([id, device]) => {
    const volume = volumes.byId.get(id)
    if (!volume) notes.withoutSize.push(instance.InstanceId)
    return volume ? [diskOf(volume, { device, root: instance.RootDeviceName ?? null })] : []
  })
  return [...disks.toSorted((a, b) => compareText(a.id, b.id)), ...instanceStore(type)]
}

function diskOf(volume: AwsVolume, { device, root }: { device: string; root: string | null }): Disk {
  const holders = new Set(volume.Attachments.map(({ InstanceId }) => InstanceId ?? ''))
  return {
    id: volume.VolumeId,
    name: device,
    capacityGiB: volume.Size,
    usedGiB: null,
    sourceClass: volume.VolumeType ?? null,
    iops: positive(volume.Iops),
    throughputMiBps: positive(volume.Throughput),
    attachment: holders.size > 1 ? 'shared' : 'exclusive',
    boot: device === root,
  }
}

const positive = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && value > 0 ? value : null

/** Sizes of instance store are decimal gigabytes; EBS counts in GiB. */
function instanceStore(type: AwsInstanceType | undefined): readonly Disk[] {
  const sizes = (type?.InstanceStorageInfo?.Disks ?? []).flatMap(({ SizeInGB, Count }) =>
    Array<number>(Count).fill(SizeInGB),
  )
  return sizes.map((gigabytes, index) => ({
    id: `ephemeral${index}`,
    name: `ephemeral${index}`,
    capacityGiB: (gigabytes * 1e9) / bytesPerGiB,
    usedGiB: null,
    sourceClass: 'instance-store',
    iops: null,
    throughputMiBps: null,
    attachment: 'ephemeral' as const,
    boot: false,
  }))
}

export function reportDiskNotes(notes: DiskNotes, { present, source }: Dump, report: Report): void {
  if (notes.withoutSize.length === 0) return
  report('site.disks-missing', {
    subject: 'disk sizes',
    message: present.has('Volumes')
      ? 'Volumes of these instances are not among those of describe-volumes; those disks are not in the plan.'
      : 'describe-instances has no disk sizes, so these instances have no disks in the plan.',
    suggestion:
      source === 'aws'
        ? 'Allow ec2:DescribeVolumes and run it again.'
        : 'Add: aws ec2 describe-volumes --output json > volumes.json',
    affected: notes.withoutSize,
  })
}
