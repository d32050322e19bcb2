/** A VM of the vSphere API as a Vm. */
import type { Vm } from '../../model/site.ts'
import type { ApplicationReader, Groupings } from '../application-origin.ts'
import { guestOs } from '../guest-os.ts'
import type { Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { blankVm, type PlacedVm } from '../vm-list.ts'
import { readNics } from './adapters.ts'
import { readDisks, type DiskNotes } from './disks.ts'
import { readAccelerators, readTraits } from './host-devices.ts'
import { pathOf, type Groups } from './groups.ts'
import type { Machine } from './schema.ts'

export interface MachineContext {
  readonly names: ReadonlyMap<string, string>
  readonly notes: DiskNotes
  readonly groups: Groups
  readonly applications: ApplicationReader
  readonly report: Report
}

export function readMachine({ value: machine, place }: Item<Machine>, context: MachineContext): PlacedVm | null {
  const id = idOf(machine)
  if (id === null) {
    context.report('site.row-unreadable', {
      subject: place,
      message: 'The VM has neither a reference, nor a UUID, nor a name.',
      suggestion: 'Write the whole VM out again, with its config.',
      place,
    })
    return null
  }
  const tags = customAttributes(machine)
  const nouns = nounsFromTags(tags)
  const vm: Vm = {
    ...describe(machine, id),
    id,
    source: 'vsphere-json',
    disks: readDisks(machine, { id, notes: context.notes }),
    nics: readNics(machine, { id, place, names: context.names, report: context.report }),
    accelerators: readAccelerators(machine),
    ...nouns,
    application: context.applications.of(groupingsOf(machine, tags, context.groups), nouns.application),
    tags,
    ...readTraits(machine),
  }
  return { vm, place }
}

function groupingsOf(machine: Machine, tags: Groupings['tags'], groups: Groups): Groupings {
  return {
    tags,
    vapp: pathOf(groups, machine.parentVApp)?.split('/').at(-1) ?? null,
    folder: pathOf(groups, machine.parent),
    resourcePool: pathOf(groups, machine.resourcePool),
    annotation: machine.config.annotation ?? null,
  }
}

function describe(machine: Machine, id: string): Omit<Vm, 'id' | 'source'> {
  const { config, runtime } = machine
  const name = machine.name ?? config.name ?? id
  return {
    ...blankVm,
    name,
    kind: kindOf(name, machine),
    power: powerOf(runtime?.powerState ?? ''),
    ...sizeOf(machine),
    architecture: architectureOf(config.guestId),
    firmware: firmwareOf(machine),
    os: osOf(machine),
    placement: { ...blankVm.placement, host: runtime?.host?.value ?? null },
  }
}

function sizeOf({ config }: Machine): Pick<Vm, 'vcpus' | 'memoryGiB'> {
  const memoryMib = config.hardware?.memoryMB ?? 0
  return { vcpus: wholeOrNull(config.hardware?.numCPU), memoryGiB: memoryMib > 0 ? memoryMib / 1024 : null }
}

const firmwareOf = ({ config }: Machine): Vm['firmware'] =>
  config.firmware === 'efi' ? 'uefi' : config.firmware === 'bios' ? 'bios' : null

/** What the guest says it is goes before what the VM was set up for. */
const osOf = ({ guest, config }: Machine): Vm['os'] =>
  guestOs(guest?.guestFullName || config.guestFullName || guestName(config.guestId))

/** The managed object reference, with the vCenter in front where the answer names it; as RVTools calls the VM. */
function idOf({ self, config, name }: Machine): string | null {
  const server = self?.serverGuid ? `${self.serverGuid}/` : ''
  if (self?.value) return `${server}${self.value}`
  return config.instanceUuid || config.uuid || name || config.name || null
}

/** vSphere Cluster Services name their VMs `vCLS (1)` up to 7.0 U2 and `vCLS-<uuid>` since. */
function kindOf(name: string, { config }: Machine): Vm['kind'] {
  if (config.template === true) return 'template'
  if (/placeholder/i.test(config.managedBy?.type ?? '')) return 'placeholder'
  return /^vCLS([ (-]|$)/.test(name) ? 'platform' : 'workload'
}

export function powerOf(state: string | number): Vm['power'] {
  const text = String(state).toLowerCase()
  // PowerShell writes the enumeration as a number: 0 off, 1 on, 2 suspended.
  if (text === 'poweredon' || text === '1') return 'on'
  if (text === 'poweredoff' || text === '0') return 'off'
  return text === 'suspended' || text === '2' ? 'suspended' : 'unknown'
}

/** ESXi on ARM names its guests arm…; on any other host a VM is x86. */
export const architectureOf = (guestId: string | null | undefined): Vm['architecture'] =>
  /arm64|aarch64|^arm/i.test(guestId ?? '') ? 'arm64' : 'x86_64'

/** `winNetStandardGuest` and the like are Windows too. */
export const guestName = (guestId: string | null | undefined): string | null =>
  guestId ? (/^win/i.test(guestId) && !/^windows/i.test(guestId) ? `Windows (${guestId})` : guestId) : null

export const wholeOrNull = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : null

/** Custom attributes: the VM holds their keys, `availableField` the names. */
function customAttributes({ availableField, customValue }: Machine): Record<string, string> {
  const names = new Map(availableField.map(({ key, name }) => [key, name]))
  return Object.fromEntries(
    customValue.flatMap(({ key, value }): [string, string][] => {
      const name = names.get(key)
      return name === undefined || !value ? [] : [[name, value]]
    }),
  )
}
