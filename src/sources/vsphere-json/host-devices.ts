/** Devices of the host that a VM uses, and what else it has that a recovery site may not have. */
import { findGpuModel, nominalMemoryGiB, vendorOf } from '../../model/accelerator-models.ts'
import type { Accelerator, Vm, VmTraits } from '../../model/site.ts'
import { parseVgpuProfile } from '../../model/vgpu-profile.ts'
import type { Device, Machine } from './schema.ts'

const devicesOf = ({ config }: Machine): readonly Device[] => config.hardware?.device ?? []

/** Virtual GPUs name their profile; of a device that is passed through, the maker's PCI id or its name tell a GPU. */
export const readAccelerators = (machine: Machine): readonly Accelerator[] =>
  devicesOf(machine).flatMap((device): readonly Accelerator[] => {
    const profile = device.backing?.vgpu
    if (profile)
      return [{ kind: 'gpu', model: profile, count: 1, memoryGiB: parseVgpuProfile(profile)?.framebufferGiB ?? null }]
    const name = passedThrough(device)
    if (name === null || !isGpu(device, name)) return []
    return [{ kind: 'gpu', model: name, count: 1, memoryGiB: nominalMemoryGiB({ model: name, memoryGiB: null }) }]
  })

/** The name of the device, or its label; null where it is no device of the host. */
function passedThrough({ typeName, backing, deviceInfo }: Device): string | null {
  if (typeName !== 'VirtualPCIPassthrough' || backing?.vgpu) return null
  return (backing?.deviceName || deviceInfo?.label) ?? 'PCI device'
}

/** NVIDIA's PCI vendor id; its network adapters came with Mellanox, which has another one. */
const NVIDIA_PCI_ID = 0x10de

const isGpu = ({ backing }: Device, name: string): boolean =>
  backing?.vendorId === NVIDIA_PCI_ID || findGpuModel(name) !== null || vendorOf(name) !== null

const hasType = (machine: Machine, typeName: string): true | undefined =>
  devicesOf(machine).some((device) => device.typeName === typeName) || undefined

/** Old govc prints no type of a device, so a device that is not seen may be there: only what is there is stated. */
export function readTraits(machine: Machine): Pick<Vm, 'traits'> {
  const stated = { ...deviceTraits(machine), ...settingTraits(machine) }
  const known = Object.entries(stated).filter(([, value]) => value !== undefined && value !== null)
  const traits: VmTraits = Object.fromEntries(known)
  return known.length > 0 ? { traits } : {}
}

/** Absent or null = not stated. */
type Stated = { readonly [Trait in keyof VmTraits]: VmTraits[Trait] | null | undefined }

function deviceTraits(machine: Machine): Stated {
  const passthrough = devicesOf(machine).flatMap((device) => {
    const name = passedThrough(device)
    return name === null || isGpu(device, name) ? [] : [name]
  })
  return {
    tpm: hasType(machine, 'VirtualTPM'),
    passthrough: passthrough.length > 0 ? passthrough : null,
    usb: hasType(machine, 'VirtualUSB'),
  }
}

function settingTraits({ config, runtime }: Machine): Stated {
  const faultTolerance = runtime?.faultToleranceState
  const level = config.latencySensitivity?.level
  const affinity = config.cpuAffinity?.affinitySet ?? []
  return {
    secureBoot: config.bootOptions?.efiSecureBootEnabled,
    faultTolerant: faultTolerance ? faultTolerance !== 'notConfigured' : null,
    latencySensitive: level ? level === 'high' : null,
    memoryReserved: config.memoryReservationLockedToMax,
    hotAdd: hotAddOf(config),
    nestedVirtualisation: config.nestedHVEnabled,
    pinned: affinity.length > 0 || null,
  }
}

function hotAddOf({ cpuHotAddEnabled, memoryHotAddEnabled }: Machine['config']): boolean | undefined {
  const stated = [cpuHotAddEnabled, memoryHotAddEnabled].filter((truth) => typeof truth === 'boolean')
  return stated.length > 0 ? stated.includes(true) : undefined
}
