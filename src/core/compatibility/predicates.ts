/** What makes each rule apply to a VM: the words for it, or null. A fact that no source states never makes one apply. */
import type { CompatibilityRule, CompatibilityRuleId, OsSupport } from '../../model/compatibility.ts'
import { compareVersions, endOfSupport, releaseName, type OsRelease } from '../../model/os-release.ts'
import { trim } from '../../model/quantity.ts'
import type { Vm } from '../../model/site.ts'
import { parseVgpuProfile } from '../../model/vgpu-profile.ts'

interface Looked {
  readonly vm: Vm
  /** Null where the source states no operating system, or none that is known. */
  readonly os: OsRelease | null
  readonly rule: CompatibilityRule
  readonly support: readonly OsSupport[]
  /** ISO date; null = ends of support are not judged. */
  readonly today: string | null
  /** A person has stated what accelerator the VM needs. */
  readonly acceleratorStated: boolean
}

type Predicate = (looked: Looked) => string | null

const when = (holds: boolean | undefined, detail: string): string | null => (holds === true ? detail : null)

/** GRUB 2 boots Linux from GPT by BIOS too; Windows needs UEFI for GPT. */
const bootDisk: Predicate = ({ vm, rule: { limit = Infinity } }) =>
  when(
    vm.os?.family === 'windows' &&
      vm.firmware === 'bios' &&
      vm.disks.some((disk) => disk.boot && disk.capacityGiB > limit),
    `Windows boots by BIOS from more than ${trim(limit, 0)} GiB`,
  )

const largestDisk: Predicate = ({ vm, rule: { limit = Infinity } }) =>
  when(
    vm.disks.some(({ capacityGiB }) => capacityGiB > limit),
    `a disk of more than ${trim(limit, 0)} GiB`,
  )

const oldestOf = ({ os, support }: Looked): string | null | undefined =>
  support.find(({ product }) => product === os?.product)?.oldest

const osUnsupported: Predicate = (looked) => {
  const { os } = looked
  const oldest = oldestOf(looked)
  if (!os || oldest === undefined) return null
  if (oldest === null) return `${releaseName(os)}, in any version`
  if (os.version === null || compareVersions(os.version, oldest) >= 0) return null
  return `${releaseName(os)}, older than ${releaseName({ ...os, version: oldest })}`
}

const osUnknown: Predicate = (looked) => {
  const { vm, os } = looked
  if (vm.os === null) return 'no stated operating system'
  if (!os || oldestOf(looked) === undefined) return `“${vm.os.name.slice(0, 80)}”, which the list does not have`
  return os.version === null ? `“${vm.os.name.slice(0, 80)}”, which does not say one version` : null
}

const osEnded: Predicate = ({ os, today }) => {
  const end = os && endOfSupport(os)
  return end && today !== null && end < today ? `${releaseName(os)}, supported until ${end}` : null
}

/** A device that a person has described as an accelerator is no longer an unknown one. */
const passthrough: Predicate = ({ vm, acceleratorStated }) => {
  const devices = vm.traits?.passthrough ?? []
  return devices.length > 0 && !acceleratorStated ? `host devices: ${devices.join(', ').slice(0, 200)}` : null
}

const gpus = (vm: Vm): Vm['accelerators'] => vm.accelerators.filter(({ kind }) => kind === 'gpu')

export const predicates: Readonly<Record<CompatibilityRuleId, Predicate>> = {
  'accelerator-state': ({ vm }) => when(gpus(vm).length > 0, 'GPU'),
  'boot-disk-too-large': bootDisk,
  'cpu-hot-add': ({ vm }) => when(vm.traits?.hotAdd, 'CPU or memory hot add'),
  'disk-too-large': largestDisk,
  'fault-tolerance': ({ vm }) => when(vm.traits?.faultTolerant, 'fault tolerance'),
  'latency-sensitivity': ({ vm }) => when(vm.traits?.latencySensitive, 'high latency sensitivity'),
  'memory-reservation': ({ vm }) => when(vm.traits?.memoryReserved, 'all memory reserved'),
  'nested-virtualisation': ({ vm }) => when(vm.traits?.nestedVirtualisation, 'nested virtualisation'),
  'numa-pinning': ({ vm }) => when(vm.traits?.pinned, 'bound to CPUs or NUMA nodes'),
  'os-32-bit': ({ os }) => when(os?.bits === 32, '32-bit operating system'),
  'os-end-of-life': osEnded,
  'os-unknown': osUnknown,
  'os-unsupported': osUnsupported,
  'pci-passthrough': passthrough,
  'raw-disk': ({ vm }) =>
    when(
      vm.disks.some(({ attachment }) => attachment === 'raw'),
      'raw disks',
    ),
  'secure-boot': ({ vm }) => when(vm.traits?.secureBoot, 'Secure Boot'),
  'shared-disk': ({ vm }) =>
    when(
      vm.disks.some(({ attachment }) => attachment === 'shared'),
      'shared disks',
    ),
  'sr-iov': ({ vm }) =>
    when(
      vm.nics.some(({ accelerated }) => accelerated === true),
      'SR-IOV interfaces',
    ),
  'usb-device': ({ vm }) => when(vm.traits?.usb, 'USB device'),
  vgpu: ({ vm }) =>
    when(
      gpus(vm).some(({ model }) => model !== null && parseVgpuProfile(model) !== null),
      'virtual GPU',
    ),
  vtpm: ({ vm }) => when(vm.traits?.tpm, 'virtual TPM'),
}
