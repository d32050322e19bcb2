/** Instances as VMs. */
import type { Accelerator, Vm } from '../../model/site.ts'
import { guestOs } from '../guest-os.ts'
import { counted, type Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { indexVolumes, readDisks, reportDiskNotes, type DiskNotes } from './disks.ts'
import type { Dump, Item } from './answers.ts'
import { readNics } from './nics.ts'
import type { AwsInstance, AwsInstanceType } from './schema.ts'
import { nameOf, tagsOf } from './tags.ts'
import { compareText } from '../../model/text-order.ts'

/** Sorted by id. Terminated instances, which AWS lists for about an hour, are left out and said. */
export function readInstances(dump: Dump, report: Report): readonly Vm[] {
  const types = new Map(dump.InstanceTypes.map(({ value }) => [value.InstanceType, value]))
  const volumes = indexVolumes(dump.Volumes.map(({ value }) => value))
  const attached = Map.groupBy(
    dump.NetworkInterfaces.map(({ value }) => value),
    ({ Attachment }) => Attachment?.InstanceId ?? '',
  )
  const literals = new Map(
    dump.InstanceUserData.toReversed().map(({ value }) => [value.InstanceId, value.Literals] as const),
  )
  const notes: DiskNotes = { withoutSize: [] }
  const vms = living(dump, report).map((instance) => {
    const type = types.get(instance.InstanceType ?? '')
    const own = literals.get(instance.InstanceId)
    return {
      ...describe(instance, { type, source: dump.source }),
      disks: readDisks(instance, { volumes, type, notes }),
      nics: readNics(instance, attached.get(instance.InstanceId) ?? [], report),
      ...(own && { literals: own }),
    }
  })
  reportDiskNotes(notes, dump, report)
  reportSizes(vms, dump.source, report)
  reportOff(vms, report)
  return vms.toSorted((a, b) => compareText(a.id, b.id))
}

function living(dump: Dump, report: Report): readonly AwsInstance[] {
  const byId = new Map<string, Item<AwsInstance>>()
  const gone: string[] = []
  for (const item of dump.Reservations) {
    const { InstanceId, State } = item.value
    const first = byId.get(InstanceId)
    if (/^(terminated|shutting-down)$/.test(State?.Name ?? '')) gone.push(InstanceId)
    else if (!first) byId.set(InstanceId, item)
    else
      report('site.duplicate-vm', {
        subject: InstanceId,
        message: `The instance is listed twice: ${first.place} and ${item.place}. The first is kept.`,
        suggestion: dump.source === 'aws' ? 'Run it again.' : 'Remove the older dump from the folder.',
        affected: [InstanceId],
        place: item.place,
      })
  }
  if (gone.length > 0)
    report('site.not-a-vm', {
      subject: 'terminated instances',
      message: `${counted(gone.length, 'instance')} terminated or shutting down; AWS lists them for about an hour. Left out.`,
      affected: gone,
    })
  return [...byId.values()].map(({ value }) => value)
}

function describe(
  instance: AwsInstance,
  { type, source }: { type: AwsInstanceType | undefined; source: Vm['source'] },
): Omit<Vm, 'disks' | 'nics'> {
  const tags = tagsOf(instance.Tags)
  return {
    id: instance.InstanceId,
    name: nameOf(instance.Tags, instance.InstanceId),
    source,
    kind: 'workload',
    power: powerOf(instance.State?.Name ?? ''),
    ...sizeOf(instance, type),
    architecture: architectureOf(instance.Architecture ?? ''),
    firmware: firmwareOf(instance),
    os: osOf(instance),
    sourceType: instance.InstanceType ?? null,
    accelerators: acceleratorsOf(type),
    placement: placementOf(instance),
    ...nounsFromTags(tags),
    tags,
    ...(instance.KeyName ? { keyName: instance.KeyName } : {}),
    ...(instance.IamInstanceProfile?.Arn ? { platformRole: instance.IamInstanceProfile.Arn } : {}),
  }
}

/** The instance states its own cores; memory is a matter of its type. */
function sizeOf(instance: AwsInstance, type: AwsInstanceType | undefined): Pick<Vm, 'vcpus' | 'memoryGiB'> {
  const mib = type?.MemoryInfo?.SizeInMiB
  return {
    vcpus: vcpusOf(instance) ?? type?.VCpuInfo?.DefaultVCpus ?? null,
    memoryGiB: mib === undefined ? null : mib / 1024,
  }
}

function vcpusOf({ CpuOptions }: AwsInstance): number | null {
  const vcpus = (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 0)
  return Number.isInteger(vcpus) && vcpus > 0 ? vcpus : null
}

function powerOf(state: string): Vm['power'] {
  if (state === 'running' || state === 'pending') return 'on'
  return state === 'stopped' || state === 'stopping' ? 'off' : 'unknown'
}

function architectureOf(text: string): Vm['architecture'] {
  if (text.startsWith('arm64')) return 'arm64'
  return text === 'i386' || text.startsWith('x86_64') ? 'x86_64' : null
}

/** What it booted with, else what its image asks for; `uefi-preferred` leaves it open. */
function firmwareOf({ CurrentInstanceBootMode, BootMode }: AwsInstance): Vm['firmware'] {
  const mode = CurrentInstanceBootMode ?? BootMode
  return mode === 'legacy-bios' ? 'bios' : mode === 'uefi' ? 'uefi' : null
}

/** EC2 API, Instance: `platform` is `windows` for Windows and absent for all others; macOS runs on mac types only. */
function osOf({ PlatformDetails, Platform, InstanceType }: AwsInstance): Vm['os'] {
  if (InstanceType?.startsWith('mac')) return { name: 'macOS', family: 'other' }
  return guestOs(PlatformDetails ?? (Platform ? 'Windows' : 'Linux/UNIX'))
}

const placementOf = ({ Placement }: AwsInstance): Vm['placement'] => ({
  datacenter: null,
  cluster: Placement?.GroupName || null,
  host: Placement?.HostId || null,
  zone: Placement?.AvailabilityZone || null,
})

type Devices = readonly {
  Name?: string | null | undefined
  Count?: number | null | undefined
  MemoryInfo?: { SizeInMiB?: number | null | undefined } | null | undefined
}[]

function acceleratorsOf(type: AwsInstanceType | undefined): readonly Accelerator[] {
  const read = (kind: Accelerator['kind'], devices: Devices = []): readonly Accelerator[] =>
    devices.map(({ Name, Count, MemoryInfo }) => ({
      kind,
      model: Name ?? null,
      count: Math.max(1, Math.ceil(Count ?? 1)),
      memoryGiB: MemoryInfo?.SizeInMiB ? MemoryInfo.SizeInMiB / 1024 : null,
    }))
  return [
    ...read('gpu', type?.GpuInfo?.Gpus),
    ...read('fpga', type?.FpgaInfo?.Fpgas),
    ...read('inference', type?.InferenceAcceleratorInfo?.Accelerators),
  ]
}

function reportSizes(vms: readonly Vm[], source: Vm['source'], report: Report): void {
  const affected = vms.filter((vm) => vm.vcpus === null || vm.memoryGiB === null).map((vm) => vm.id)
  if (affected.length === 0) return
  report('site.size-missing', {
    subject: 'vCPUs and memory',
    message: `describe-instances states the instance type, not its memory: ${counted(affected.length, 'VM')} without vCPUs or memory.`,
    suggestion:
      source === 'aws'
        ? 'Allow ec2:DescribeInstanceTypes; a type that AWS does not list in the region needs its size in drplan.yaml.'
        : 'Add: aws ec2 describe-instance-types --output json > instance-types.json',
    affected,
  })
}

function reportOff(vms: readonly Omit<Vm, 'disks' | 'nics'>[], report: Report): void {
  const affected = vms.filter((vm) => vm.power === 'off').map((vm) => vm.id)
  if (affected.length > 0)
    report('site.vm-powered-off', {
      subject: 'stopped instances',
      message: `${counted(affected.length, 'instance')} stopped.`,
      affected,
    })
}
