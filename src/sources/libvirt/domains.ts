/** Domains as VMs (formatdomain.html). */
import type { Vm, VmTraits } from '../../model/site.ts'
import { guestOs } from '../guest-os.ts'
import type { Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import { blankVm, type PlacedVm } from '../vm-list.ts'
import { readDisks, type VolumeSizes } from './disks.ts'
import type { Documents } from './documents.ts'
import { readNics, type KnownNetworks } from './networks.ts'
import { readGib } from './sizes.ts'
import { attribute, below, child, children, findAll, textOf, type Element } from './xml.ts'

export interface DomainNotes {
  /** Ids of domains. */
  readonly withoutSize: string[]
  readonly passedThrough: string[]
}

export interface DomainContext {
  readonly blockInfos: Documents['blockInfos']
  readonly volumes: VolumeSizes
  readonly known: KnownNetworks
  readonly notes: DomainNotes
  readonly report: Report
}

export function readDomain({ value: domain, place }: Item<Element>, context: DomainContext): PlacedVm | null {
  const { blockInfos, volumes, known, notes, report } = context
  const [name, uuid] = [textOf(child(domain, 'name')), textOf(child(domain, 'uuid'))]
  const id = uuid ?? name
  if (id === null) {
    report('site.row-unreadable', {
      subject: place,
      message: 'The domain has neither a name nor a UUID.',
      suggestion: 'Write it again with virsh dumpxml.',
      place,
    })
    return null
  }
  if (isPassingThrough(domain)) notes.passedThrough.push(id)
  const blockInfo = blockInfos.get(name ?? '') ?? blockInfos.get(id)
  const vm: Vm = {
    ...blankVm,
    id,
    name: name ?? id,
    source: 'libvirt',
    // Only a domain that runs has an id; one without may be off, or its XML the inactive one.
    power: attribute(domain, 'id') === null ? 'unknown' : 'on',
    ...sizeOf(domain),
    architecture: architectureOf(domain),
    firmware: firmwareOf(domain),
    os: guestOs(attribute(findAll(child(domain, 'metadata'), 'libosinfo:os')[0], 'id')),
    disks: readDisks(domain, { id, volumes, blockInfo, withoutSize: notes.withoutSize }),
    nics: readNics(domain, known),
    ...readTraits(domain),
  }
  return { vm, place }
}

/** The memory it may grow to, and the vCPUs it has now: `vcpu` itself is what could be plugged in. */
function sizeOf(domain: Element): Pick<Vm, 'vcpus' | 'memoryGiB'> {
  const vcpu = child(domain, 'vcpu')
  const vcpus = Number(attribute(vcpu, 'current') ?? textOf(vcpu) ?? 0)
  const memory = child(domain, 'memory')
  return {
    vcpus: Number.isInteger(vcpus) && vcpus > 0 ? vcpus : null,
    memoryGiB: readGib(textOf(memory), attribute(memory, 'unit') ?? 'KiB'),
  }
}

function architectureOf(domain: Element): Vm['architecture'] {
  const arch = attribute(below(domain, 'os', 'type'), 'arch') ?? ''
  if (arch === 'aarch64') return 'arm64'
  return /^(x86_64|i[3-6]86)$/.test(arch) ? 'x86_64' : null
}

/** Asked for by name, or loaded from flash, which is how UEFI comes; x86 without any loader has its BIOS. */
function firmwareOf(domain: Element): Vm['firmware'] {
  const stated = attribute(child(domain, 'os'), 'firmware')
  if (stated === 'efi') return 'uefi'
  if (stated === 'bios') return 'bios'
  const loader = below(domain, 'os', 'loader')
  if (attribute(loader, 'type') === 'pflash' || /ovmf|aavmf|efi/i.test(textOf(loader) ?? '')) return 'uefi'
  return loader === undefined && architectureOf(domain) === 'x86_64' ? 'bios' : null
}

/** Only what is there: a domain may be the active or the inactive one. */
function readTraits(domain: Element): Pick<Vm, 'traits'> {
  const devices = child(domain, 'devices')
  const hostDevices = (type: RegExp): readonly Element[] =>
    children(devices, 'hostdev').filter((device) => type.test(attribute(device, 'type') ?? ''))
  const passthrough = hostDevices(/^(pci|mdev)$/).map((device) => `${attribute(device, 'type') ?? ''} device`)
  const traits: VmTraits = {
    ...(attribute(below(domain, 'os', 'loader'), 'secure') === 'yes' && { secureBoot: true }),
    ...(child(devices, 'tpm') !== undefined && { tpm: true }),
    ...(passthrough.length > 0 && { passthrough }),
    ...(hostDevices(/^usb$/).length > 0 && { usb: true }),
    ...((child(domain, 'numatune') ?? below(domain, 'cputune', 'vcpupin')) !== undefined && { pinned: true }),
  }
  return Object.keys(traits).length > 0 ? { traits } : {}
}

/** The XML gives the PCI address of a device of the host, not what it is. */
const isPassingThrough = (domain: Element): boolean =>
  children(child(domain, 'devices'), 'hostdev').some((device) => /^(pci|mdev)$/.test(attribute(device, 'type') ?? ''))

export function reportNotes({ withoutSize, passedThrough }: DomainNotes, report: Report): void {
  if (withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'The XML of a domain has no disk sizes: disks of these are not in the plan.',
      suggestion: 'Add for each: virsh domblkinfo NAME --all > NAME.txt (the file is named as the domain).',
      affected: withoutSize,
    })
  if (passedThrough.length > 0)
    report('site.accelerator-missing', {
      subject: 'passed-through devices',
      message: 'These domains use devices of their host, and the XML does not say what they are.',
      suggestion: "If they are GPUs, state them in drplan's own inventory.",
      affected: passedThrough,
    })
}
