/** Virtual machines as VMs. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import type { Item } from '../json-items.ts'
import { readAddresses } from '../read-addresses.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk, blankVm } from '../vm-list.ts'
import type { Dump } from './answers.ts'
import type { AzureDisk, AzureVm } from './schema.ts'
import { architectures, readSizes, unknownSize, type Size } from './sizes.ts'

/** Ids of VMs by what is missing. */
export interface VmNotes {
  readonly withoutSize: string[]
  readonly withoutNic: string[]
}

export interface VmContext {
  readonly dump: Dump
  readonly nics: ReadonlyMap<string, Nic>
  readonly notes: VmNotes
}

/** Sorted by id, as the dump is. */
export function readVms({ dump, nics, notes }: VmContext): readonly Vm[] {
  const disks = new Map(dump.disks.map(({ value }) => [value.id.toLowerCase(), value]))
  const sizes = readSizes(dump)
  const statuses = new Map(dump.statuses.map(({ value }) => [value.id.toLowerCase(), value.instanceview]))
  return dump.vms.map(({ value }: Item<AzureVm>) => {
    const id = value.id.toLowerCase()
    const tags = value.tags ?? {}
    return {
      ...blankVm,
      id,
      name: value.name,
      source: dump.source,
      power: powerOf({ ...value, instanceview: statuses.get(id) ?? value.instanceview }),
      ...sizeOf(value, sizes),
      ...platformOf(value, disks, sizes),
      os: osOf(value),
      sourceType: value.hardwareprofile?.vmsize ?? null,
      disks: disksOf(value, { disks, notes }),
      nics: nicsOf(value, { nics, notes }),
      placement: placementOf(value),
      ...nounsFromTags(tags),
      tags,
    }
  })
}

const placementOf = ({ proximityplacementgroup, host, zones }: AzureVm): Vm['placement'] => ({
  ...blankVm.placement,
  cluster: proximityplacementgroup?.id?.toLowerCase() ?? null,
  host: host?.id?.toLowerCase() ?? null,
  zone: zones[0] ?? null,
})

/** `PowerState/running` of the API, `VM running` of az. */
function powerOf({ instanceview, powerstate }: AzureVm): Vm['power'] {
  const code = instanceview?.statuses.map((status) => status.code ?? '').find((text) => /^powerstate\//i.test(text))
  const state = (code ?? powerstate ?? '').toLowerCase().replace(/^(powerstate\/|vm )/, '')
  if (state === 'running' || state === 'starting') return 'on'
  return /^(deallocated|deallocating|stopped|stopping)$/.test(state) ? 'off' : 'unknown'
}

type Sizes = ReadonlyMap<string, Size>

const namedSize = ({ hardwareprofile }: AzureVm, sizes: Sizes): Size =>
  sizes.get(hardwareprofile?.vmsize?.toLowerCase() ?? '') ?? unknownSize

/** A VM may use fewer vCPUs than its size has, and then says so itself. */
function sizeOf(vm: AzureVm, sizes: Sizes): Pick<Vm, 'vcpus' | 'memoryGiB' | 'accelerators'> {
  const { vcpus, memoryGiB, accelerators } = namedSize(vm, sizes)
  return { vcpus: vm.hardwareprofile?.vmsizeproperties?.vcpusavailable || vcpus, memoryGiB, accelerators }
}

type Disks = ReadonlyMap<string, AzureDisk>

/** Generation 2 VMs boot with UEFI, generation 1 with BIOS. */
function platformOf(vm: AzureVm, disks: Disks, sizes: Sizes): Pick<Vm, 'architecture' | 'firmware'> {
  const disk = disks.get(vm.storageprofile?.osdisk?.manageddisk?.id?.toLowerCase() ?? '')
  const look = <Value>(table: Readonly<Record<string, Value>>, text: string | null | undefined): Value | null =>
    table[text?.toLowerCase() ?? ''] ?? null
  return {
    architecture: look(architectures, disk?.supportedcapabilities?.architecture) ?? namedSize(vm, sizes).architecture,
    firmware: look(firmwares, disk?.hypervgeneration),
  }
}

const firmwares: Readonly<Record<string, 'bios' | 'uefi'>> = { v1: 'bios', v2: 'uefi' }

/** The family is stated; the image, where there is one, has the better name. */
function osOf({ storageprofile }: AzureVm): Vm['os'] {
  const type = storageprofile?.osdisk?.ostype
  if (!type) return null
  const image = storageprofile.imagereference
  const name = [image?.publisher, image?.offer, image?.sku].filter((word) => Boolean(word)).join(' ')
  return { name: name || type, family: /^windows$/i.test(type) ? 'windows' : /^linux$/i.test(type) ? 'linux' : 'other' }
}

/** The disk itself knows its size; the VM repeats it, though not while it is deallocated. */
function disksOf(vm: AzureVm, { disks, notes }: { disks: Disks; notes: VmNotes }): readonly Disk[] {
  const { osdisk, datadisks = [] } = vm.storageprofile ?? {}
  const stated = [
    ...(osdisk ? [{ ...osdisk, boot: true }] : []),
    ...datadisks.map((disk) => ({ ...disk, boot: false })),
  ]
  const ids = uniqueIds(
    stated.map(({ manageddisk, name }, index) => (manageddisk?.id ?? name ?? `disk-${index}`).toLowerCase()),
  )
  return stated.flatMap((own, index) => {
    const id = ids[index] ?? ''
    const disk = disks.get(id)
    const capacityGiB = disk?.disksizegb ?? own.disksizegb ?? 0
    if (capacityGiB > 0) return [diskOf(own, { id, capacityGiB, disk })]
    notes.withoutSize.push(vm.id.toLowerCase())
    return []
  })
}

interface StatedDisk {
  readonly name?: string | null | undefined
  readonly manageddisk?: { readonly storageaccounttype?: string | null | undefined } | null | undefined
  readonly boot: boolean
}

const diskOf = (
  { name, manageddisk, boot }: StatedDisk,
  { id, capacityGiB, disk }: { id: string; capacityGiB: number; disk: AzureDisk | undefined },
): Disk => ({
  ...blankDisk,
  id,
  name: name ?? id,
  capacityGiB,
  ...performanceOf(disk),
  sourceClass: disk?.sku?.name ?? manageddisk?.storageaccounttype ?? null,
  attachment: (disk?.maxshares ?? 1) > 1 ? 'shared' : 'exclusive',
  boot,
})

/** Azure counts in megabytes of 10^6 bytes a second. */
function performanceOf(disk: AzureDisk | undefined): Pick<Disk, 'iops' | 'throughputMiBps'> {
  const [iops, megabytes] = [disk?.diskiopsreadwrite ?? 0, disk?.diskmbpsreadwrite ?? 0]
  return { iops: iops > 0 ? iops : null, throughputMiBps: megabytes > 0 ? (megabytes * 1e6) / 2 ** 20 : null }
}

/** The interfaces of the dump, primary first, else the addresses that `az vm list -d` shows. */
function nicsOf(vm: AzureVm, { nics, notes }: { nics: ReadonlyMap<string, Nic>; notes: VmNotes }): readonly Nic[] {
  const references = (vm.networkprofile?.networkinterfaces ?? []).toSorted(
    (a, b) => Number(b.primary ?? false) - Number(a.primary ?? false),
  )
  const found = [...new Set(references.map(({ id }) => id.toLowerCase()))].flatMap((id) => nics.get(id) ?? [])
  if (found.length > 0 && found.length === references.length) return found
  if (references.length > 0) notes.withoutNic.push(vm.id.toLowerCase())
  const { addresses } = readAddresses([vm.privateips ?? ''].flat().join(' '))
  if (found.length > 0 || addresses.length === 0) return found
  const hasPublicAddress = [vm.publicips ?? ''].flat().some((text) => text !== '')
  return [{ id: 'primary', subnetId: null, macAddress: null, addresses, securityGroupIds: [], hasPublicAddress }]
}
